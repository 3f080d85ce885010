import type { Action } from "../../src/ocpp/messages.ts";
import { isAction } from "../../src/ocpp/messages.ts";
import type { LogEntry } from "../fakes/csms/csms.ts";
import { describeCall } from "./frame-text.ts";

interface Line {
  readonly atMs: number;
  readonly who: string;
  readonly text: string;
}

const AGAIN = "no answer to the following had arrived: the station sends it again, under the same id";

/**
 * What happens, as it happens: notes of the scenario and the frames on the CSMS's socket, in the order of time.
 * CALLRESULTs are shown where they decide something.
 */
export class Timeline {
  readonly #startMs: number;
  readonly #actions = new Map<string, Action>();
  #notes: Line[] = [];
  #shownFrames = 0;

  constructor(
    private readonly frames: readonly LogEntry[],
    private readonly now: () => number,
    private readonly print: (line: string) => void,
  ) {
    this.#startMs = now();
  }

  /** Something happens in front of, or to, the station. */
  note(text: string): void {
    this.#notes.push({ atMs: this.now(), who: "WORLD", text });
    this.flush();
  }

  /** Prints what is new. */
  flush(): void {
    const frames = this.frames.slice(this.#shownFrames);
    this.#shownFrames = this.frames.length;
    const lines = [...frames.flatMap((frame) => this.#lineOf(frame)), ...this.#notes];
    this.#notes = [];
    for (const { atMs, who, text } of lines.sort((a, b) => a.atMs - b.atMs)) {
      const seconds = ((atMs - this.#startMs) / 1000).toFixed(2).padStart(6);
      this.print(`${seconds}  ${who.padEnd(9)}  ${text}`);
    }
  }

  #lineOf({ direction, text, atMs }: LogEntry): Line[] {
    const [type, messageId, third, fourth] = JSON.parse(text) as [number, string, unknown, unknown];
    const who = direction === "fromStation" ? "station →" : "→ station";
    if (type === 2 && isAction(third)) {
      const isAgain = this.#actions.has(messageId);
      this.#actions.set(messageId, third);
      const line = { atMs, who, text: describeCall(third, fourth) };
      return isAgain ? [{ atMs, who: "WORLD", text: AGAIN }, line] : [line];
    }
    const action = this.#actions.get(messageId);
    if (type === 4) return [{ atMs, who, text: `${action}: CALLERROR ${String(third)}` }];
    const status = statusOf(third);
    return status ? [{ atMs, who, text: `${action}: ${status}` }] : [];
  }
}

/** The word in a response that decides, if it has one. */
function statusOf(response: unknown): string | undefined {
  const { status, idTokenInfo } = response as { status?: string; idTokenInfo?: { status: string } };
  return status ?? idTokenInfo?.status;
}
