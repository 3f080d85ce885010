import type { LogFields, Logger, LogLevel } from "../../src/kernel/logger.ts";

export interface LogLine {
  readonly level: LogLevel;
  readonly scope: string;
  readonly message: string;
  readonly fields: LogFields;
}

/** Keeps every line, so that a test can assert what an engineer would have read. */
export class RecordingLogger implements Logger {
  constructor(readonly lines: LogLine[] = [], readonly scope = "test") {}

  error(message: string, fields: LogFields = {}): void {
    this.#add("error", message, fields);
  }
  warning(message: string, fields: LogFields = {}): void {
    this.#add("warning", message, fields);
  }
  notice(message: string, fields: LogFields = {}): void {
    this.#add("notice", message, fields);
  }
  info(message: string, fields: LogFields = {}): void {
    this.#add("info", message, fields);
  }
  debug(message: string, fields: LogFields = {}): void {
    this.#add("debug", message, fields);
  }
  child(scope: string): RecordingLogger {
    return new RecordingLogger(this.lines, `${this.scope}.${scope}`);
  }
  /** Messages of one level, oldest first. */
  messages(level: LogLevel): string[] {
    return this.lines.filter((line) => line.level === level).map((line) => line.message);
  }

  #add(level: LogLevel, message: string, fields: LogFields): void {
    this.lines.push({ level, scope: this.scope, message, fields });
  }
}
