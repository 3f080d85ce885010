import assert from "node:assert/strict";
import { MAX_CHARGING_PROFILE_CHARACTERS } from "../../../../src/kernel/limits.ts";
import type { ChargingProfileType, ChargingScheduleType } from "../../../../src/ocpp/messages.ts";
import { readChargingProfile } from "../../../../src/station/smart-charging/charging-profile.ts";
import {
  bindingRefusal,
  profileRefusal,
  startProfileRefusal,
} from "../../../../src/station/smart-charging/profile-acceptance.ts";
import { displacedBy } from "../../../../src/station/smart-charging/profile-displacement.ts";
import type { ProfileContext } from "../../../../src/station/smart-charging/profile-context.ts";
import {
  MAX_LIMIT,
  type ScheduleCapabilities,
} from "../../../../src/station/smart-charging/schedule-acceptance.ts";

const NOW = "2026-06-01T12:00:00Z";

type ProfileChange = Partial<Omit<ChargingProfileType, "chargingSchedule">>;

function txDefault(
  change: ProfileChange = {},
  schedule: Partial<ChargingScheduleType> = {},
): ChargingProfileType {
  return {
    id: 1,
    stackLevel: 0,
    chargingProfilePurpose: "TxDefaultProfile",
    chargingProfileKind: "Absolute",
    ...change,
    chargingSchedule: [{
      id: 1,
      chargingRateUnit: "A",
      ...(change.chargingProfileKind === "Relative" ? {} : { startSchedule: NOW }),
      chargingSchedulePeriod: [{ startPeriod: 0, limit: 16 }],
      ...schedule,
    }],
  };
}

const tx = (change: ProfileChange = {}, schedule: Partial<ChargingScheduleType> = {}) =>
  txDefault({ chargingProfilePurpose: "TxProfile", transactionId: "tx-1", ...change }, schedule);
const maximum = (change: ProfileChange = {}) =>
  txDefault({ chargingProfilePurpose: "ChargingStationMaxProfile", ...change });

const period = (change: Partial<ChargingScheduleType["chargingSchedulePeriod"][number]>) => ({
  chargingSchedulePeriod: [{ startPeriod: 0, limit: 16, ...change }],
});

const CAPABILITIES: ScheduleCapabilities = {
  rateUnits: ["A"],
  maxPeriods: 3,
  current: "AC",
  supplyPhases: 3,
  phaseSwitching: "none",
};

type Profiles = "installed" | "over" | "waiting" | "expected";
type PlacedProfiles = readonly (readonly [evseId: number, profile: ChargingProfileType])[];

interface Change extends Partial<Omit<ProfileContext, Profiles>> {
  readonly installed?: PlacedProfiles;
  readonly over?: PlacedProfiles;
  readonly waiting?: PlacedProfiles;
  readonly expected?: PlacedProfiles;
  readonly schedules?: Partial<ScheduleCapabilities>;
}

/** Two EVSEs; on the first there is the transaction tx-1. */
function context(given: Change = {}): ProfileContext {
  const { installed = [], over = [], waiting = [], expected = [], schedules = {}, ...change } = given;
  const read = (profiles: PlacedProfiles) =>
    profiles.map(([evseId, profile]) => readChargingProfile(evseId, "CSO", profile));
  return {
    evses: 2,
    nowSeconds: Date.parse(NOW) / 1000,
    capabilities: { maxProfiles: 3, maxCharacters: MAX_CHARGING_PROFILE_CHARACTERS, maxStackLevel: 9 },
    transactionOn: (evse) => evse === 1 ? "tx-1" : undefined,
    chargingNeedsOn: () => undefined,
    schedulesOn: () => ({ ...CAPABILITIES, ...schedules }),
    ...change,
    installed: read(installed),
    over: read(over),
    waiting: read(waiting),
    expected: read(expected),
  };
}

/** Reason code and text of the refusal; undefined when the profile is accepted. */
function refusal(evseId: number, profile: ChargingProfileType, change: Change = {}): string | undefined {
  const read = readChargingProfile(evseId, "CSO", profile);
  const info = profileRefusal({ evseId, profile: read }, context(change));
  return info && `${info.reasonCode}: ${info.additionalInfo}`;
}

function accepts(evseId: number, profile: ChargingProfileType, change: Change = {}): void {
  assert.equal(refusal(evseId, profile, change), undefined);
}

