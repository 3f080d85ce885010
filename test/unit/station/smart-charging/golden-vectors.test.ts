import assert from "node:assert/strict";
import type { ChargingProfileType } from "../../../../src/ocpp/messages.ts";
import { compositeSchedule } from "../../../../src/station/smart-charging/all-schedules.ts";
import { readChargingProfile } from "../../../../src/station/smart-charging/charging-profile.ts";
import {
  groupByEvse,
  type ScheduleContext,
} from "../../../../src/station/smart-charging/schedule-context.ts";
import type { ScheduleWindow } from "../../../../src/station/smart-charging/composite-schedule.ts";
import { explainedSchedule } from "../../../../src/station/smart-charging/explain-schedule.ts";
import { toTenths } from "../../../../src/station/smart-charging/limit.ts";
import * as golden from "./golden-profiles.ts";

interface Vector {
  readonly name: string;
  /** By EVSE: 0 is the station. */
  readonly profiles: readonly (readonly ChargingProfileType[])[];
  readonly asked: {
    readonly evse: number;
    readonly from: string;
    readonly to: string;
    readonly unit: "A" | "W";
  };
  /** `start:limit` or `start:limit/phases`; 3 where no phases are named. */
  readonly expected: string;
  readonly duration?: number;
  readonly evses?: number;
  /** Of the transaction tx-1 on EVSE 1; absent: there is none. */
  readonly ready?: string;
  /** What libocpp expects instead, and why the specification wins. */
  readonly libocpp?: { readonly expected: string; readonly because: string };
}

const day = (date: string, from: string, to: string) => ({ from: `${date}T${from}Z`, to: `${date}T${to}Z` });
/** Windows of GetCompositeSchedule at the first of a month, where days recur. */
const at = (evse: number, unit: "A" | "W", from: string, to: string, date = "2024-01-05") => ({
  evse,
  unit,
  ...day(date, from, to),
});
const PHASES_OF_THE_PERIOD = {
  because:
    "watts become amperes by the phases of their own period (K01.FR.50, errata 2025-09), not by those " +
    "that another profile leaves",
};
const { GRID, SINGLE } = golden;

