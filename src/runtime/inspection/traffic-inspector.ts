import type { InspectedFrame, TrafficAnswer } from "../../inspection/traffic.ts";
import { parseJson } from "../../kernel/json.ts";
import { MASK } from "../../kernel/mask.ts";
import { redacted, redactedText } from "../../message-log/message-log-redaction.ts";
import type { RecentFrame, RecentFrames } from "../../message-log/recent-frames.ts";

/** What `traffic` answers; `after`: the number of the last message that the asker knows. */
export function inspectTraffic(
  frames: Pick<RecentFrames, "after">,
  { after }: Readonly<Record<string, unknown>>,
  nowMs: number,
): TrafficAnswer {
  return { nowMs, frames: frames.after(typeof after === "number" ? after : 0).map(inspectedFrame) };
}

function inspectedFrame(frame: RecentFrame): InspectedFrame {
  return { ...frame, text: forPeople(frame.text) };
}

function forPeople(text: string): string {
  const json = parseJson(text);
  if (json.kind === "malformed") return redactedText(text);
  try {
    return JSON.stringify(redacted(json.value), maskTokens);
  } catch (error) {
    // Nested deeper than the stack reaches.
    if (!(error instanceof RangeError)) throw error;
    return `(${text.length} characters)`;
  }
}

/** Characters of a token that are shown: enough to tell two cards apart, too few to copy one. */
const SHOWN_CHARACTERS = 3;

/** Who reads a card's token can copy the card; AdditionalInfoType names a second one. */
function maskTokens(name: string, value: unknown): unknown {
  if (typeof value !== "string" || (name !== "idToken" && name !== "additionalIdToken")) return value;
  if (value === "" || value === MASK) return value;
  return value.length <= SHOWN_CHARACTERS ? "…" : `…${value.slice(-SHOWN_CHARACTERS)}`;
}