Deno.test("profiles of every purpose are accepted where they belong", () => {
  accepts(0, txDefault());
  accepts(2, txDefault());
  accepts(0, maximum());
  accepts(1, tx());
  accepts(0, maximum({ chargingProfileKind: "Recurring", recurrencyKind: "Weekly" }));
});

const REFUSED: readonly (readonly [why: string, actual: () => string | undefined, expected: RegExp])[] = [
  ["an EVSE that is not there", () => refusal(3, txDefault()), /^UnknownEvse: There is no EVSE 3$/],
  ["an EVSE below 0", () => refusal(-1, txDefault()), /^UnknownEvse/],
  [
    "external constraints",
    () => refusal(0, txDefault({ chargingProfilePurpose: "ChargingStationExternalConstraints" })),
    /^InvalidValue/,
  ],
  ["a maximum of one EVSE", () => refusal(1, maximum()), /^InvalidValue: .*only be set on EVSE 0/],
  [
    "a Relative maximum",
    () => refusal(0, maximum({ chargingProfileKind: "Relative" })),
    /^InvalidValue: .*Relative/,
  ],
  ["a TxProfile of the station", () => refusal(0, tx()), /^InvalidValue: .*other than 0/],
  ["a TxProfile without transactionId", () => {
    const { transactionId: _, ...profile } = tx();
    return refusal(1, profile);
  }, /^MissingParam/],
  ["a TxProfile without transaction", () => refusal(2, tx()), /^TxNotFound: No transaction/],
  ["a TxProfile of another transaction", () => refusal(1, tx({ transactionId: "tx-2" })), /^TxNotFound/],
  ["a stack level above the highest", () => refusal(1, txDefault({ stackLevel: 10 })), /^InvalidStackLevel/],
  ["a stack level below 0", () => refusal(1, txDefault({ stackLevel: -1 })), /^InvalidStackLevel/],
  ["a validity that is over", () => refusal(1, txDefault({ validTo: NOW })), /^InvalidProfile: .*past/],
  [
    "a validity of no length",
    () => refusal(1, txDefault({ validFrom: "2027-01-01T00:00:00Z", validTo: "2027-01-01T00:00:00Z" })),
    /^InvalidProfile/,
  ],
  ["Absolute without start", () => {
    const profile = txDefault();
    const [{ startSchedule: _, ...schedule }] = profile.chargingSchedule as [ChargingScheduleType];
    return refusal(1, { ...profile, chargingSchedule: [schedule] });
  }, /^InvalidSchedule: startSchedule is missing/],
  [
    "Relative with start",
    () => refusal(1, txDefault({ chargingProfileKind: "Relative" }, { startSchedule: NOW })),
    /^InvalidSchedule/,
  ],
  [
    "Recurring without recurrencyKind",
    () => refusal(1, txDefault({ chargingProfileKind: "Recurring" })),
    /^InvalidProfile: recurrencyKind/,
  ],
  ["another unit", () => refusal(1, txDefault({}, { chargingRateUnit: "W" })), /^UnsupportedRateUnit/],
  ["too many periods", () =>
    refusal(
      1,
      txDefault({}, {
        chargingSchedulePeriod: [0, 1, 2, 3].map((startPeriod) => ({ startPeriod, limit: 6 })),
      }),
    ), /^TooManyElements/],
  ["no duration", () => refusal(1, txDefault({}, { duration: 0 })), /^InvalidSchedule: .*duration/],
  [
    "a negative minChargingRate",
    () => refusal(1, txDefault({}, { minChargingRate: -1 })),
    /^InvalidSchedule/,
  ],
  [
    "an endless minChargingRate",
    () => refusal(1, txDefault({}, { minChargingRate: Infinity })),
    /^InvalidSchedule/,
  ],
  [
    "a first period that starts late",
    () => refusal(1, txDefault({}, period({ startPeriod: 1 }))),
    /first period does not start at 0/,
  ],
  ["periods in disorder", () =>
    refusal(
      1,
      txDefault({}, {
        chargingSchedulePeriod: [0, 60, 60].map((startPeriod) => ({ startPeriod, limit: 6 })),
      }),
    ), /period 2 does not start after/],
  ["a negative limit", () => refusal(1, txDefault({}, period({ limit: -1 }))), /limit of period 0/],
  ["an endless limit", () => refusal(1, txDefault({}, period({ limit: 1e999 }))), /limit of period 0/],
  ["a limit that is no number", () => refusal(1, txDefault({}, period({ limit: NaN }))), /limit of period 0/],
  [
    "a limit beyond reckoning",
    () => refusal(1, txDefault({}, period({ limit: MAX_LIMIT + 1 }))),
    /limit of period 0/,
  ],
  ["no phases", () => refusal(1, txDefault({}, period({ numberPhases: 0 }))), /numberPhases/],
  ["four phases", () => refusal(1, txDefault({}, period({ numberPhases: 4 }))), /numberPhases/],
  [
    "more phases than there are",
    () => refusal(1, txDefault({}, period({ numberPhases: 3 })), { schedules: { supplyPhases: 1 } }),
    /more than the 1/,
  ],
  [
    "a phase to use of several",
    () => refusal(1, txDefault({}, period({ numberPhases: 2, phaseToUse: 1 }))),
    /needs numberPhases 1/,
  ],
  [
    "a phase to use where none can be chosen",
    () => refusal(1, txDefault({}, period({ numberPhases: 1, phaseToUse: 2 }))),
    /cannot be chosen/,
  ],
  [
    "a phase that does not exist",
    () =>
      refusal(1, txDefault({}, period({ numberPhases: 1, phaseToUse: 4 })), {
        schedules: { phaseSwitching: "byPhase" },
      }),
    /phaseToUse/,
  ],
  ["several schedules without an EV that asked", () => {
    const profile = tx();
    return refusal(1, {
      ...profile,
      chargingSchedule: [...profile.chargingSchedule, ...profile.chargingSchedule],
    });
  }, /^InvalidSchedule: More than one/],
  [
    "more periods than the EV takes",
    () =>
      refusal(
        1,
        tx({}, { chargingSchedulePeriod: [0, 1].map((startPeriod) => ({ startPeriod, limit: 6 })) }),
        {
          chargingNeedsOn: () => ({ maxScheduleTuples: 1 }),
        },
      ),
    /^TooManyElements/,
  ],
];

