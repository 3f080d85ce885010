import { type Infer, integer, object } from "../../codec/mod.ts";
import { currencyCode } from "./currency-code.ts";

/** In the smallest unit: the amount times 10 to the power of `decimals`. */
export const moneyAmount = object({
  value: integer(),
});
export type MoneyAmount = Infer<typeof moneyAmount>;

export const currency = object({}, {
  code: currencyCode,
  decimals: integer({ minimum: 0 }),
});
export type Currency = Infer<typeof currency>;

export const price = object({
  currency: currency,
  value: moneyAmount,
});
export type Price = Infer<typeof price>;
