/** Ids that a station makes up and that its CSMS refers to later. */
export type IdKind = "transaction" | "monitor";

/** Which id of the recording is which id of the station that plays it again. */
export class IdMap {
  readonly #played = new Map<string, unknown>();
  readonly #recorded = new Map<string, unknown>();

  /** True when the two ids may be one: they are paired already, or neither has a partner. */
  agree(kind: IdKind, recorded: unknown, played: unknown): boolean {
    const forward = keyOf(kind, recorded);
    const back = keyOf(kind, played);
    return this.#played.has(forward)
      ? this.#played.get(forward) === played
      : !this.#recorded.has(back) || this.#recorded.get(back) === recorded;
  }

  /** Pairs two ids that agree; false when they do not. */
  pair(kind: IdKind, recorded: unknown, played: unknown): boolean {
    if (!this.agree(kind, recorded, played)) return false;
    this.#played.set(keyOf(kind, recorded), played);
    this.#recorded.set(keyOf(kind, played), recorded);
    return true;
  }

  /** What the recorded id is called now; an id that nobody has paired stays as it is. */
  played(kind: IdKind, recorded: unknown): unknown {
    const key = keyOf(kind, recorded);
    return this.#played.has(key) ? this.#played.get(key) : recorded;
  }
}

/** In lists of these a property `id` is that of a monitor. */
const MONITOR_LISTS: ReadonlySet<string> = new Set([
  "setMonitoringData",
  "setMonitoringResult",
  "clearMonitoringResult",
  "variableMonitoring",
]);

/** The kind of id at a place in a message of this action; undefined where there is none. */
export function idKindAt(action: string, path: readonly string[]): IdKind | undefined {
  const name = path.at(-1);
  if (name === "transactionId") return "transaction";
  if (name === "variableMonitoringId") return "monitor";
  if (name !== "id") return undefined;
  const isMonitor = MONITOR_LISTS.has(path.at(-2) ?? "") ||
    (action === "ClearVariableMonitoring" && path.length === 1);
  return isMonitor ? "monitor" : undefined;
}

function keyOf(kind: IdKind, id: unknown): string {
  return `${kind} ${JSON.stringify(id)}`;
}
