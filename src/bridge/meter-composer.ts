import type { EVInfo, Limits } from "../everest/interfaces/types/evse-manager.ts";
import type { Powermeter } from "../everest/interfaces/types/powermeter.ts";
import type { SampledValueType } from "../ocpp/messages.ts";
import type { MeterReading } from "../station/evse-event.ts";
import type { Arrival } from "./complaint.ts";
import { decimalFromFloat32 } from "./float32.ts";
import { type Offer, offeredWatts } from "./offered-power.ts";
import { toMeterReading } from "./powermeter.ts";

/** The known values of one EVSE's energy flow. Starts as `{}`. */
export interface MeterState {
  /** The meter's latest reading, unchanged. */
  readonly reading?: MeterReading;
  /** State of charge of the connected EV. */
  readonly socPercent?: number;
  /** The limit in force; it outlasts sessions. */
  readonly offer?: Offer;
  /** The meter's public key, for signatures that come without. */
  readonly publicKey?: string;
}

export type MeterInput =
  | { readonly kind: "powermeter"; readonly powermeter: Powermeter }
  | { readonly kind: "evInfo"; readonly info: EVInfo }
  | { readonly kind: "limits"; readonly limits: Limits }
  | { readonly kind: "publicKey"; readonly publicKey: string }
  /** A session event brings a reading of its own. */
  | { readonly kind: "sessionReading"; readonly reading: MeterReading }
  | { readonly kind: "sessionFinished" };

/** The state after one more value of the EVSE. */
export function takeMeterInput(state: MeterState, input: MeterInput, arrival: Arrival): MeterState {
  switch (input.kind) {
    case "powermeter": {
      const signed = input.powermeter.signed_meter_value;
      const reading = toMeterReading(input.powermeter, arrival, {
        ...(signed === undefined ? {} : { signed }),
        ...(state.publicKey === undefined ? {} : { publicKey: state.publicKey }),
      });
      return { ...state, reading };
    }
    case "evInfo":
      return takeSoc(state, input.info.soc, arrival);
    case "limits":
      // EvseManager reports a limit for discharging as a negative current: no current is offered then.
      return { ...state, offer: offerOf(input.limits) };
    case "publicKey":
      return { ...state, publicKey: input.publicKey };
    case "sessionReading": {
      // EvseManager repeats the last reading of the meter with its events: that one is known.
      const isNews = state.reading === undefined || input.reading.timestampMs > state.reading.timestampMs;
      return isNews ? { ...state, reading: input.reading } : state;
    }
    case "sessionFinished": {
      const { socPercent: _gone, ...rest } = state;
      return rest;
    }
  }
}

function offerOf({ max_current, nr_of_phases_available: phases }: Limits): Offer {
  return { amperes: Math.max(decimalFromFloat32(max_current), 0), phases };
}

function takeSoc(state: MeterState, soc: number | undefined, arrival: Arrival): MeterState {
  if (soc === undefined) return state;
  if (soc >= 0 && soc <= 100) return { ...state, socPercent: decimalFromFloat32(soc) };
  arrival.complain(`state of charge ${soc} ignored: not within 0..100`);
  return state;
}

/** The latest reading with the other known values; undefined before the first one. */
export function latestReading(state: MeterState): MeterReading | undefined {
  return state.reading && completed(state, state.reading);
}

/** A reading, e.g. of a session event, with the offered current and power and the state of charge added. */
export function completed(state: MeterState, reading: MeterReading): MeterReading {
  const extra: SampledValueType[] = [];
  if (state.offer !== undefined) {
    extra.push({
      value: state.offer.amperes,
      measurand: "Current.Offered",
      location: "Outlet",
      unitOfMeasure: { unit: "A" },
    });
    const watts = offeredWatts(state.offer, reading);
    if (watts !== undefined) {
      extra.push({
        value: watts,
        measurand: "Power.Offered",
        location: "Outlet",
        unitOfMeasure: { unit: "W" },
      });
    }
  }
  if (state.socPercent !== undefined) {
    extra.push({
      value: state.socPercent,
      measurand: "SoC",
      location: "EV",
      unitOfMeasure: { unit: "Percent" },
    });
  }
  return extra.length === 0 ? reading : { ...reading, sampledValues: [...reading.sampledValues, ...extra] };
}
