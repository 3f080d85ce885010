export type LogLevel = "error" | "warning" | "notice" | "info" | "debug";

/** Values that help the reader; never secrets (passwords, keys). */
export type LogFields = Readonly<Record<string, unknown>>;

/** Leveled log of one scope, e.g. `csms` or `station.transactions`. */
export interface Logger {
  error(message: string, fields?: LogFields): void;
  warning(message: string, fields?: LogFields): void;
  notice(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  debug(message: string, fields?: LogFields): void;
  /** A logger whose scope is `this.scope + "." + scope`. */
  child(scope: string): Logger;
}