const VECTORS: readonly Vector[] = [
  { name: "no profiles", profiles: [], asked: at(0, "A", "08:00:00", "09:00:00"), expected: "0:57" },
  {
    name: "no profiles, two EVSEs",
    profiles: [],
    evses: 2,
    asked: at(0, "A", "08:00:00", "09:00:00"),
    expected: "0:114",
    libocpp: { expected: "0:57", because: "the default limit is that of one EVSE" },
  },
  {
    name: "a schedule that begins and ends within the window",
    profiles: [[golden.ABS301]],
    asked: at(0, "A", "12:01:59", "13:02:01", "2024-01-01"),
    expected: "0:57 1:32 1801:31 2701:30 3601:57",
  },
  ...[["12:02:01", 1], ["12:02:00", 0], ["12:01:59", 0]].map(([to, duration]) => ({
    name: `a window of no length is the moment itself, until ${to}`,
    profiles: [[golden.ABS301]],
    asked: at(0, "A", "12:02:00", String(to), "2024-01-01"),
    expected: "0:32",
    duration: Number(duration),
  })),
  {
    name: "a whole day",
    profiles: [[], [GRID]],
    asked: { evse: 1, unit: "W", from: "2024-01-17T00:00:00Z", to: "2024-01-18T00:00:00Z" },
    expected: Array.from({ length: 24 }, (_, hour) => `${hour * 3600}:${hour + 1}/1`).join(" "),
    ready: "2024-01-17T00:00:00Z",
  },
  ...([
    ["2024-01-18", "18:04:00", "18:22:00", "0:19/1"],
    ["2024-01-17", "18:04:00", "18:33:00", "0:2000/1 1080:19/1"],
    ["2024-01-17", "18:04:00", "19:04:00", "0:2000/1 1080:19/1 3360:20/1"],
  ] as const).map(([date, from, to, expected]) => ({
    name: `a single schedule above a daily one, ${date} ${from} to ${to}`,
    profiles: [[], [GRID, SINGLE]],
    asked: at(1, "W", from, to, date),
    expected,
    ready: "2024-01-17T00:00:00Z",
  })),
  ...([
    ["2024-02-17", "18:04:00", "18:05:00", "0:2000/1"],
    ["2024-02-19", "18:00:00", "19:04:00", "0:19/1 240:2000/1 1320:19/1 3600:20/1"],
  ] as const).map(([date, from, to, expected]) => ({
    name: `a daily schedule above a daily one, ${date} ${from} to ${to}`,
    profiles: [[], [GRID, golden.SINGLE_DAILY]],
    asked: at(1, "W", from, to, date),
    expected,
    ready: "2024-01-17T00:00:00Z",
  })),
  {
    name: "the default limit until the schedule begins",
    profiles: [[], [SINGLE]],
    asked: at(1, "W", "18:00:00", "18:05:00", "2024-01-17"),
    expected: "0:55612 240:2000/1",
    ready: "2024-01-17T18:00:00Z",
  },
  ...([
    ["2024-01-17T18:00:00Z", "2024-01-18T06:00:00Z", "0:2000/1 1080:11000/1 25200:6000/1"],
    ["2024-01-19T18:00:00Z", "2024-01-20T06:00:00Z", "0:11000/1 25200:6000/1"],
    ["2024-01-17T18:01:00Z", "2024-01-18T06:00:00Z", "0:2000/1 1020:11000/1 25140:6000/1"],
  ] as const).map(([from, to, expected]) => ({
    name: `a peak above a day that began a year ago, from ${from}`,
    profiles: [[], [golden.CASE1, golden.CASE100]],
    asked: { evse: 1, unit: "W" as const, from, to },
    expected,
    ready: from,
  })),
  ...([["06:00:00", "0:2000/1"], ["06:01:00", "0:2000/1 3601:7/1"]] as const).map(([to, expected]) => ({
    name: `a relative schedule above a daily one, until ${to}`,
    profiles: [[], [GRID, golden.TXREL]],
    asked: at(1, "W", "05:00:00", to, "2024-01-17"),
    expected,
    ready: "2024-01-17T05:00:00Z",
  })),
  ...([
    ["ChargingStationMaxProfile", [golden.GRIDMAX]],
    ["external constraints", [golden.GRIDEXT, golden.MAX2000]],
  ] as const).flatMap(([what, ofStation]) =>
    ([
      ["00:00:00", "2024-01-17T02:00:00Z", "0:10/1 3600:20/1"],
      ["22:00:00", "2024-01-18T00:00:00Z", "0:230/1 3600:10/1"],
    ] as const).map(([from, to, expected]) => ({
      name: `the lower of a TxProfile and ${what}, from ${from}`,
      profiles: [ofStation, [golden.TX2000_FIRST_HOUR, golden.TX10_LAST_HOUR]],
      asked: { evse: 1, unit: "W" as const, from: `2024-01-17T${from}Z`, to },
      expected,
      ready: "2024-01-17T00:00:00Z",
    }))
  ),
  {
    name: "TC_K_41_CS",
    profiles: [[golden.K41_MAX], [golden.K41_TXDEFAULT, golden.K41_TX]],
    asked: at(1, "A", "12:24:40", "12:31:20", "2024-06-04"),
    expected: "0:8 46:10 196:6 236:10 260:8 300:10",
    ready: "2024-06-04T12:20:00Z",
  },
  {
    name: "the station's maximum alone",
    profiles: [[golden.MAX401]],
    asked: at(0, "A", "08:00:00", "09:00:00"),
    expected: "0:24/1 900:28/1 1800:30/1 2700:32/1",
  },
  {
    name: "a default for all EVSEs, one EVSE",
    profiles: [[golden.REL303]],
    asked: at(0, "A", "08:00:00", "09:00:00"),
    expected: "0:16 1800:15 2700:14",
  },
  {
    name: "a default for all EVSEs, two EVSEs",
    profiles: [[golden.REL303]],
    evses: 2,
    asked: at(0, "A", "08:00:00", "09:00:00"),
    expected: "0:32 1800:30 2700:28",
  },
  {
    name: "a default in watts for all EVSEs, asked in amperes",
    profiles: [[golden.TXD25W]],
    evses: 2,
    asked: at(0, "A", "08:00:00", "09:00:00"),
    expected: "0:36 300:24 600:18 900:12 1200:6",
  },
  {
    name: "maximum and default of one EVSE",
    profiles: [[golden.MAX401], [golden.REL303]],
    asked: at(0, "A", "08:01:00", "09:01:00"),
    expected: "0:16/1 1800:15/1 2700:14/1",
  },
  {
    name: "maximum and defaults of two EVSEs",
    profiles: [[golden.MAX401], [golden.REL303], [{ ...golden.REL303, id: 323 }]],
    evses: 2,
    asked: at(0, "A", "08:01:00", "09:01:00"),
    expected: "0:24/1 840:28/1 1740:30/1 2700:28/1",
  },
  {
    name: "an EVSE without limit counts with its default",
    profiles: [[], [golden.DAILY301], [golden.REL303]],
    evses: 2,
    asked: at(0, "A", "08:01:00", "09:01:00"),
    expected: "0:32 1740:31 1800:30 2640:29 2700:28 3540:71",
  },
  ...([
    [
      "00:00:00",
      "A",
      "0:16/1 300:12/1 600:9/1 900:6/1 1200:3/1",
      { expected: "0:16/1 1200:9/1", ...PHASES_OF_THE_PERIOD },
    ],
    ["01:00:00", "A", "0:16 300:12 600:9 900:6 1200:3", undefined],
    [
      "02:00:00",
      "A",
      "0:10/1 600:9/1 900:6/1 1200:3/1",
      { expected: "0:10/1 1200:9/1", ...PHASES_OF_THE_PERIOD },
    ],
    ["02:00:00", "W", "0:2300/1 1200:2070/1", undefined],
    ["03:00:00", "A", "0:10 600:9 900:6 1200:3", undefined],
    ["03:00:00", "W", "0:6900 600:6210 900:4140 1200:2070", undefined],
  ] as const).map(([from, unit, expected, libocpp]) => ({
    name: `amperes and watts mixed, in ${unit} from ${from}`,
    profiles: [[golden.MAX24A], [golden.TXD25W]],
    asked: at(1, unit, from, `${String(Number(from.slice(0, 2)) + 1).padStart(2, "0")}:00:00`),
    expected,
    ...(libocpp ? { libocpp } : {}),
  })),
  {
    name: "the station uses as many phases as the EVSE that uses most",
    profiles: [[], [golden.DAILY302], [golden.REL302]],
    evses: 2,
    asked: at(0, "A", "08:00:00", "09:00:00"),
    expected: "0:32/3 1800:30/1 2700:28/3",
  },
  {
    name: "an EVSE uses no more phases than each profile allows",
    profiles: [[golden.MAX24A], [golden.REL302]],
    asked: at(1, "A", "00:40:00", "01:40:00"),
    expected: "0:16/1 1200:16/3 1800:15/1 2700:14/3",
  },
  {
    name: "schedules that follow each other leave no gap",
    profiles: [[golden.NOGAP_FIRST, golden.NOGAP_SECOND]],
    asked: at(1, "A", "08:00:00", "08:20:00"),
    expected: "0:16 300:12 600:57",
  },
  ...([
    [0, "0:2000 70:14000 140:0 210:12000 280:3000 350:10000"],
    [1, "0:1000 70:7000 140:0 210:6000 280:1500 350:5000"],
    [2, "0:1000 70:7000 140:0 210:6000 280:1500 350:5000"],
  ] as const).map(([evse, expected]) => ({
    name: `a relative default for all EVSEs without transaction, EVSE ${evse}`,
    profiles: [[golden.TXDREL]],
    evses: 2,
    asked: at(evse, "W", "08:00:00", "08:20:00"),
    expected,
  })),
  ...([
    [0, "0:1000 30:7000 70:13000 100:8500 140:1500 170:5000 210:11000 280:6500 350:10000"],
    [1, "0:0 30:6000 100:1500 170:5000"],
  ] as const).map(([evse, expected]) => ({
    name: `a relative default that began with the transaction on EVSE 1, EVSE ${evse}`,
    profiles: [[golden.TXDREL]],
    evses: 2,
    asked: at(evse, "W", "08:03:00", "08:20:00"),
    expected,
    ready: "2024-01-05T08:00:00Z",
  })),
];

