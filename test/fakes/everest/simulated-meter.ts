import type { Powermeter } from "../../../src/everest/interfaces/types/powermeter.ts";
import type { SignedMeterValue } from "../../../src/everest/interfaces/types/units-signed.ts";
import { type Clock, toTimestamp } from "../../../src/kernel/clock.ts";

const VOLTS = 230;
const PHASES = ["L1", "L2", "L3"] as const;

/** The key that the simulated meters sign with, in the form in which EVerest tells it. */
export const METER_PUBLIC_KEY = "oca:base16:asn1:3059301306072A8648CE3D020106082A8648CE3D030107034200AB";

/** What a meter signs: nothing, start and end of a transaction (both told at its end), or every reading. */
export type MeterSigns = "nothing" | "transactions" | "readings";

/** A three-phase AC meter that counts what flows through it. */
export class SimulatedMeter {
  #amperes = 0;
  #wattHours = 0;
  #countedMs: number;

  constructor(
    private readonly clock: Clock,
    private readonly meterId: string,
    private readonly signs: MeterSigns = "nothing",
  ) {
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
      ...(this.signs === "readings" ? { signed_meter_value: this.sign() } : {}),
      temperatures: [{ location: "Body", temperature: 25 }],
    };
  }

  /** What it shows now with its signature, in the form of OCMF. The key is told apart from it. */
  sign(): SignedMeterValue {
    const reading = { MS: this.meterId, RD: [{ TM: toTimestamp(this.clock.wallMs()), RV: this.wattHours }] };
    return {
      signed_meter_data: `OCMF|${JSON.stringify(reading)}|{"SD":"3046"}`,
      signing_method: "ECDSA-secp256r1-SHA256",
      encoding_method: "OCMF",
      timestamp: toTimestamp(this.clock.wallMs()),
    };
  }

  #count(): void {
    const nowMs = this.clock.monotonicMs();
    const hours = (nowMs - this.#countedMs) / 3_600_000;
    this.#wattHours += hours * this.#amperes * VOLTS * PHASES.length;
    this.#countedMs = nowMs;
  }
}
