/**
 * The two ways of naming configuration messages, called by the first EVerest that has them. Everything else
 * on the bus is the same. A request with the wrong name ends the manager and with it the station, so we never
 * guess.
 */
export type BusDialect = "2025.12" | "2026.08";

export const CONFIGURATION_MESSAGES = {
  "2025.12": { request: "GetConfig", response: "GetConfigResponse" },
  "2026.08": { request: "ConfigurationRequest", response: "ConfigurationResponse" },
} as const satisfies Record<BusDialect, { request: string; response: string }>;

/** The dialect of the sender of a configuration message or a definition; undefined for any other message. */
export function dialectOfMessage(messageType: string | undefined): BusDialect | undefined {
  for (const dialect of ["2025.12", "2026.08"] as const) {
    const { request, response } = CONFIGURATION_MESSAGES[dialect];
    if (messageType === request || messageType === response) return dialect;
  }
  return undefined;
}

/**
 * The dialect of the EVerest whose database migrations (`<prefix>/share/everest/migrations`) are these files: the
 * renaming came together with the fourth.
 */
export function dialectOfMigrations(fileNames: readonly string[]): BusDialect | undefined {
  const numbers = fileNames.map((name) => Number(/^(\d+)_up-.*\.sql$/.exec(name)?.[1] ?? 0));
  const highest = Math.max(0, ...numbers);
  if (highest >= 4) return "2026.08";
  return highest === 3 ? "2025.12" : undefined;
}

/** A dialect that was seen on the bus; "legacy" is the bus before 2025.12, which has no envelopes. */
export type SeenDialect = BusDialect | "legacy";

/** All that is known about the manager's dialect at one moment. */
export interface DialectEvidence {
  /** Set by the operator. */
  readonly override?: BusDialect;
  /** From the installation that our `--prefix` names. */
  readonly disk?: BusDialect;
  /** Our parent is the manager, so `--prefix` is its own installation. */
  readonly spawnedByManager: boolean;
  /** Newest definition or configuration message that was published while we listened. */
  readonly live?: SeenDialect;
  /** Newest retained definition; possibly left behind by another manager. */
  readonly retained?: SeenDialect;
  /** The dialect that the manager answered to last time. */
  readonly remembered?: BusDialect;
  /** The broker has sent all retained messages. */
  readonly retainedComplete: boolean;
  /** No better evidence has arrived for `DIALECT_TIMEOUT_MS` since then. */
  readonly timedOut: boolean;
}

/** How long we wait for a message of a living manager before less certain evidence counts. */
export const DIALECT_TIMEOUT_MS = 3000;

export type DialectDecision =
  | { kind: "decided"; dialect: BusDialect; because: string }
  | { kind: "legacy" }
  | { kind: "wait" };

/** Decides from passive evidence only; waiting costs nothing, guessing may stop the station. */
export function decideDialect(evidence: DialectEvidence): DialectDecision {
  const { override, disk, live, retained, remembered } = evidence;
  if (override) return decided(override, "set by the operator");
  if (disk && evidence.spawnedByManager) return decided(disk, "installation of our manager");
  if (live) return seen(live, "message of a running manager or module");
  if (!evidence.retainedComplete) return { kind: "wait" };
  if (disk && (retained === undefined || retained === disk)) return decided(disk, "installation");
  if (!disk && retained && (remembered === undefined || retained === remembered)) {
    return seen(retained, "retained definitions");
  }
  if (!evidence.timedOut) return { kind: "wait" };
  if (disk) return decided(disk, "installation; the retained definitions are stale");
  if (retained) return seen(retained, "retained definitions, other than last time");
  return remembered ? decided(remembered, "same as last time") : { kind: "wait" };
}

function seen(dialect: SeenDialect, because: string): DialectDecision {
  return dialect === "legacy" ? { kind: "legacy" } : decided(dialect, because);
}

function decided(dialect: BusDialect, because: string): DialectDecision {
  return { kind: "decided", dialect, because };
}
