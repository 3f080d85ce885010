import type { Powermeter } from "../everest/interfaces/types/powermeter.ts";
import type { SignedMeterValue } from "../everest/interfaces/types/units-signed.ts";
import type { MeasurandEnumType, PhaseEnumType, SampledValueType } from "../ocpp/messages.ts";
import type { MeterReading } from "../station/evse-event.ts";
import type { Arrival } from "./complaint.ts";
import { decimalFromFloat32 } from "./float32.ts";
import { toSignedMeterValue } from "./everest-signed-values.ts";
import { timestampOrNow } from "./timestamps.ts";

/** Additional data of a reading. */
export interface ReadingExtras {
  /** Signature of the imported energy when the reading has none of its own. */
  readonly signed?: SignedMeterValue;
  /** The meter's public key, for signatures that come without. */
  readonly publicKey?: string;
}

// Phases as the meter numbers them, independent of the phase rotation.
type Phases = readonly (readonly [key: string, phase: PhaseEnumType | undefined])[];
const TOTAL_AND_PHASES: Phases = [["total", undefined], ["L1", "L1"], ["L2", "L2"], ["L3", "L3"]];
const CURRENT_PHASES: Phases = [
  ["L1", "L1"],
  ["L2", "L2"],
  ["L3", "L3"],
  ["DC", undefined],
  ["N", "N"],
];
const VOLTAGE_PHASES: Phases = [["L1", "L1-N"], ["L2", "L2-N"], ["L3", "L3-N"], ["DC", undefined]];
// All phases of a grid have one frequency, so one value without phase suffices.
const FREQUENCY_PHASES: Phases = [["L1", undefined]];

/** One quantity of the meter: its values and signatures by EVerest's phase names. */
interface Quantity {
  readonly measurand: MeasurandEnumType;
  /** The measurand of the other direction, which negative values are of. */
  readonly reverse?: MeasurandEnumType;
  readonly unit: string;
  readonly phases: Phases;
  readonly values: Readonly<Record<string, number | undefined>> | undefined;
  readonly signed: Readonly<Record<string, SignedMeterValue | undefined>> | undefined;
}

/**
 * Maps a power meter's reading to OCPP: every measurand it gives, without context. Power, reactive power and
 * direct current always give both directions, as positive numbers: what flows into the EV is Import, what flows
 * out of it Export.
 */
export function toMeterReading(
  powermeter: Powermeter,
  arrival: Arrival,
  extras: ReadingExtras = {},
): MeterReading {
  const sampledValues = quantities(powermeter, extras).flatMap((quantity) =>
    quantity.phases.flatMap(([key, phase]) => {
      const value = quantity.values?.[key];
      if (value === undefined) return [];
      const signature = quantity.signed?.[key];
      const signed = signature && toSignedMeterValue(signature, arrival.complain, extras.publicKey);
      const sample = (measurand: MeasurandEnumType, amount: number, carriesSignature: boolean) =>
        sampledValue(
          { measurand, value: amount, unit: quantity.unit },
          phase,
          carriesSignature ? signed : undefined,
        );
      if (quantity.reverse === undefined || !(value < 0 || hasDirection(key, quantity))) {
        return [sample(quantity.measurand, value, true)];
      }
      return [
        sample(quantity.measurand, Math.max(value, 0), value >= 0),
        sample(quantity.reverse, Math.max(-value, 0), value < 0),
      ];
    })
  );
  return { timestampMs: timestampOrNow(powermeter.timestamp, arrival), sampledValues };
}

/** AC meters report currents as magnitudes without direction. */
function hasDirection(key: string, quantity: Quantity): boolean {
  return quantity.measurand !== "Current.Import" || key === "DC";
}

function quantities(meter: Powermeter, extras: ReadingExtras): readonly Quantity[] {
  const importSigned = extras.signed
    ? { total: extras.signed, ...meter.energy_Wh_import_signed }
    : meter.energy_Wh_import_signed;
  return [
    {
      measurand: "Energy.Active.Import.Register",
      unit: "Wh",
      phases: TOTAL_AND_PHASES,
      values: meter.energy_Wh_import,
      signed: importSigned,
    },
    {
      measurand: "Energy.Active.Export.Register",
      unit: "Wh",
      phases: TOTAL_AND_PHASES,
      values: meter.energy_Wh_export,
      signed: meter.energy_Wh_export_signed,
    },
    {
      measurand: "Power.Active.Import",
      reverse: "Power.Active.Export",
      unit: "W",
      phases: TOTAL_AND_PHASES,
      values: meter.power_W,
      signed: meter.power_W_signed,
    },
    {
      measurand: "Power.Reactive.Import",
      reverse: "Power.Reactive.Export",
      unit: "var",
      phases: TOTAL_AND_PHASES,
      values: meter.VAR,
      signed: meter.VAR_signed,
    },
    {
      measurand: "Current.Import",
      reverse: "Current.Export",
      unit: "A",
      phases: CURRENT_PHASES,
      values: meter.current_A,
      signed: meter.current_A_signed,
    },
    {
      measurand: "Voltage",
      unit: "V",
      phases: VOLTAGE_PHASES,
      values: meter.voltage_V,
      signed: meter.voltage_V_signed,
    },
    {
      measurand: "Frequency",
      unit: "Hz",
      phases: FREQUENCY_PHASES,
      values: meter.frequency_Hz,
      signed: meter.frequency_Hz_signed,
    },
  ];
}

function sampledValue(
  what: { readonly measurand: MeasurandEnumType; readonly value: number; readonly unit: string },
  phase: PhaseEnumType | undefined,
  signedMeterValue: SampledValueType["signedMeterValue"],
): SampledValueType {
  return {
    value: decimalFromFloat32(what.value),
    measurand: what.measurand,
    ...(phase === undefined ? {} : { phase }),
    location: "Outlet",
    unitOfMeasure: { unit: what.unit },
    ...(signedMeterValue === undefined ? {} : { signedMeterValue }),
  };
}
