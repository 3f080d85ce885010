import type { ChargingProfileType } from "../../../../src/ocpp/messages.ts";

/** The profiles behind the golden vectors: facts of libocpp's own tests, in a notation of ours. */

export interface GoldenProfile {
  readonly evseId: number;
  readonly profile: ChargingProfileType;
}

/** `start:limit` or `start:limit/phases`, separated by blanks. */
export function periodsOf(notation: string) {
  return notation.split(" ").map((text) => {
    const [, start, limit, phases] = /^(\d+):([\d.]+)(?:\/(\d))?$/.exec(text) ?? [];
    return {
      startPeriod: Number(start),
      limit: Number(limit),
      ...(phases === undefined ? {} : { numberPhases: Number(phases) }),
    };
  });
}

const PURPOSES = {
  Max: "ChargingStationMaxProfile",
  External: "ChargingStationExternalConstraints",
  TxDefault: "TxDefaultProfile",
  Tx: "TxProfile",
} as const;

interface Shape {
  readonly id: number;
  readonly level: number;
  readonly duration?: number;
  readonly valid?: readonly [string, string];
  /** Absent: relative to the transaction. */
  readonly start?: string;
  readonly recurs?: "Daily" | "Weekly";
}

function golden(
  purpose: keyof typeof PURPOSES,
  unit: "A" | "W",
  periods: string,
  { id, level, duration, valid, start, recurs }: Shape,
): ChargingProfileType {
  return {
    id,
    stackLevel: level,
    chargingProfilePurpose: PURPOSES[purpose],
    chargingProfileKind: recurs ? "Recurring" : start ? "Absolute" : "Relative",
    ...(recurs ? { recurrencyKind: recurs } : {}),
    ...(valid ? { validFrom: valid[0], validTo: valid[1] } : {}),
    ...(purpose === "Tx" ? { transactionId: "tx-1" } : {}),
    chargingSchedule: [{
      id: 1,
      chargingRateUnit: unit,
      ...(duration === undefined ? {} : { duration }),
      ...(start === undefined ? {} : { startSchedule: start }),
      chargingSchedulePeriod: periodsOf(periods),
    }],
  };
}

const hours = (limitOf: (hour: number) => number) =>
  Array.from({ length: 24 }, (_, hour) => `${hour * 3600}:${limitOf(hour)}/1`).join(" ");

const JANUARY = ["2024-01-01T12:00:00Z", "2024-02-01T12:00:00Z"] as const;

/** At noon and a bit: half an hour of 32 A, a quarter of 31 A and of 30 A. */
export const ABS301 = golden("TxDefault", "A", "0:32 1800:31 2700:30", {
  id: 301,
  level: 5,
  duration: 3600,
  valid: ["2024-01-01T12:00:00Z", "2024-01-01T14:00:00Z"],
  start: "2024-01-01T12:02:00Z",
});
export const DAILY301 = golden("TxDefault", "A", "0:16 1800:15 2700:14", {
  id: 301,
  level: 5,
  duration: 3600,
  valid: JANUARY,
  start: "2024-01-01T08:00:00Z",
  recurs: "Daily",
});
export const DAILY302 = golden("TxDefault", "A", "0:16/1 1800:15/1 2700:14/3", {
  id: 302,
  level: 5,
  duration: 3600,
  valid: JANUARY,
  start: "2024-01-01T08:00:00Z",
  recurs: "Daily",
});
export const REL302 = golden("TxDefault", "A", "0:16/3 1800:15/1 2700:14/3", {
  id: 312,
  level: 5,
  duration: 3600,
});
export const REL303 = golden("TxDefault", "A", "0:16 1800:15 2700:14", { id: 303, level: 5, duration: 3600 });
export const MAX401 = golden("Max", "A", "0:24/1 900:28/1 1800:30/1 2700:32/1", {
  id: 401,
  level: 5,
  duration: 86_400,
  start: "2024-01-01T08:00:00Z",
  recurs: "Daily",
});
export const MAX24A = golden("Max", "A", "0:16/1 3600:16/3 7200:10/1 10800:10/3", {
  id: 402,
  level: 5,
  duration: 86_400,
  start: "2024-01-01T00:00:00Z",
  recurs: "Daily",
});
export const TXD25W = golden("TxDefault", "W", "0:12420 300:8280 600:6210 900:4140 1200:2070", {
  id: 304,
  level: 5,
  duration: 3600,
});
const EVERY_DAY = { level: 0, duration: 86_400, start: "2024-01-17T00:00:00Z", recurs: "Daily" } as const;
export const GRID = golden("Tx", "W", hours((hour) => hour + 1), { id: 1, ...EVERY_DAY });
export const GRIDMAX = golden("Max", "W", hours((hour) => 10 * (hour + 1)), { id: 2, ...EVERY_DAY });
export const GRIDEXT = golden("External", "W", hours((hour) => 10 * (hour + 1)), { id: 3, ...EVERY_DAY });
export const MAX2000 = golden("Max", "W", "0:2000/1", { id: 4, ...EVERY_DAY });
export const SINGLE = golden("Tx", "W", "0:2000/1", {
  id: 5,
  level: 1,
  duration: 1080,
  start: "2024-01-17T18:04:00Z",
});
export const SINGLE_DAILY = golden("Tx", "W", "0:2000/1", {
  id: 5,
  level: 1,
  duration: 1080,
  start: "2024-01-17T18:04:00Z",
  recurs: "Daily",
});
export const CASE1 = golden("Tx", "W", "0:2000/1", {
  id: 6,
  level: 1,
  duration: 1080,
  start: "2024-01-17T18:00:00Z",
});
export const CASE100 = golden("Tx", "W", "0:11000/1 28800:6000/1 72000:12000/1", {
  id: 100,
  level: 0,
  duration: 86_400,
  start: "2023-01-17T17:00:00Z",
  recurs: "Daily",
});
export const TXREL = golden("Tx", "W", "0:2000/1", { id: 7, level: 1, duration: 3601 });
export const TX2000_FIRST_HOUR = golden("Tx", "W", "0:2000/1", {
  id: 8,
  level: 0,
  duration: 3600,
  start: "2024-01-17T00:00:00Z",
});
export const TX10_LAST_HOUR = golden("Tx", "W", "0:10/1", {
  id: 9,
  level: 1,
  duration: 3600,
  start: "2024-01-17T23:00:00Z",
});
export const TXDREL = golden("TxDefault", "W", "0:1000 70:7000 140:0 210:6000 280:1500 350:5000", {
  id: 10,
  level: 1,
});
const K41_START = "2024-06-04T12:24:36Z";
export const K41_MAX = golden("Max", "A", "0:10/3", { id: 41, level: 0, duration: 86_404, start: K41_START });
export const K41_TXDEFAULT = golden("TxDefault", "A", "0:6/3 60:10/3 120:8/3 180:15/3 260:8/3", {
  id: 42,
  level: 0,
  duration: 304,
  start: K41_START,
});
export const K41_TX = golden("Tx", "A", "0:8/3 50:11/3 140:16/3 200:6/3 240:12/3", {
  id: 43,
  level: 0,
  duration: 264,
  start: K41_START,
});
const EIGHT = { level: 5, duration: 300, recurs: "Daily" } as const;
export const NOGAP_FIRST = golden("TxDefault", "A", "0:16", {
  id: 11,
  ...EIGHT,
  start: "2024-01-01T08:00:00Z",
});
export const NOGAP_SECOND = golden("TxDefault", "A", "0:12", {
  id: 12,
  ...EIGHT,
  start: "2024-01-01T08:05:00Z",
});
