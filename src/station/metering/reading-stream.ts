import type { MeterReading } from "../evse-event.ts";
import { withIntervalEnergy } from "./interval-energy.ts";

/**
 * What one list of measurands has used of an EVSE's meter so far. A reading is used once: a meter that says nothing new
 * has no value, instead of the old one again.
 */
export class ReadingStream {
  #used: MeterReading | undefined;

  /** Sampling begins: what the meter has said until now is from before. */
  begin(latest: MeterReading | undefined): void {
    this.#used = latest;
  }

  /** The latest reading with the energy since the one before; undefined when it has been used already. */
  next(latest: MeterReading | undefined): MeterReading | undefined {
    const used = this.#used;
    if (latest === undefined || latest.timestampMs === used?.timestampMs) return undefined;
    this.#used = latest;
    return withIntervalEnergy(latest, used);
  }
}