for (const [why, actual, expected] of REFUSED) {
  Deno.test(`refused: ${why}`, () => assert.match(actual() ?? "accepted", expected));
}

Deno.test("a limit at the bound is accepted, and so is a phase that can be chosen", () => {
  accepts(1, txDefault({}, period({ limit: MAX_LIMIT })));
  accepts(1, txDefault({}, period({ limit: 0 })));
  accepts(1, txDefault({}, period({ numberPhases: 1, phaseToUse: 3 })), {
    schedules: { phaseSwitching: "byPhase" },
  });
});

Deno.test("phases mean nothing to direct current", () => {
  accepts(1, txDefault({}, period({ numberPhases: 3, phaseToUse: 2 })), {
    schedules: { current: "DC", supplyPhases: 0 },
  });
});

Deno.test("an EV that has told its needs may choose among several schedules", () => {
  const profile = tx();
  const [schedule] = profile.chargingSchedule;
  const several = { ...profile, chargingSchedule: [schedule!, schedule!, schedule!] };
  accepts(1, several, { chargingNeedsOn: () => ({}) });
  const other = { ...several, chargingProfilePurpose: "TxDefaultProfile" as const };
  assert.match(refusal(1, other, { chargingNeedsOn: () => ({}) }) ?? "", /^InvalidSchedule/);
});

Deno.test("as many profiles as the station takes, and not one more; a known id takes the place of its own", () => {
  const installed = [1, 2, 3].map((id) => [1, txDefault({ id, stackLevel: id })] as const);
  assert.match(refusal(1, txDefault({ id: 4, stackLevel: 4 }), { installed }) ?? "", /^OutOfStorage/);
  accepts(1, txDefault({ id: 3, stackLevel: 4 }), { installed });
  accepts(1, txDefault({ id: 3, stackLevel: 4 }), { installed: installed.slice(0, 2) });
  const external = txDefault({ id: -1, chargingProfilePurpose: "ChargingStationExternalConstraints" });
  accepts(1, txDefault({ id: 4, stackLevel: 4 }), { installed: [...installed.slice(0, 2), [0, external]] });
});

