import type { ChargingProfile } from "./charging-profile.ts";
import type { ScheduleCapabilities } from "./schedule-acceptance.ts";

/** A charging profile that the CSMS wants to install, and where. */
export interface OfferedProfile {
  /** 0: the station. Absent: on the EVSE that a remote start will find. */
  readonly evseId?: number;
  readonly profile: ChargingProfile;
}

/** What the acceptance of a profile depends on. */
export interface ProfileSurroundings {
  /** Number of EVSEs. */
  readonly evses: number;
  readonly nowSeconds: number;
  readonly capabilities: ProfileCapabilities;
  readonly installed: readonly ChargingProfile[];
  /** The transaction on an EVSE. */
  transactionOn(evseId: number): string | undefined;
  /** What the EV of an EVSE asked for in its current transaction; undefined: it did not. */
  chargingNeedsOn(evseId: number): ToldChargingNeeds | undefined;
  /** What the schedules of an EVSE, or of the station (0), may say. */
  schedulesOn(evseId: number): ScheduleCapabilities;
}

export interface ProfileCapabilities {
  /** Entries[ChargingProfiles].maxLimit. */
  readonly maxProfiles: number;
  /** ProfileStackLevel. */
  readonly maxStackLevel: number;
}

/** The needs that the CSMS was told in NotifyEVChargingNeeds. */
export interface ToldChargingNeeds {
  readonly maxScheduleTuples?: number;
}
