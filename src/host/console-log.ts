import { type Clock, toTimestamp } from "../kernel/clock.ts";
import { LOG_EVENTS } from "../kernel/log-events.ts";
import type { LogFields, Logger, LogLevel } from "../kernel/logger.ts";
import { formatField, quoted } from "./console-log-fields.ts";
import { createRepetitionFilter, type LogLine, type Repetition } from "./repetition-filter.ts";

/** Most important first; the number is the priority of syslog and journald (`<3>` …). */
const PRIORITY: Readonly<Record<LogLevel, number>> = { error: 3, warning: 4, notice: 5, info: 6, debug: 7 };

/** Text -> name of the event. */
const EVENT_OF: ReadonlyMap<string, string> = new Map(Object.entries(LOG_EVENTS));

/** Longest line in characters; what is longer is cut, so that no peer can flood the log with one message. */
const MAX_LINE_LENGTH = 4096;

/** The reader of the lines: journald strips its own `<n>` prefix and has its own clock, a person wants both in words. */
export type ConsoleFormat = "journal" | "human";

export interface ConsoleLogOptions {
  readonly clock: Clock;
  /** The least important level that is written; "off" writes nothing. */
  readonly level: LogLevel | "off";
  readonly format: ConsoleFormat;
  /** First part of every scope, e.g. the module's name. */
  readonly scope: string;
  /** Takes a whole line with its line feed, at once. May throw: then the line is lost and nothing else happens. */
  readonly write: (line: Uint8Array) => void;
}

/** The usual `write`: all of the line, even when the kernel takes it in pieces. */
export function writeToStderr(line: Uint8Array): void {
  for (let rest = line; rest.length > 0;) rest = rest.subarray(Deno.stderr.writeSync(rest));
}

/** What journald sets for the processes whose stderr it reads; on a terminal these may be left over from the desktop. */
export function consoleFormat(
  environment: (name: string) => string | undefined,
  stderrIsTerminal: boolean,
): ConsoleFormat {
  if (stderrIsTerminal) return "human";
  return environment("JOURNAL_STREAM") || environment("INVOCATION_ID") ? "journal" : "human";
}

/** The log of the process. It takes any text; one of the table is written with the name of its event. */
export interface ConsoleLog extends Logger<string> {
  /** Writes the counts of what repeats. To be called before the process ends. */
  flush(): void;
}

/**
 * A line is written before the call returns, unless its event repeats: then one line counts many. Lines below the level
 * cost one comparison.
 */
export function createConsoleLog(options: ConsoleLogOptions): ConsoleLog {
  const { clock } = options;
  const encoder = new TextEncoder();
  const threshold = options.level === "off" ? -1 : PRIORITY[options.level];
  const filter = createRepetitionFilter(clock, (line, repetition) => {
    try {
      options.write(encoder.encode(formatLine(options, line, repetition)));
    } catch {
      // Stderr is closed or full: there is nowhere to report it, and the station must go on.
    }
  });

  function scoped(scope: string): Logger<string> {
    const log = (level: LogLevel) => (message: string, fields: LogFields = {}) => {
      if (PRIORITY[level] > threshold) return;
      filter.write({ level, scope, message, fields, atMs: clock.wallMs() });
    };
    return {
      error: log("error"),
      warning: log("warning"),
      notice: log("notice"),
      info: log("info"),
      debug: log("debug"),
      child: (name) => scoped(`${scope}.${name}`),
    };
  }
  return { ...scoped(options.scope), flush: () => filter.flush() };
}

function formatLine(
  { clock, format }: ConsoleLogOptions,
  { level, scope, message, fields }: LogLine,
  repetition?: Repetition,
): string {
  const head = format === "journal"
    ? `<${PRIORITY[level]}>${scope}: `
    : `${toTimestamp(clock.wallMs())} ${level.toUpperCase().padEnd(7)} ${scope}: `;
  let line = head + oneLine(message);
  const event = EVENT_OF.get(message);
  if (event !== undefined) line += ` event=${event}`;
  if (repetition) line += ` repeated=${repetition.repeated} since=${toTimestamp(repetition.sinceMs)}`;
  for (const name in fields) line += ` ${formatField(name, fields[name])}`;
  return line.length <= MAX_LINE_LENGTH ? `${line}\n` : `${line.slice(0, MAX_LINE_LENGTH)}…\n`;
}

/** A message holds what peers sent: line breaks and control characters must not forge lines of the log. */
function oneLine(message: string): string {
  // deno-lint-ignore no-control-regex
  return /[\x00-\x1f\x7f-\x9f\u2028\u2029]/.test(message) ? quoted(message) : message;
}
