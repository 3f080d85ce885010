import type { IntendedDifference } from "./explain.ts";

const LIMITS =
  /command (grid_connection_point|evse_manager_[12]_ocpp_sink)\/external_limits\/set_external_limits/;
const SCHEDULES = /variable ocpp_generic\/charging_schedules/;

const SUM = "the station draws no more than its EVSEs together (13 A and 16 A); a limit has one decimal";

/** Charging profiles and what follows from them. */
export const CHARGING_PROFILE_DIFFERENCES: readonly IntendedDifference[] = [
  {
    what: "changed",
    stream: /answer csms-(28|29) GetCompositeSchedule/,
    path: /schedule\.chargingSchedulePeriod\[\d\]\.limit/,
    ours: /29|13|10\.1/,
    times: { run1: 4 },
    source: "K08; part 2, ChargingSchedulePeriodType.limit",
    reason: SUM,
  },
  {
    what: "changed",
    stream: SCHEDULES,
    path: /schedules\[\d\]\.charging_schedule_period\[0\]\.limit/,
    ours: /29|13/,
    times: { run1: 2 },
    source: "K08; part 2, ChargingSchedulePeriodType.limit",
    reason: SUM,
  },
  {
    what: "changed",
    stream: LIMITS,
    path: /value\.schedule_import\[0\]\.limits_to_leaves\.ac_max_current_A\.value/,
    ours: /29|13/,
    times: { run1: 2 },
    source: "K08; part 2, ChargingSchedulePeriodType.limit",
    reason: SUM,
  },
  {
    what: "changed",
    stream: SCHEDULES,
    path: /schedules\[\d\]\.charging_schedule_period\[1\]\.start_period/,
    times: { run1: 2 },
    source: "part 2, ChargingSchedulePeriodType.startPeriod: from the start of the schedule",
    reason: "it counts from the second in which it is published",
  },
  {
    what: "changed",
    stream: /ReportChargingProfiles/,
    path:
      /chargingProfile\[\d\]\.(validFrom|validTo|chargingSchedule\[0\]\.chargingSchedulePeriod\[\d\]\.numberPhases)/,
    times: { run1: "some" },
    source: "K09.FR.02",
    reason: "a profile is reported as it was set; the recorded module had filled in its defaults",
  },
  {
    what: "changed",
    stream: /answer csms-(26|27) SetChargingProfile/,
    path: /statusInfo\.(additionalInfo|reasonCode)/,
    ours: /"UnknownEvse"|"There is no EVSE 7"|"No transaction is active on EVSE 1"/,
    times: { run1: 3 },
    source: "every rejection has a reason code (docs/differences.md)",
    reason: "the reason code of the standard, and a text for people",
  },
];
