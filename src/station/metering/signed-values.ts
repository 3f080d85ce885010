import { toTimestamp } from "../../kernel/clock.ts";
import type { MeterValueType, SampledValueType, SignedMeterValueType } from "../../ocpp/messages.ts";
import type { MeterReading } from "../evse-event.ts";
import { isTotalImportRegister } from "./value-selection.ts";

/** OCPPCommCtrlr.PublicKeyWithSignedMeterValue. */
export type PublicKeyPolicy = "Never" | "OncePerTransaction" | "EveryMeterValue";

/** Whether the meter's public key was sent in this transaction. */
export type PublicKeyState = "unsent" | "sent";

/** The reading with the meter's signature on its energy register, unless the register carries one of its own. */
export function withSignature(
  reading: MeterReading,
  signed: SignedMeterValueType | undefined,
): MeterReading {
  if (signed === undefined) return reading;
  return { ...reading, sampledValues: sign(reading.sampledValues, signed) };
}

/** As `withSignature`, for a reading in the form in which it is sent. */
export function withValueSignature(value: MeterValueType, signed: SignedMeterValueType): MeterValueType {
  return { ...value, sampledValue: sign(value.sampledValue, signed) };
}

/** The meter's signature of the start of a transaction, delivered after it. */
export interface StartSignature {
  readonly signed: SignedMeterValueType;
  /** The register at the start, if it was read. */
  readonly registerWh: number | undefined;
  /** When the transaction started. */
  readonly atMs: number;
}

/**
 * The values of an Ended event with the signature of the start. A signature recorded at the start takes
 * precedence, so that there is only one; without a start value a new one is the first.
 */
export function withStartSignature(
  values: readonly MeterValueType[],
  start: StartSignature,
): readonly MeterValueType[] {
  const begins = (value: SampledValueType) => value.context === "Transaction.Begin";
  if (values.some((value) => value.sampledValue.some((v) => begins(v) && v.signedMeterValue !== undefined))) {
    return values;
  }
  const carrier = values.findIndex((value) =>
    value.sampledValue.some((v) => begins(v) && isTotalImportRegister(v))
  );
  if (carrier < 0) {
    return start.registerWh === undefined ? values : [startValue(start, start.registerWh), ...values];
  }
  return values.map((value, index) =>
    index === carrier ? { ...value, sampledValue: sign(value.sampledValue, start.signed) } : value
  );
}

function startValue({ signed, atMs }: StartSignature, registerWh: number): MeterValueType {
  return {
    timestamp: toTimestamp(atMs),
    sampledValue: [{
      value: registerWh,
      context: "Transaction.Begin",
      measurand: "Energy.Active.Import.Register",
      location: "Outlet",
      unitOfMeasure: { unit: "Wh" },
      signedMeterValue: signed,
    }],
  };
}

/** Applies the policy to the public keys; the field is required, so an omitted key is the empty string. */
export function withPublicKeys(
  values: readonly MeterValueType[],
  policy: PublicKeyPolicy,
  state: PublicKeyState,
): { readonly values: readonly MeterValueType[]; readonly state: PublicKeyState } {
  if (policy === "EveryMeterValue") return { values, state };
  let current = state;
  const keep = (signed: SignedMeterValueType): SignedMeterValueType => {
    if (policy === "OncePerTransaction" && current === "unsent" && signed.publicKey !== "") {
      current = "sent";
      return signed;
    }
    return { ...signed, publicKey: "" };
  };
  const kept = values.map((value) => ({
    ...value,
    sampledValue: value.sampledValue.map((sampled) =>
      sampled.signedMeterValue === undefined
        ? sampled
        : { ...sampled, signedMeterValue: keep(sampled.signedMeterValue) }
    ),
  }));
  return { values: kept, state: current };
}

function sign(
  values: readonly SampledValueType[],
  signed: SignedMeterValueType,
): readonly SampledValueType[] {
  const index = values.findIndex(isTotalImportRegister);
  return values.map((value, i) =>
    i === index && value.signedMeterValue === undefined ? { ...value, signedMeterValue: signed } : value
  );
}
