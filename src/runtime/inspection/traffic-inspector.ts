import type { InspectedFrame, TrafficAnswer } from "../../inspection/traffic.ts";
import { isJsonObject, parseJson } from "../../kernel/json.ts";
import { mayHoldSecret, redacted } from "../../message-log/message-log-redaction.ts";
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
  if (json.kind === "malformed") {
    return mayHoldSecret(text) ? `(${text.length} characters that may hold a password)` : text;
  }
  try {
    return JSON.stringify(redacted(json.value), maskToken);
  } catch (error) {
    // Nested deeper than the stack reaches.
    if (!(error instanceof RangeError)) throw error;
    return `(${text.length} characters)`;
  }
}

/** Characters of a token that are shown: enough to tell two cards apart, too few to copy one. */
const SHOWN_CHARACTERS = 3;

/** Who reads a card's token can copy the card. */
function maskToken(_name: string, value: unknown): unknown {
  if (!isJsonObject(value)) return value;
  const { idToken, type } = value;
  if (typeof idToken !== "string" || typeof type !== "string" || idToken.length <= SHOWN_CHARACTERS) {
    return value;
  }
  return { ...value, idToken: `…${idToken.slice(-SHOWN_CHARACTERS)}` };
}
