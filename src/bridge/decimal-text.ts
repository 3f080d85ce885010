/** Most decimal places of a decimal of the device model (part 2, §2.1.4). */
const DECIMAL_PLACES = 6;

/** A number as the device model writes decimals: no exponent, at most six decimal places, no trailing zeros. */
export function decimalText(value: number): string | undefined {
  // From 1e21 on, JavaScript knows no other way than the exponent.
  if (!Number.isFinite(value) || Math.abs(value) >= 1e21) return undefined;
  const text = value.toFixed(DECIMAL_PLACES).replace(/\.?0{1,6}$/, "");
  return text === "-0" ? "0" : text;
}
