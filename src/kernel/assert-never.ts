/** Closes an exhaustive switch; the compiler complains when a case is missing. Throwing here means a bug. */
export function assertNever(value: never): never {
  throw new Error(`unreachable case: ${JSON.stringify(value)}`);
}
