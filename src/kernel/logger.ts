import type { LogText } from "./log-events.ts";

export type LogLevel = "error" | "warning" | "notice" | "info" | "debug";

/** Values that help the reader; never secrets (passwords, keys). */
export type LogFields = Readonly<Record<string, unknown>>;

/**
 * Leveled log of one scope, e.g. `csms` or `station.transactions`. A text is one of the table `LOG_EVENTS`, which names
 * the event; what varies is a field.
 */
export interface Logger<Text extends string = LogText> {
  error(message: Text, fields?: LogFields): void;
  warning(message: Text, fields?: LogFields): void;
  notice(message: Text, fields?: LogFields): void;
  info(message: Text, fields?: LogFields): void;
  debug(message: Text, fields?: LogFields): void;
  /** A logger whose scope is `this.scope + "." + scope`. */
  child(scope: string): Logger<Text>;
}
