import { isJsonObject } from "../../kernel/json.ts";
import { isDateTime } from "../../kernel/date-time.ts";
import { plainDateTimeMs } from "../../kernel/plain-date-time.ts";
import type { Forgiven, Slip } from "../../ocpp/validator/leniency.ts";
import {
  type ChargingPrice,
  COST_STATES,
  type CostDetails,
  type IdlePrice,
  type NextPeriod,
} from "./driver-cost.ts";

/** Conditions on which the CSMS requests meter values in order to update the cost. */
export interface MeterTriggers {
  /** Unix milliseconds. */
  readonly atMs?: number;
  /** The import register. */
  readonly registerWh?: number;
  readonly powerWatts?: number;
}

/** Content of customData of a CostUpdatedRequest. */
export interface CostMessage extends CostDetails {
  readonly triggers?: MeterTriggers;
}

/** Larger prices, energies and times are mistakes, and would not fit into EVerest's types. */
const LARGEST = 2 ** 31 - 1;

/** Who hears what the reader makes of fields that are not as the whitepaper has them. */
export interface CostMessageNotes {
  /** It is left out. */
  unusable(reason: string): void;
  /** Its meaning is plain. */
  forgiven(slip: Forgiven): void;
}

/** The message without customData. */
export const PLAIN_COST: CostMessage = { state: "Charging" };

/**
 * Reads customData with vendorId org.openchargealliance.costmsg (OCPP & California Pricing Requirements).
 * It is as generous as the validator is with requests; what it cannot read is left out, and `nowMs` replaces such a time.
 */
export function readCostMessage(customData: unknown, nowMs: number, notes: CostMessageNotes): CostMessage {
  if (!isJsonObject(customData)) return PLAIN_COST;
  const reader = new FieldReader(customData, "customData", notes);
  const atMs = reader.time("timestamp", nowMs);
  const registerWh = reader.number("meterValue");
  const charging = reader.object("chargingPrice");
  const idle = reader.object("idlePrice");
  const next = reader.object("nextPeriod");
  const nextPeriod = next && readNextPeriod(next);
  const trigger = reader.object("triggerMeterValue");
  return {
    state: reader.literal("state", COST_STATES) ?? "Charging",
    ...(atMs === undefined ? {} : { atMs }),
    ...(registerWh === undefined ? {} : { registerWh }),
    ...(charging ? { chargingPrice: readChargingPrice(charging) } : {}),
    ...(idle ? { idlePrice: readIdlePrice(idle) } : {}),
    ...(nextPeriod ? { nextPeriod } : {}),
    ...(trigger ? { triggers: readTriggers(trigger) } : {}),
  };
}

function readChargingPrice(reader: FieldReader): ChargingPrice {
  const kWhPrice = reader.number("kWhPrice");
  const hourPrice = reader.number("hourPrice");
  const flatFee = reader.number("flatFee");
  return {
    ...(kWhPrice === undefined ? {} : { kWhPrice }),
    ...(hourPrice === undefined ? {} : { hourPrice }),
    ...(flatFee === undefined ? {} : { flatFee }),
  };
}

function readIdlePrice(reader: FieldReader): IdlePrice {
  const graceMinutes = reader.number("graceMinutes");
  const hourPrice = reader.number("hourPrice");
  return {
    ...(graceMinutes === undefined ? {} : { graceMinutes }),
    ...(hourPrice === undefined ? {} : { hourPrice }),
  };
}

/** A period without a readable beginning is left out. */
function readNextPeriod(reader: FieldReader): NextPeriod | undefined {
  const fromMs = reader.time("atTime");
  if (fromMs === undefined) return undefined;
  const charging = reader.object("chargingPrice");
  const idle = reader.object("idlePrice");
  return {
    fromMs,
    chargingPrice: charging ? readChargingPrice(charging) : {},
    ...(idle ? { idlePrice: readIdlePrice(idle) } : {}),
  };
}

function readTriggers(reader: FieldReader): MeterTriggers {
  const atMs = reader.time("atTime");
  const kWh = reader.number("atEnergykWh");
  const kW = reader.number("atPowerkW");
  return {
    ...(atMs === undefined ? {} : { atMs }),
    ...(kWh === undefined ? {} : { registerWh: kWh * 1000 }),
    ...(kW === undefined ? {} : { powerWatts: kW * 1000 }),
  };
}

/** Reads optional fields of an object that has not been validated. */
class FieldReader {
  constructor(
    readonly fields: Readonly<Record<string, unknown>>,
    readonly path: string,
    readonly notes: CostMessageNotes,
  ) {}

  number(name: string): number | undefined {
    return this.#read(
      name,
      (value) => typeof value === "number" && Math.abs(value) <= LARGEST ? value : undefined,
    );
  }

  object(name: string): FieldReader | undefined {
    return this.#read(
      name,
      (value) => isJsonObject(value) ? new FieldReader(value, this.#at(name), this.notes) : undefined,
    );
  }

  literal<T extends string>(name: string, literals: readonly T[]): T | undefined {
    return this.#read(name, (value) => literals.find((literal) => literal === value));
  }

  /** Unix milliseconds; `instead` when the field is there but cannot be read. */
  time(name: string, instead?: number): number | undefined {
    const timeMs = this.#read(name, (value) => {
      const ms = plainDateTimeMs(value);
      const isAsWritten = typeof value === "string" && isDateTime(value);
      if (ms !== undefined && !isAsWritten) this.#forgive(name, "timestamp is not RFC 3339");
      return ms;
    });
    return timeMs ?? ((this.fields[name] ?? undefined) === undefined ? undefined : instead);
  }

  #read<T>(name: string, read: (value: unknown) => T | undefined): T | undefined {
    const value = this.fields[name];
    if (value === undefined) return undefined;
    if (value === null) return this.#forgive(name, "null for an absent member");
    const result = read(value);
    if (result === undefined) this.notes.unusable(`${this.#at(name)} cannot be read`);
    return result;
  }

  #forgive(name: string, slip: Slip): undefined {
    this.notes.forgiven({ path: this.#at(name), slip });
  }

  #at(name: string): string {
    return `${this.path}.${name}`;
  }
}
