import { dateTime, type Infer, object, string } from "../../codec/mod.ts";

/** A reading with its signature, e.g. OCMF. */
export const signedMeterValue = object({
  signed_meter_data: string(),
  signing_method: string(),
  encoding_method: string(),
}, {
  public_key: string(),
  timestamp: dateTime(),
});
export type SignedMeterValue = Infer<typeof signedMeterValue>;

export const energy = object({}, {
  total: signedMeterValue,
  L1: signedMeterValue,
  L2: signedMeterValue,
  L3: signedMeterValue,
});
export type Energy = Infer<typeof energy>;

export const power = object({}, {
  total: signedMeterValue,
  L1: signedMeterValue,
  L2: signedMeterValue,
  L3: signedMeterValue,
});
export type Power = Infer<typeof power>;

export const voltage = object({}, {
  DC: signedMeterValue,
  L1: signedMeterValue,
  L2: signedMeterValue,
  L3: signedMeterValue,
});
export type Voltage = Infer<typeof voltage>;

export const reactivePower = object({}, {
  total: signedMeterValue,
  L1: signedMeterValue,
  L2: signedMeterValue,
  L3: signedMeterValue,
});
export type ReactivePower = Infer<typeof reactivePower>;

export const current = object({}, {
  DC: signedMeterValue,
  L1: signedMeterValue,
  L2: signedMeterValue,
  L3: signedMeterValue,
  N: signedMeterValue,
});
export type Current = Infer<typeof current>;

export const frequency = object({}, {
  L1: signedMeterValue,
  L2: signedMeterValue,
  L3: signedMeterValue,
});
export type Frequency = Infer<typeof frequency>;
