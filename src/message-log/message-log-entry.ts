import { parseJson } from "../kernel/json.ts";
import { withoutUrlCredentials } from "../kernel/url-credentials.ts";
import { needsRedaction, redacted, redactedText } from "./message-log-redaction.ts";

export type MessageDirection = "CSMSToChargingStation" | "ChargingStationToCSMS";

/** Something that goes into the log, in the order in which it happened. */
export type LogEntry =
  | {
    readonly kind: "message";
    readonly timestampMs: number;
    readonly direction: MessageDirection;
    readonly text: string;
  }
  /** A remark of the log itself. */
  | { readonly kind: "system"; readonly timestampMs: number; readonly text: string };

/** An entry as people read it. */
export interface DescribedEntry {
  readonly timestampMs: number;
  readonly origin: "ChargePoint" | "CentralSystem" | "SYS";
  /** E.g. `BootNotification`, `BootNotificationResponse (12 ms)`, or the remark. */
  readonly title: string;
  /** Indented JSON, or the text itself when it is none. */
  readonly body: string;
  /** The text as it crossed the socket, but for secrets. */
  readonly rawBody: string;
}

/** Calls whose answer has not been seen; one per direction is the rule, more come from peers that break it. */
const MAX_OPEN_CALLS = 64;

/** Names messages; remembers calls, so that an answer gets the name of its call and the time it took. */
export class EntryDescriber {
  /** Direction of the call and message id -> the call. */
  readonly #open = new Map<string, { readonly action: string; readonly timestampMs: number }>();

  /** Total: text that is no OCPP-J message is described as such. */
  describe(entry: LogEntry): DescribedEntry {
    const { timestampMs } = entry;
    if (entry.kind === "system") {
      return { timestampMs, origin: "SYS", title: withoutUrlCredentials(entry.text), body: "", rawBody: "" };
    }
    const origin = entry.direction === "ChargingStationToCSMS" ? "ChargePoint" : "CentralSystem";
    const parsed = parseJson(entry.text);
    const frame = parsed.kind === "value" ? parsed.value : undefined;
    const title = Array.isArray(frame)
      ? this.#title(frame, entry.direction, timestampMs)
      : "not an OCPP message";
    return { timestampMs, origin, title, ...bodies(frame, entry.text) };
  }

  #title(frame: readonly unknown[], direction: MessageDirection, timestampMs: number): string {
    const [type, id, third] = frame;
    if (typeof id !== "string" || ![2, 3, 4].includes(type as number)) return "not an OCPP message";
    const name = typeof third === "string" ? third : "?";
    if (type === 2) {
      this.#remember(`${direction} ${id}`, name, timestampMs);
      return name;
    }
    const asked = direction === "ChargingStationToCSMS" ? "CSMSToChargingStation" : "ChargingStationToCSMS";
    const call = this.#open.get(`${asked} ${id}`);
    this.#open.delete(`${asked} ${id}`);
    const took = call ? ` (${Math.max(0, Math.round(timestampMs - call.timestampMs))} ms)` : "";
    const action = call?.action ?? "Unknown";
    return type === 3 ? `${action}Response${took}` : `${action} CALLERROR ${name}${took}`;
  }

  #remember(key: string, action: string, timestampMs: number): void {
    if (this.#open.size >= MAX_OPEN_CALLS) this.#open.delete(this.#open.keys().next().value ?? "");
    this.#open.set(key, { action, timestampMs });
  }
}

function bodies(frame: unknown, text: string): { body: string; rawBody: string } {
  try {
    if (frame !== undefined) {
      const shown = needsRedaction(text) ? redacted(frame) : frame;
      const rawBody = shown === frame ? text : JSON.stringify(shown);
      return { body: JSON.stringify(shown, null, 2), rawBody };
    }
  } catch (error) {
    // Nested deeper than the stack reaches: what parses need not print. The text is as good, if it may be shown.
    if (!(error instanceof RangeError)) throw error;
  }
  const shown = redactedText(text);
  return { body: shown, rawBody: shown };
}