Deno.test("two profiles of one purpose, level and EVSE are not valid at the same time", () => {
  const first = txDefault({ id: 7, validFrom: "2026-07-01T00:00:00Z", validTo: "2026-08-01T00:00:00Z" });
  const conflict = (change: ProfileChange, evseId = 1) =>
    refusal(evseId, txDefault({ id: 8, ...change }), { installed: [[1, first]] });
  assert.match(conflict({}) ?? "", /^DuplicateProfile: Profile 7/);
  assert.match(conflict({ validFrom: "2026-07-31T23:59:59Z" }) ?? "", /^DuplicateProfile/);
  assert.match(conflict({ validTo: "2026-07-01T00:00:01Z" }) ?? "", /^DuplicateProfile/);
  assert.equal(conflict({ validFrom: "2026-08-01T00:00:00Z" }), undefined);
  assert.equal(conflict({ validTo: "2026-07-01T00:00:00Z" }), undefined);
  assert.equal(conflict({ stackLevel: 1 }), undefined);
  assert.equal(conflict({}, 2), undefined);
  assert.equal(conflict({ id: 7 }), undefined);
});

Deno.test("a default of all EVSEs and one of an EVSE do not share a stack level, whenever they are valid", () => {
  const later = txDefault({ id: 7, validFrom: "2030-01-01T00:00:00Z" });
  const until = { id: 8, validTo: "2029-01-01T00:00:00Z" };
  assert.match(refusal(0, txDefault(until), { installed: [[2, later]] }) ?? "", /^DuplicateProfile/);
  assert.match(refusal(2, txDefault(until), { installed: [[0, later]] }) ?? "", /^DuplicateProfile/);
  accepts(0, txDefault({ ...until, stackLevel: 1 }), { installed: [[2, later]] });
  accepts(1, txDefault(until), { installed: [[2, later]] });
  accepts(0, txDefault({ ...until, id: 7 }), { installed: [[2, later]] });
});

Deno.test("TxProfiles of one transaction differ in their stack levels", () => {
  const installed = [[1, tx({ id: 7 })], [2, tx({ id: 9, transactionId: "tx-2", stackLevel: 1 })]] as const;
  assert.match(refusal(1, tx({ id: 8 }), { installed }) ?? "", /^DuplicateProfile/);
  accepts(1, tx({ id: 8, stackLevel: 1 }), { installed });
  accepts(1, tx({ id: 7 }), { installed });
});

Deno.test("an external constraint is not replaced", () => {
  const external = txDefault({ id: 7, chargingProfilePurpose: "ChargingStationExternalConstraints" });
  assert.match(refusal(1, txDefault({ id: 7 }), { installed: [[0, external]] }) ?? "", /^DuplicateProfile/);
});

function startRefusal(
  profile: ChargingProfileType,
  evseId?: number,
  change: Change = {},
): string | undefined {
  const read = readChargingProfile(evseId ?? 0, "CSO", profile);
  const offered = { profile: read, ...(evseId === undefined ? {} : { evseId }) };
  return startProfileRefusal(offered, context(change))?.reasonCode;
}

Deno.test("a remote start brings a TxProfile that names no transaction yet", () => {
  const { transactionId: _, ...ofStart } = tx();
  assert.equal(startRefusal(ofStart, 2), undefined);
  assert.equal(startRefusal(ofStart), undefined);
  assert.equal(startRefusal(tx(), 2), "InvalidProfile");
  assert.equal(startRefusal(txDefault(), 2), "InvalidProfile");
  assert.equal(startRefusal({ ...ofStart, stackLevel: 99 }, 2), "InvalidStackLevel");
  assert.equal(startRefusal({ ...ofStart, chargingSchedule: [] }, 2), "InvalidSchedule");
  // The transaction that waits for an authorization is the one that it will apply to.
  assert.equal(
    startRefusal({ ...ofStart, id: 8 }, 1, { installed: [[1, tx({ id: 7 })]] }),
    "DuplicateProfile",
  );
});

Deno.test("profiles that wait for remote starts take room, each id once", () => {
  const waiting = [[0, tx({ id: 2 })], [0, tx({ id: 3 })]] as const;
  const offered = txDefault({ id: 4, stackLevel: 4 });
  assert.equal(refusal(1, offered, { waiting }), undefined);
  assert.equal(refusal(1, offered, { waiting, installed: [[2, txDefault({ id: 3 })]] }), undefined);
  const full = { waiting, installed: [[2, txDefault({ id: 5 })]] } as const;
  assert.match(refusal(1, offered, full) ?? "", /^OutOfStorage/);
  assert.equal(refusal(1, txDefault({ id: 3, stackLevel: 4 }), full), undefined);
});

