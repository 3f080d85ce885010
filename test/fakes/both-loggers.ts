import type { Logger } from "../../src/kernel/logger.ts";

/** Whatever is logged goes to both. */
export function bothLoggers(one: Logger, other: Logger): Logger {
  return {
    error: (...line) => (one.error(...line), other.error(...line)),
    warning: (...line) => (one.warning(...line), other.warning(...line)),
    notice: (...line) => (one.notice(...line), other.notice(...line)),
    info: (...line) => (one.info(...line), other.info(...line)),
    debug: (...line) => (one.debug(...line), other.debug(...line)),
    child: (scope) => bothLoggers(one.child(scope), other.child(scope)),
  };
}
