import type { ChargingProfileType } from "../../ocpp/messages.ts";
import type { StoredChargingProfile } from "./charging-profile-store.ts";
import { type ScheduleCapabilities, scheduleRefusal } from "./schedule-acceptance.ts";

/** The capabilities of all stations together: another program has accepted what this one may not be able to do. */
const ANY: ScheduleCapabilities = {
  rateUnits: ["A", "W"],
  maxPeriods: 1024,
  current: "AC",
  supplyPhases: 3,
  phaseSwitching: "byPhase",
};

/** A valid profile that another program had accepted from the CSMS, as it is stored here, or why it cannot be. */
export function adoptedProfile(evseId: number, profile: ChargingProfileType): StoredChargingProfile | string {
  if (profile.chargingProfilePurpose === "TxProfile") return "its transaction is not imported";
  if (profile.chargingProfilePurpose === "ChargingStationExternalConstraints") {
    return "the CSMS has not set it";
  }
  for (const schedule of profile.chargingSchedule) {
    const refusal = scheduleRefusal(schedule, ANY);
    if (refusal !== undefined) return refusal.additionalInfo ?? refusal.reasonCode;
    if (profile.chargingProfileKind !== "Relative" && schedule.startSchedule === undefined) {
      return "startSchedule is missing";
    }
  }
  return { evseId, source: "CSO", profile };
}
