import { toTimestamp } from "../kernel/clock.ts";
import { assertNever } from "../kernel/assert-never.ts";
import type { Difference } from "../inspection/replay/differences.ts";
import type { RecordingPart } from "../inspection/replay/recording-parts.ts";
import type { ReplayCounts, StepOutcome, StepReport } from "../inspection/replay/replay-step.ts";
import { countedText } from "./counted-text.ts";
import { hanging } from "./hanging-text.ts";
import { wrapped } from "./wrapped-text.ts";
import { printable } from "./printable.ts";
import { shortened } from "./text-table.ts";

const MAX_REQUEST_CHARACTERS = 54;
/** Where what became of a step begins. */
const OUTCOME_COLUMN = 65;
const DETAIL_COLUMN = 11;
const MAX_DIFFERENCES = 3;
const MAX_VALUE_CHARACTERS = 80;

/** One line for a step, and one below for each thing that there is to say. */
export function stepLine({ from, action, subject, outcome }: StepReport): string {
  const request = shortened(printable(`${action} ${subject}`.trim()), MAX_REQUEST_CHARACTERS);
  const head = `${from.padEnd(9)}${request}`.padEnd(OUTCOME_COLUMN) + outcomeText(outcome, from);
  const below = detailsOf(outcome).map((text) =>
    " ".repeat(DETAIL_COLUMN) + hanging(text, DETAIL_COLUMN + 2)
  );
  return [head, ...below].join("\n");
}

/** A part of a recording, as `recordingParts` counts them. */
export interface ChosenPart {
  /** From 1. */
  readonly number: number;
  readonly parts: readonly RecordingPart[];
}

/** Which part is played and which there are; undefined where the recording is one piece. */
export function partsText({ number, parts }: ChosenPart): string | undefined {
  if (parts.length === 1 && parts[0]?.after === undefined) return undefined;
  const head = "A replay repeats neither an outage nor a restart that the CSMS has not asked for. " +
    `It plays part ${number} of ${parts.length} (--part N):`;
  return [wrapped(head, ""), ...parts.map((part, index) => `  ${index + 1}  ${partText(part)}`)].join("\n");
}

function partText({ after, messages, leftOut }: RecordingPart): string {
  const [first] = messages;
  const from = first === undefined ? "" : `${toTimestamp(first.timestampMs)}  `;
  const why = after === undefined ? "" : `, after ${ARTICLES[after]} ${after}`;
  const left = leftOut === 0 ? "" : `; without ${leftOut} that follow${leftOut === 1 ? "s" : ""} from it`;
  return `${from}${countedText(messages.length, "message")}${why}${left}`;
}

const ARTICLES = { outage: "an", restart: "a" } as const;

/** The last sentence. */
export function verdictText(
  { same, different, skipped }: ReplayCounts,
  { number, parts }: ChosenPart,
): string {
  const part = parts.length === 1 ? "" : `; part ${number} of ${parts.length}`;
  const left = (skipped === 0 ? "" : `; ${skipped} of the CSMS could not be played`) + part;
  return different === 0
    ? `The station did the same as the recorded one: ${same} of ${same} steps${left}.`
    : `The station did otherwise than the recorded one in ${different} of ${same + different} steps${left}.`;
}

function outcomeText(outcome: StepOutcome, from: StepReport["from"]): string {
  switch (outcome.kind) {
    case "same":
      return "same";
    case "differs":
      return "differs:";
    case "neverCame":
      return from === "station" ? "never came" : "its answer never came";
    case "unexpected":
      return "unexpected";
    case "uncounted":
      return outcome.why === "byTheClock" ? "not counted: by the clock" : "not counted: before the recording";
    case "skipped":
      return "skipped:";
    default:
      return assertNever(outcome);
  }
}

function detailsOf(outcome: StepOutcome): readonly string[] {
  if (outcome.kind === "skipped") return [`${outcome.maskedField} is masked`];
  return outcome.kind === "differs" ? differencesTexts(outcome.differences) : [];
}

function differencesTexts(differences: readonly Difference[]): readonly string[] {
  const named = differences.slice(0, MAX_DIFFERENCES).map(({ field, expected, got }) =>
    `${field}: expected ${valueText(expected)}, got ${valueText(got)}`
  );
  const more = differences.length - named.length;
  return more > 0 ? [...named, `and ${more} more`] : named;
}

function valueText(value: unknown): string {
  if (value === undefined) return "nothing";
  return shortened(typeof value === "string" ? value : JSON.stringify(value), MAX_VALUE_CHARACTERS);
}
