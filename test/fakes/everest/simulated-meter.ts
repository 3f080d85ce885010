import type { Powermeter } from "../../../src/everest/interfaces/types/powermeter.ts";
import { type Clock, toTimestamp } from "../../../src/kernel/clock.ts";

const VOLTS = 230;
const PHASES = ["L1", "L2", "L3"] as const;

/** A three-phase AC meter that counts what flows through it. */
export class SimulatedMeter {
  #amperes = 0;
  #wattHours = 0;
  #countedMs: number;

  constructor(private readonly clock: Clock, private readonly meterId: string) {
    this.#countedMs = clock.monotonicMs();
  }

  /** Current per phase from now on. */
  draw(amperes: number): void {
    this.#count();
    this.#amperes = amperes;
  }

  get wattHours(): number {
    this.#count();
    return this.#wattHours;
  }

  /** What the meter shows now, in the form and with the fields of EVerest's own simulation. */
  read(): Powermeter {
    this.#count();
    const perPhase = (value: number) => ({ L1: value, L2: value, L3: value });
    const total = (value: number) => ({ ...perPhase(value / PHASES.length), total: value });
    const watts = this.#amperes * VOLTS * PHASES.length;
    return {
      timestamp: toTimestamp(this.clock.wallMs()),
      meter_id: this.meterId,
      phase_seq_error: false,
      current_A: { ...perPhase(this.#amperes), N: 0 },
      voltage_V: perPhase(VOLTS),
      frequency_Hz: perPhase(50),
      power_W: total(watts),
      energy_Wh_import: total(this.#wattHours),
      energy_Wh_export: total(0),
      temperatures: [{ location: "Body", temperature: 25 }],
    };
  }

  #count(): void {
    const nowMs = this.clock.monotonicMs();
    const hours = (nowMs - this.#countedMs) / 3_600_000;
    this.#wattHours += hours * this.#amperes * VOLTS * PHASES.length;
    this.#countedMs = nowMs;
  }
}
