import type { InspectionOutcome } from "../inspection/inspection-client.ts";
import type { LinkAnswer } from "../inspection/link.ts";
import type { QueueAnswer } from "../inspection/queue.ts";
import type { ScheduleAnswer } from "../inspection/schedule.ts";
import type { StationStatus } from "../inspection/status.ts";
import type { InspectedFrame, TrafficAnswer } from "../inspection/traffic.ts";
import type { VariablesAnswer } from "../inspection/variables.ts";
import { type Fact, type Facts, NO_FACTS } from "./facts.ts";

/** Messages that the page remembers; more than the module does, so that they stay a little longer. */
const MAX_FRAMES = 400;
/** Their texts together, in characters. */
export const MAX_FRAME_CHARACTERS = 512 * 1024;
/** Schedules and variables cost the module more than the rest; they are asked for every so many rounds. */
const ROUNDS_BETWEEN_SCHEDULES = 5;
const ROUNDS_BETWEEN_VARIABLES = 15;

/** EVSEs whose schedule is shown. */
const MAX_SCHEDULES = 16;
const DAY_SECONDS = 24 * 3600;

export type AskInspection = (
  question: string,
  parameters?: Readonly<Record<string, unknown>>,
) => Promise<InspectionOutcome>;

/** Asks the module, one question after the other, for what the page shows. */
export class FactCollector {
  readonly #ask: AskInspection;
  #facts: Facts = NO_FACTS;
  #rounds = 0;
  #startedMs: number | undefined;

  constructor(ask: AskInspection) {
    this.#ask = ask;
  }

  get facts(): Facts {
    return this.#facts;
  }

  /** One round of questions; resolves when all are answered. Never rejects. */
  async collect(): Promise<void> {
    const status = await this.#fact<StationStatus>("status");
    if (!("value" in status)) {
      // A module that does not answer one question answers none.
      this.#facts = { ...this.#facts, status };
      this.#rounds = 0;
      return;
    }
    this.#noticeRestart(status.value);
    const round = this.#rounds++;
    this.#facts = {
      status,
      link: await this.#fact<LinkAnswer>("link"),
      queue: await this.#fact<QueueAnswer>("queue"),
      frames: await this.#frames(),
      schedule: round % ROUNDS_BETWEEN_SCHEDULES === 0
        ? await this.#schedules(status.value)
        : this.#facts.schedule,
      variables: round % ROUNDS_BETWEEN_VARIABLES === 0
        ? await this.#fact<VariablesAnswer>("variables")
        : this.#facts.variables,
    };
  }

  /** A module that has started again counts its messages from 1, and everything else may be new as well. */
  #noticeRestart(status: StationStatus): void {
    const runningSinceMs = status.kind === "running" ? status.startedMs : undefined;
    if (runningSinceMs === this.#startedMs) return;
    this.#startedMs = runningSinceMs;
    this.#facts = NO_FACTS;
    this.#rounds = 0;
  }

  async #schedules(status: StationStatus): Promise<Fact<readonly ScheduleAnswer[]>> {
    const evses = status.kind === "running" ? status.evses.slice(0, MAX_SCHEDULES) : [];
    const schedules: ScheduleAnswer[] = [];
    for (const evse of [0, ...evses.map(({ evseId }) => evseId)]) {
      const answer = await this.#fact<ScheduleAnswer>("schedule", { evse, seconds: DAY_SECONDS });
      if ("missing" in answer) return answer;
      schedules.push(answer.value);
    }
    return { value: schedules };
  }

  async #frames(): Promise<Fact<readonly InspectedFrame[]>> {
    const known = this.#facts.frames && "value" in this.#facts.frames ? this.#facts.frames.value : [];
    const answer = await this.#fact<TrafficAnswer>("traffic", { after: known.at(-1)?.number ?? 0 });
    return "value" in answer ? { value: latest([...known, ...answer.value.frames]) } : answer;
  }

  async #fact<T>(
    question: string,
    parameters: Readonly<Record<string, unknown>> = {},
  ): Promise<{ readonly value: T } | { readonly missing: string }> {
    const asked = await this.#ask(question, parameters);
    return "answer" in asked ? { value: asked.answer as T } : { missing: asked.failure.text };
  }
}

/** As many of the newest messages as there is room for. */
export function latest(frames: readonly InspectedFrame[]): readonly InspectedFrame[] {
  let characters = 0;
  let first = frames.length;
  while (first > 0 && frames.length - first < MAX_FRAMES) {
    characters += frames[first - 1]!.text.length;
    if (characters > MAX_FRAME_CHARACTERS) break;
    first--;
  }
  return frames.slice(first);
}
