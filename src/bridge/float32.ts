/**
 * Restores the decimal that a 32-bit float stands for. EVerest stores numbers inside objects as 32-bit floats
 * and prints them as doubles, so 0.1 arrives as 0.10000000149011612. Returns the shortest decimal that is the
 * same 32-bit float; whole numbers and doubles that are no 32-bit floats stay unchanged.
 */
export function decimalFromFloat32(value: number): number {
  if (Number.isInteger(value) || Math.fround(value) !== value) return value;
  for (let digits = 6; digits <= 9; digits++) {
    const shorter = Number(value.toPrecision(digits));
    if (Math.fround(shorter) === value) return shorter;
  }
  return value;
}
