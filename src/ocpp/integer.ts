/** Part 2, §2.1.4: integers have 32 bits, also where the schemas do not say so. */
export function isInteger32(value: number): boolean {
  return value >= -(2 ** 31) && value <= 2 ** 31 - 1;
}
