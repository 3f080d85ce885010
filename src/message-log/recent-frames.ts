import { parseJson } from "../kernel/json.ts";
import type { MessageDirection } from "./message-log-entry.ts";

/** Messages that are remembered; with one more the oldest is forgotten. */
export const MAX_RECENT_FRAMES = 200;
/** Together, in UTF-16 units: at most 256 KiB. */
export const MAX_RECENT_CHARACTERS = 128 * 1024;
/** Of a longer message only its head is remembered. */
export const MAX_FRAME_CHARACTERS = 16 * 1024;

export interface RecentFrame {
  /** Counts all messages. */
  readonly number: number;
  readonly atMs: number;
  readonly direction: MessageDirection;
  /** As it crossed the socket, secrets included; of a long message type, message id and action or error code. */
  readonly text: string;
  /** Length of the message. */
  readonly characters: number;
}

/** The last messages that crossed the OCPP socket, for people who look at the running station. */
export class RecentFrames {
  #frames: RecentFrame[] = [];
  #number = 0;
  #characters = 0;

  record(direction: MessageDirection, text: string, atMs: number): void {
    const remembered = text.length > MAX_FRAME_CHARACTERS ? headOf(text) : text;
    this.#frames.push({
      ...{ number: ++this.#number, atMs, direction },
      ...{ text: remembered, characters: text.length },
    });
    this.#characters += remembered.length;
    while (this.#frames.length > MAX_RECENT_FRAMES || this.#characters > MAX_RECENT_CHARACTERS) {
      this.#characters -= this.#frames.shift()?.text.length ?? 0;
    }
  }

  /** Oldest first; only those whose number is higher. */
  after(number: number): readonly RecentFrame[] {
    return this.#frames.filter((frame) => frame.number > number);
  }
}

/** Longest id, action or error code in a head. */
const MAX_WORD = 100;

/** A new text, since a part of the old one would keep the whole in memory. */
function headOf(text: string): string {
  const json = parseJson(text);
  if (json.kind === "malformed" || !Array.isArray(json.value)) return "[]";
  return JSON.stringify(
    json.value.slice(0, 3).flatMap((part: unknown): (string | number)[] => {
      if (typeof part === "number") return [part];
      return typeof part === "string" ? [part.slice(0, MAX_WORD)] : [];
    }),
  );
}
