import { type CurrencyCode, currencyCode } from "../everest/interfaces/types/currency-code.ts";
import { decode } from "../everest/codec/mod.ts";

/** C++ receivers store amounts in 32 bits. */
const MAX_AMOUNT = 2 ** 31 - 1;

/**
 * An amount in units of 10^-decimals, rounded half away from zero on the decimal value, not on the binary
 * fraction.
 */
export function toSmallestUnits(amount: number, decimals: number): number {
  const [digits, exponent = "0"] = String(Math.abs(amount)).split("e");
  const units = Math.round(Number(`${digits}e${Number(exponent) + decimals}`));
  // Avoids -0, which some receivers print as "-0".
  return amount < 0 && units > 0 ? -units : units;
}

/**
 * The most decimals, up to `wanted`, with which every amount still fits; undefined when one does not fit
 * without decimals.
 */
export function fittingDecimals(amounts: readonly number[], wanted: number): number | undefined {
  for (let decimals = Math.min(wanted, 9); decimals >= 0; decimals--) {
    if (amounts.every((amount) => Math.abs(toSmallestUnits(amount, decimals)) <= MAX_AMOUNT)) return decimals;
  }
  return undefined;
}

/** Undefined for a currency that EVerest does not know. */
export function toCurrencyCode(text: string): CurrencyCode | undefined {
  const decoded = decode(currencyCode, text.toUpperCase());
  return decoded.kind === "value" ? decoded.value : undefined;
}
