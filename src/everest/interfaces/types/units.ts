import { type Infer, number, object } from "../../codec/mod.ts";

/** Wh */
export const energy = object({
  total: number(),
}, {
  L1: number(),
  L2: number(),
  L3: number(),
});
export type Energy = Infer<typeof energy>;

/** W, negative when the EV feeds back. */
export const power = object({
  total: number(),
}, {
  L1: number(),
  L2: number(),
  L3: number(),
});
export type Power = Infer<typeof power>;

/** V, phase to neutral. */
export const voltage = object({}, {
  DC: number(),
  L1: number(),
  L2: number(),
  L3: number(),
});
export type Voltage = Infer<typeof voltage>;

/** var */
export const reactivePower = object({
  total: number(),
}, {
  L1: number(),
  L2: number(),
  L3: number(),
});
export type ReactivePower = Infer<typeof reactivePower>;

/** A */
export const current = object({}, {
  DC: number(),
  L1: number(),
  L2: number(),
  L3: number(),
  N: number(),
});
export type Current = Infer<typeof current>;

/** Hz */
export const frequency = object({
  L1: number(),
}, {
  L2: number(),
  L3: number(),
});
export type Frequency = Infer<typeof frequency>;
