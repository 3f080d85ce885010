export const MAX_PORT = 65_535;

/** The whole number that an option gives, or its default; undefined when it is none or not from `least` to `most`. */
export function numberOption(
  given: string | true | undefined,
  defaultValue: number,
  [least, most]: readonly [least: number, most: number],
): number | undefined {
  if (given === undefined) return defaultValue;
  const number = /^\d{1,5}$/.test(String(given)) ? Number(given) : NaN;
  return number >= least && number <= most ? number : undefined;
}
