import type { Logger } from "./logger.ts";

/** For work whose findings somebody else tells. */
export const silentLogger: Logger = {
  error() {},
  warning() {},
  notice() {},
  info() {},
  debug() {},
  child: () => silentLogger,
};
