/** Two JSON values are the same, whatever the order of their keys. */
export function equal(a: unknown, b: unknown): boolean {
  return stable(a) === stable(b);
}

/** JSON with sorted keys. */
export function stable(value: unknown): string {
  return JSON.stringify(
    value,
    (_, part) => isRecord(part) ? Object.fromEntries(Object.entries(part).sort(byKey)) : part,
  );
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function byKey([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
