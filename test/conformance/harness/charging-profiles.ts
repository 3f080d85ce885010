import assert from "node:assert/strict";
import type {
  ChargingProfileType,
  ChargingSchedulePeriodType,
  ChargingScheduleType,
  RequestOf,
  ResponseOf,
} from "../../../src/ocpp/messages.ts";
import type { StationUnderTest } from "./station-under-test.ts";

/** Configured max time deviation of the tool, in seconds. */
export const TIME_DEVIATION = 5;
/** Configured duration. */
export const DURATION = 300;
/** The configured unit is A, and the multiplier of limits 1. */
export const UNIT = "A";

type Purpose = ChargingProfileType["chargingProfilePurpose"];
type Periods = readonly (readonly [startPeriod: number, limit: number])[];

export interface ProfileSettings {
  readonly id?: number;
  readonly stackLevel?: number;
  readonly kind?: ChargingProfileType["chargingProfileKind"];
  readonly recurrencyKind?: "Daily" | "Weekly";
  readonly transactionId?: string;
  readonly validFrom?: string;
  readonly validTo?: string;
  /** Absent for a Relative profile; default now. */
  readonly startSchedule?: string;
  readonly duration?: number;
  readonly unit?: "A" | "W";
  readonly customData?: ChargingProfileType["customData"];
}

/** So many seconds from now. */
export function inSeconds({ clock }: StationUnderTest, seconds: number): string {
  return new Date(clock.wallMs() + seconds * 1000).toISOString();
}

/** A profile of the cases: three phases, Absolute and from now on unless the settings say otherwise. */
export function profile(
  station: StationUnderTest,
  purpose: Purpose,
  periods: Periods,
  settings: ProfileSettings = {},
): ChargingProfileType {
  const { id = 1, stackLevel = 0, kind = "Absolute", unit = UNIT, duration, startSchedule, ...more } =
    settings;
  const { recurrencyKind, transactionId, validFrom, validTo, customData } = more;
  return {
    id,
    stackLevel,
    chargingProfilePurpose: purpose,
    chargingProfileKind: kind,
    ...(recurrencyKind && { recurrencyKind }),
    ...(transactionId && { transactionId }),
    ...(validFrom && { validFrom }),
    ...(validTo && { validTo }),
    ...(customData && { customData }),
    chargingSchedule: [{
      id: 1,
      chargingRateUnit: unit,
      ...(duration === undefined ? {} : { duration }),
      ...(kind === "Relative" ? {} : { startSchedule: startSchedule ?? inSeconds(station, 0) }),
      chargingSchedulePeriod: periods.map(([startPeriod, limit]) => ({
        startPeriod,
        limit,
        numberPhases: 3,
      })),
    }],
  };
}

/** SetChargingProfile; resolves with the answer. */
export function set(
  { csms }: StationUnderTest,
  evseId: number,
  chargingProfile: ChargingProfileType,
): Promise<ResponseOf<"SetChargingProfile">> {
  return csms.call("SetChargingProfile", { evseId, chargingProfile });
}

/** Memory state SetChargingProfile. */
export async function installed(
  station: StationUnderTest,
  evseId: number,
  chargingProfile: ChargingProfileType,
): Promise<ChargingProfileType> {
  assert.deepEqual(await set(station, evseId, chargingProfile), { status: "Accepted" });
  return chargingProfile;
}

let requests = 0;

/** GetChargingProfiles; resolves with every profile that ReportChargingProfiles tells, by EVSE, or with "NoProfiles". */
export async function reported(
  { csms }: StationUnderTest,
  chargingProfile: RequestOf<"GetChargingProfiles">["chargingProfile"],
  evseId?: number,
): Promise<"NoProfiles" | readonly ReportedProfile[]> {
  const requestId = ++requests;
  const request = { requestId, chargingProfile, ...(evseId === undefined ? {} : { evseId }) };
  const { status } = await csms.call("GetChargingProfiles", request);
  if (status === "NoProfiles") return status;
  const profiles: ReportedProfile[] = [];
  for (let tbc: boolean | undefined = true; tbc;) {
    const { payload } = await csms.expect("ReportChargingProfiles");
    assert.equal(payload.requestId, requestId);
    for (const profile of payload.chargingProfile) {
      profiles.push({ evseId: payload.evseId, source: payload.chargingLimitSource, profile });
    }
    tbc = payload.tbc;
  }
  return profiles;
}

export interface ReportedProfile {
  readonly evseId: number;
  readonly source: string;
  readonly profile: ChargingProfileType;
}

/** As the CSMS has set it. */
export function ofCsms(evseId: number, profile: ChargingProfileType): ReportedProfile {
  return { evseId, source: "CSO", profile };
}

/** ClearChargingProfile; resolves with the status. */
export async function clear(
  { csms }: StationUnderTest,
  request: RequestOf<"ClearChargingProfile">,
): Promise<string> {
  return (await csms.call("ClearChargingProfile", request)).status;
}

/** GetCompositeSchedule, which is accepted: the periods as `[startPeriod, limit]`, in amperes. */
export async function composite(
  { csms, clock }: StationUnderTest,
  evseId: number,
  duration: number,
): Promise<readonly (readonly [number, number])[]> {
  const answer = await csms.call("GetCompositeSchedule", { evseId, duration, chargingRateUnit: UNIT });
  assert.equal(answer.status, "Accepted");
  const { schedule } = answer;
  assert(schedule);
  assert.equal(schedule.evseId, evseId);
  assert.equal(schedule.duration, duration);
  assert.equal(schedule.chargingRateUnit, UNIT);
  // "The time the GetCompositeScheduleRequest was transmitted +/- <Configured max time deviation>".
  const deviationMs = Math.abs(Date.parse(schedule.scheduleStart) - clock.wallMs());
  assert(deviationMs < TIME_DEVIATION * 1000, schedule.scheduleStart);
  return schedule.chargingSchedulePeriod.map(({ startPeriod, limit }) => [startPeriod, limit] as const);
}

/** What the energy node of an EVSE has to keep to now, in amperes. */
export async function limitAtSink(station: StationUnderTest, evse: number): Promise<number | undefined> {
  await station.settle();
  return station.everest.sinks.limits.get(evse)?.schedule_import[0]?.limits_to_leaves.ac_max_current_A?.value;
}

/** At no moment more than the other allows; both count from the same moment. */
export function assertWithin(
  schedule: ChargingScheduleType,
  bounds: readonly ChargingSchedulePeriodType[],
): void {
  const limitAt = (periods: readonly ChargingSchedulePeriodType[], at: number) =>
    periods.findLast(({ startPeriod }) => startPeriod <= at)?.limit ?? Infinity;
  for (const { startPeriod, limit } of schedule.chargingSchedulePeriod) {
    assert(limit <= limitAt(bounds, startPeriod), `${limit} at ${startPeriod}`);
  }
}
