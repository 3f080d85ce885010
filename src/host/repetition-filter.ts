import type { Clock, Timer } from "../kernel/clock.ts";
import { BEGINNINGS, RECORDS } from "../kernel/log-events.ts";
import type { LogFields, LogLevel } from "../kernel/logger.ts";
import { plainText } from "./console-log-fields.ts";
import { RepeatedEvents, type RepetitionCount } from "./repeated-events.ts";

export const REPETITIONS_TIMER = "log.repetitions";

/** How often a step or a change of state is written in a period: its latest line counts, unless they come in a flood. */
const STEPS_IN_A_PERIOD = 10;
const FAILURES_IN_A_PERIOD = 1;

/** Fields that differ with every repetition: they do not make another event. */
export const VARYING_FIELDS: ReadonlySet<string> = new Set([
  "after",
  "attempt",
  "before",
  "byMs",
  "bytes",
  "changes",
  "characters",
  "count",
  "lost",
  "position",
  "removed",
  "removedMeterValues",
  "retryInMs",
  "setAsideMs",
  "smallerBytes",
  "tookMs",
  "transmissions",
  "until",
  "waitMs",
  "waiting",
]);

/** How much of a value tells one form of an event from another, in characters. */
const MAX_TELLING_CHARACTERS = 200;

/** One call of the log. */
export interface LogLine {
  readonly level: LogLevel;
  readonly scope: string;
  readonly message: string;
  readonly fields: LogFields;
  /** Unix milliseconds. */
  readonly atMs: number;
}

/** What a line stands for besides itself. */
export interface Repetition {
  /** How often the event occurred since then, this line included, without a line of its own. */
  readonly repeated: number;
  readonly sinceMs: number;
}

export interface RepetitionFilter {
  /** Writes the line, now or in a count. */
  write(line: LogLine): void;
  /** Writes all counts at once. */
  flush(): void;
}

/** Writes an event that goes on once in a period, with a count. Debug lines pass: who asks for them wants all. */
export function createRepetitionFilter(
  clock: Pick<Clock, "monotonicMs" | "setTimer">,
  write: (line: LogLine, repetition?: Repetition) => void,
): RepetitionFilter {
  const events = new RepeatedEvents<LogLine>();
  let timer: Timer | undefined;
  let timerDueMs = Infinity;

  function tell(counts: readonly RepetitionCount<LogLine>[]): void {
    for (const { first, latest, repeated } of counts) write(latest, { repeated, sinceMs: first.atMs });
  }

  /** A timer runs only while something is counted. */
  function tellAt(dueMs: number): void {
    timer?.cancel();
    timerDueMs = dueMs;
    timer = clock.setTimer(REPETITIONS_TIMER, dueMs - clock.monotonicMs(), () => {
      cancel();
      tell(events.takeDue(clock.monotonicMs()));
      // What goes on is due later than it was.
      const nextMs = events.nextDueMs();
      if (nextMs !== undefined) tellAt(nextMs);
    });
  }

  function cancel(): void {
    timer?.cancel();
    timer = undefined;
    timerDueMs = Infinity;
  }

  return {
    write(line) {
      if (line.level === "debug" || RECORDS.has(line.message)) return write(line);
      const occurrence = {
        event: line.message,
        form: formOf(line.fields),
        allowed: isRepeatedFailure(line) ? FAILURES_IN_A_PERIOD : STEPS_IN_A_PERIOD,
        line,
      };
      const decision = events.occurred(occurrence, clock.monotonicMs());
      if (decision === "tell") write(line);
      else if (decision.dueMs < timerDueMs) tellAt(decision.dueMs);
    },
    flush() {
      cancel();
      tell(events.takeAll(clock.monotonicMs()));
    },
  };
}

function isRepeatedFailure({ level, message }: LogLine): boolean {
  return (level === "error" || level === "warning") && !BEGINNINGS.has(message);
}

function formOf(fields: LogFields): string {
  let form = "";
  for (const name in fields) {
    if (VARYING_FIELDS.has(name)) continue;
    form += `${name}=${plainText(fields[name]).slice(0, MAX_TELLING_CHARACTERS)}\n`;
  }
  return form;
}