const seconds = (dateTime: string) => Date.parse(dateTime) / 1000;

function contextOf({ profiles, evses = 1, ready }: Vector): ScheduleContext {
  return {
    profiles: groupByEvse(
      profiles.flatMap((ofEvse, evseId) =>
        ofEvse.map((profile) => readChargingProfile(evseId, "CSO", profile))
      ),
    ),
    ignoredPurposes: new Set(),
    station: { current: "AC", localLimits: [] },
    evses: Array.from({ length: evses }, (_, index) => ({
      evseId: index + 1,
      current: "AC",
      defaultLimit: { origin: "default", amperes: 57, watts: 55_612, numberPhases: 3 },
      localLimits: [],
      ...(index === 0 && ready !== undefined
        ? { transaction: { id: "tx-1", readySinceSeconds: seconds(ready) } }
        : {}),
    })),
    supplyVolts: 230,
  };
}

/** Of every period those who decide are named, with the limit that the period has. */
function assertExplained(evseId: number, context: ScheduleContext, window: ScheduleWindow): void {
  const { schedule, periods } = explainedSchedule(evseId, context, window)!;
  assert.deepEqual(periods.map(({ candidates: _, ...period }) => period), schedule.periods);
  for (const { limit, candidates } of periods) {
    const deciding = candidates.filter(({ verdict }) => verdict === "decides");
    assert.ok(deciding.length > 0);
    for (const { converted } of deciding) assert.equal(toTenths(converted!.value), limit);
  }
}

for (const vector of VECTORS) {
  const { asked: { evse, from, to, unit }, expected, libocpp } = vector;
  Deno.test(`golden vector: ${vector.name}${libocpp ? ` (libocpp differs: ${libocpp.because})` : ""}`, () => {
    const startSeconds = seconds(from);
    const durationSeconds = seconds(to) - startSeconds;
    const schedule = compositeSchedule(evse, contextOf(vector), { startSeconds, durationSeconds, unit });
    assert.deepEqual(
      schedule?.periods.map((period) => ({
        startPeriod: period.startSeconds,
        limit: period.limit,
        numberPhases: period.numberPhases,
      })),
      golden.periodsOf(expected).map((period) => ({ numberPhases: 3, ...period })),
    );
    assert.equal(schedule?.durationSeconds, vector.duration ?? durationSeconds);
    assertExplained(evse, contextOf(vector), { startSeconds, durationSeconds, unit });
    if (libocpp) assert.notEqual(libocpp.expected, expected);
  });
}