Deno.test("a TxProfile cannot stand beside the one that its transaction is to get from a remote start", () => {
  const expected = [[1, tx({ id: 7 })]] as const;
  assert.match(refusal(1, tx(), { expected }) ?? "", /^DuplicateProfile: Profile 7 has the same stack level/);
  assert.equal(refusal(1, tx({ stackLevel: 1 }), { expected }), undefined);
  assert.equal(refusal(1, tx({ id: 7 }), { expected }), undefined);
  assert.equal(refusal(1, txDefault(), { expected }), undefined);
});

Deno.test("when the transaction of a remote start has begun, its profile must still be valid and free of conflicts", () => {
  const binding = (profile: ChargingProfileType, change: Change = {}) => {
    const read = readChargingProfile(1, "CSO", profile);
    return bindingRefusal({ evseId: 1, profile: read }, context(change))?.reasonCode;
  };
  assert.equal(binding(tx()), undefined);
  assert.equal(binding(tx({ validTo: NOW })), "InvalidProfile");
  assert.equal(binding(tx(), { installed: [[1, tx({ id: 2 })]] }), "DuplicateProfile");
  assert.equal(binding(tx(), { installed: [[2, txDefault()]] }), undefined);
});

Deno.test("all profiles together are as long as the station has memory for, and not one character longer", () => {
  const filled = (id: number, characters: number) => {
    const short = txDefault({ id, stackLevel: id, customData: { vendorId: "" } });
    const vendorId = "x".repeat(characters - JSON.stringify(short).length);
    return { ...short, customData: { vendorId } };
  };
  const quarter = MAX_CHARGING_PROFILE_CHARACTERS / 4;
  const change: Change = {
    installed: [[1, filled(2, quarter)], [1, filled(3, quarter)]],
    waiting: [[0, tx({ id: 4, customData: filled(4, quarter).customData })]],
    capabilities: { maxProfiles: 9, maxCharacters: MAX_CHARGING_PROFILE_CHARACTERS, maxStackLevel: 9 },
  };
  const left = MAX_CHARGING_PROFILE_CHARACTERS - 2 * quarter - JSON.stringify(change.waiting![0]![1]).length;
  assert.equal(refusal(1, filled(5, left), change), undefined);
  assert.match(refusal(1, filled(5, left + 1), change) ?? "", /^OutOfStorage: .* 8388608 characters$/);
  // It takes the place of its own.
  assert.equal(refusal(1, filled(2, left + quarter), change), undefined);
});

Deno.test("the periods of a profile are in memory once", () => {
  const wire = txDefault();
  const { schedules, characters } = readChargingProfile(1, "CSO", wire);
  assert.equal(schedules[0]!.periods, wire.chargingSchedule[0]!.chargingSchedulePeriod);
  assert.equal(characters, JSON.stringify(wire).length);
});

Deno.test("what is over goes when its place is taken, and otherwise only to make room, the oldest first", () => {
  const ended = (id: number, hour: number, change: ProfileChange = {}) =>
    [1, txDefault({ id, stackLevel: id, validTo: `2026-06-01T0${hour}:00:00Z`, ...change })] as const;
  const over = [ended(2, 3), ended(3, 1), ended(4, 2), ended(9, 4)];
  const displaced = (change: ProfileChange, capabilities: { maxProfiles: number; maxCharacters: number }) => {
    const read = readChargingProfile(1, "CSO", txDefault(change));
    return displacedBy(
      { evseId: 1, profile: read },
      context({ over, capabilities: { ...capabilities, maxStackLevel: 9 } }),
    );
  };
  const roomy = { maxProfiles: 9, maxCharacters: 9_999 };
  assert.deepEqual(displaced({ id: 1 }, roomy), []);
  assert.deepEqual(displaced({ id: 1, stackLevel: 4 }, roomy), [4]);
  assert.deepEqual(displaced({ id: 9, stackLevel: 9 }, roomy), [], "the same id is replaced anyway");
  assert.deepEqual(displaced({ id: 1 }, { ...roomy, maxProfiles: 3 }), [3, 4]);
  assert.deepEqual(displaced({ id: 1, stackLevel: 3 }, { ...roomy, maxProfiles: 3 }), [3, 4]);
  const characters = JSON.stringify(over[0]![1]).length;
  assert.deepEqual(displaced({ id: 1 }, { ...roomy, maxCharacters: 4 * characters }), [3]);
});
