import type { Logger } from "./logger.ts";

/** For work whose caller reports the findings itself. */
export const silentLogger: Logger = {
  error() {},
  warning() {},
  notice() {},
  info() {},
  debug() {},
  child: () => silentLogger,
};
