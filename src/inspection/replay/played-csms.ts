import { isJsonObject, parseJson } from "../../kernel/json.ts";
import { MAX_OCPP_MESSAGE_BYTES } from "../../kernel/limits.ts";
import type { Exchange } from "../exchanges.ts";
import { type PlayedCall, Replay, type StationAnswer } from "./replay.ts";
import type { StepReport } from "./replay-step.ts";
import { isNestedDeeper, MAX_NESTING } from "./replay-values.ts";
import type { PlayedAnswer } from "./standing-answers.ts";

/** The texts to send to the station, and the reports about what it did. */
export interface Played {
  readonly texts: readonly string[];
  readonly reports: readonly StepReport[];
}

/** The other end of the station's socket: OCPP-J around a `Replay`. No I/O. */
export class PlayedCsms {
  readonly #replay: Replay;
  /** CALLs that the station has not answered, by message id. */
  readonly #sent = new Map<string, number>();
  #count = 0;

  constructor(exchanges: readonly Exchange[]) {
    this.#replay = new Replay(exchanges);
  }

  get isOver(): boolean {
    return this.#replay.isOver;
  }

  /** A message of the station. Total: what is no OCPP-J is reported, and not answered. */
  hear(text: string, nowMs: number): Played {
    const frame = frameOf(text);
    const [type, id, third, fourth] = frame ?? [];
    if (typeof id === "string" && type === 2 && typeof third === "string") {
      const { report, answer } = this.#replay.stationCalls(third, fourth ?? {}, nowMs);
      return this.#followedBy(answer === undefined ? [] : [answerText(id, answer)], [report], nowMs);
    }
    if (typeof id === "string" && (type === 3 || type === 4)) {
      const answer: StationAnswer = type === 3
        ? { kind: "result", payload: third }
        : { kind: "error", code: String(third) };
      return this.#answered(id, answer, nowMs);
    }
    const outcome = { kind: "unexpected" } as const;
    const report = { from: "station", action: "(not an OCPP message)", subject: "", outcome } as const;
    return this.#followedBy([], [report], nowMs);
  }

  /** Nothing has come for too long. */
  giveUp(nowMs: number): Played {
    return this.#followedBy([], this.#replay.giveUp(), nowMs);
  }

  #answered(id: string, answer: StationAnswer, nowMs: number): Played {
    const step = this.#sent.get(id);
    this.#sent.delete(id);
    const report = step === undefined ? undefined : this.#replay.stationAnswers(step, answer);
    return this.#followedBy([], report === undefined ? [] : [report], nowMs);
  }

  #followedBy(texts: readonly string[], reports: readonly StepReport[], nowMs: number): Played {
    const due = this.#replay.due(nowMs);
    return {
      texts: due.call === undefined ? texts : [...texts, this.#callText(due.call)],
      reports: [...reports, ...due.reports],
    };
  }

  #callText({ step, action, payload }: PlayedCall): string {
    const id = `replay-${++this.#count}`;
    this.#sent.set(id, step);
    return JSON.stringify([2, id, action, payload]);
  }
}

function frameOf(text: string): readonly unknown[] | undefined {
  if (text.length > MAX_OCPP_MESSAGE_BYTES) return undefined;
  const json = parseJson(text);
  const isFrame = json.kind === "value" && Array.isArray(json.value) &&
    !isNestedDeeper(json.value, MAX_NESTING);
  return isFrame ? json.value as readonly unknown[] : undefined;
}

function answerText(id: string, answer: PlayedAnswer): string {
  return JSON.stringify(
    answer.kind === "result"
      ? [3, id, isJsonObject(answer.payload) ? answer.payload : {}]
      : [4, id, answer.code, answer.description, answer.details],
  );
}
