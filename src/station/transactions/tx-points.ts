/** TxCtrlr.TxStartPoint (part 2, 2.6.6.1). */
export type TxStartPoint =
  | "ParkingBayOccupancy"
  | "EVConnected"
  | "Authorized"
  | "DataSigned"
  | "PowerPathClosed"
  | "EnergyTransfer";

/** TxCtrlr.TxStopPoint (part 2, 2.6.6.2). DataSigned has no meaning there (errata E06.FR.05). */
export type TxStopPoint = Exclude<TxStartPoint, "DataSigned">;

const STOP_POINTS: readonly TxStopPoint[] = [
  "ParkingBayOccupancy",
  "EVConnected",
  "Authorized",
  "PowerPathClosed",
  "EnergyTransfer",
];
const START_POINTS: readonly TxStartPoint[] = [...STOP_POINTS, "DataSigned"];

/** The behaviour of OCPP 1.6 (part 2, table 95); used when a list is absent or has no known entry. */
const DEFAULT_START: readonly TxStartPoint[] = ["PowerPathClosed"];
const DEFAULT_STOP: readonly TxStopPoint[] = ["EVConnected", "Authorized"];

/** Unknown entries are ignored. */
export function parseTxStartPoints(list: readonly string[] | undefined): ReadonlySet<TxStartPoint> {
  return parse(list, START_POINTS, DEFAULT_START);
}

export function parseTxStopPoints(list: readonly string[] | undefined): ReadonlySet<TxStopPoint> {
  return parse(list, STOP_POINTS, DEFAULT_STOP);
}

function parse<Point extends string>(
  list: readonly string[] | undefined,
  known: readonly Point[],
  fallback: readonly Point[],
): ReadonlySet<Point> {
  const points = known.filter((point) => list?.includes(point));
  return new Set(points.length === 0 ? fallback : points);
}

/** The current conditions on an EVSE. */
export interface Conditions {
  readonly connected: boolean;
  readonly authorized: boolean;
  readonly energyFlowing: boolean;
  /** A signed start value is there and SampledDataCtrlr.SignReadings asks for it. */
  readonly dataSigned: boolean;
}

/** The configured start points that are fulfilled; a transaction starts when there is one. */
export function fulfilledStartPoints(
  points: ReadonlySet<TxStartPoint>,
  conditions: Conditions,
): readonly TxStartPoint[] {
  return [...points].filter((point) => isFulfilled(point, conditions));
}

function isFulfilled(point: TxStartPoint, conditions: Conditions): boolean {
  switch (point) {
    case "EVConnected":
      return conditions.connected;
    case "Authorized":
      return conditions.authorized;
    case "PowerPathClosed":
      return conditions.connected && conditions.authorized;
    case "EnergyTransfer":
      return conditions.energyFlowing;
    case "DataSigned":
      return conditions.dataSigned;
    case "ParkingBayOccupancy":
      // EVerest has no parking bay detector.
      return false;
  }
}

/** A condition that ended. */
export type Ending = "evDisconnected" | "deauthorized" | "energyStopped" | "immediateReset" | "powerLost";

const ENDED_BY: Readonly<Record<TxStopPoint, readonly Ending[]>> = {
  EVConnected: ["evDisconnected"],
  Authorized: ["deauthorized"],
  PowerPathClosed: ["evDisconnected", "deauthorized"],
  // Without authorization or EV no energy can flow again.
  EnergyTransfer: ["energyStopped", "evDisconnected", "deauthorized"],
  ParkingBayOccupancy: [],
};

/**
 * True when these endings stop a transaction. The rule considers events, not the absence of conditions:
 * plugging in does not stop a transaction that was never authorized (E06).
 */
export function endsTransaction(points: ReadonlySet<TxStopPoint>, endings: readonly Ending[]): boolean {
  // A reset stops it independent of the stop points; so does a power loss.
  if (endings.includes("immediateReset") || endings.includes("powerLost")) return true;
  return [...points].some((point) => ENDED_BY[point].some((ending) => endings.includes(ending)));
}
