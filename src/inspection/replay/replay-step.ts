import { isJsonObject } from "../../kernel/json.ts";
import type { Difference } from "./differences.ts";

/** What became of one request of the recording, or of one that it does not have. */
export type StepOutcome =
  | { readonly kind: "same" }
  | { readonly kind: "differs"; readonly differences: readonly Difference[] }
  /** A request of the station, or its answer to one of the CSMS. */
  | { readonly kind: "neverCame" }
  /** The recording does not have it. */
  | { readonly kind: "unexpected" }
  /** Need not be in the recording, and is not compared. */
  | { readonly kind: "uncounted"; readonly why: "byTheClock" | "beforeTheRecording" }
  /** A request of the CSMS that cannot be played, because this field of it is masked. */
  | { readonly kind: "skipped"; readonly maskedField: string };

/** One line of what a replay tells. */
export interface StepReport {
  /** Who sent the request. */
  readonly from: "station" | "CSMS";
  readonly action: string;
  /** What it was about, in a few words, e.g. `Ended EVSE 1`; may be empty. */
  readonly subject: string;
  readonly outcome: StepOutcome;
}

/** The numbers of a replay; a step is in one of them. */
export interface ReplayCounts {
  readonly same: number;
  /** Did otherwise, did not come, or was not expected. */
  readonly different: number;
  readonly skipped: number;
}

/** A step counted; what need not be in the recording is in none of the numbers. */
export function counted(counts: ReplayCounts, outcome: StepOutcome): ReplayCounts {
  switch (outcome.kind) {
    case "same":
      return { ...counts, same: counts.same + 1 };
    case "differs":
    case "neverCame":
    case "unexpected":
      return { ...counts, different: counts.different + 1 };
    case "skipped":
      return { ...counts, skipped: counts.skipped + 1 };
    case "uncounted":
      return counts;
  }
}

/** Properties of requests that tell in a word what they are about. */
const TELLING = ["eventType", "triggerReason", "connectorStatus", "reason", "type", "status"] as const;

/** What a request is about. */
export function subjectOf(request: unknown): string {
  if (!isJsonObject(request)) return "";
  const words = TELLING.flatMap((name) => typeof request[name] === "string" ? [request[name]] : []);
  const { evse, evseId, connectorId } = request;
  const id = isJsonObject(evse) ? evse["id"] : evseId;
  const place = typeof id === "number"
    ? [`EVSE ${id}${connectorId === undefined ? "" : `/${connectorId}`}`]
    : [];
  return [...place, ...words, ...eventOf(request["eventData"])].join(" ");
}

/** What the first event of a NotifyEvent is about. */
function eventOf(eventData: unknown): string[] {
  const first: unknown = Array.isArray(eventData) ? eventData[0] : undefined;
  const { component, variable } = isJsonObject(first) ? first : {};
  const names = [component, variable].map((part) => isJsonObject(part) ? part["name"] : undefined);
  return names.every((name) => typeof name === "string") ? [names.join(".")] : [];
}
