import type { Clock } from "../../kernel/clock.ts";
import type { EvseId } from "../../kernel/ids.ts";

/** A meter without any reading for so long is silent; EVerest's drivers read every few seconds. */
export const SILENCE_MS = 60_000;

/** Notices meters that have fallen silent, once each, and that they speak again. */
export class MeterSilence {
  readonly #clock: Clock;
  readonly #changed: (evse: EvseId, state: "raised" | "cleared") => void;
  /** When each meter spoke last, monotonic; a station without meters has nothing to miss. */
  readonly #spokeMs = new Map<EvseId, number>();
  readonly #silent = new Set<EvseId>();

  constructor(clock: Clock, changed: (evse: EvseId, state: "raised" | "cleared") => void) {
    this.#clock = clock;
    this.#changed = changed;
  }

  /** Also of its first reading: the silence may be from before our restart. */
  spoke(evse: EvseId): void {
    const isFirst = !this.#spokeMs.has(evse);
    this.#spokeMs.set(evse, this.#clock.monotonicMs());
    if (this.#silent.delete(evse) || isFirst) this.#changed(evse, "cleared");
  }

  /** A value was due, and there was none. */
  missed(evse: EvseId): void {
    const spokeMs = this.#spokeMs.get(evse);
    if (spokeMs === undefined || this.#silent.has(evse)) return;
    if (this.#clock.monotonicMs() - spokeMs < SILENCE_MS) return;
    this.#silent.add(evse);
    this.#changed(evse, "raised");
  }
}
