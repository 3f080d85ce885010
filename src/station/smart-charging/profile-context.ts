import type { ChargingProfile } from "./charging-profile.ts";
import type { ScheduleCapabilities } from "./schedule-acceptance.ts";

/** A charging profile that the CSMS wants to install, and where. */
export interface OfferedProfile {
  /** 0: the station. Absent: on the EVSE that a remote start will find. */
  readonly evseId?: number;
  readonly profile: ChargingProfile;
}

/** Everything that the acceptance of a profile depends on. */
export interface ProfileContext {
  /** Number of EVSEs. */
  readonly evses: number;
  readonly nowSeconds: number;
  readonly capabilities: ProfileCapabilities;
  /** Without those that are over. */
  readonly installed: readonly ChargingProfile[];
  /** Installed profiles of the CSMS that are not valid any more. */
  readonly over: readonly ChargingProfile[];
  /** Those that wait for their remote start. */
  readonly waiting: readonly ChargingProfile[];
  /** Those of them that may become the TxProfile of an open transaction, as they would be installed. */
  readonly expected: readonly ChargingProfile[];
  /** The transaction on an EVSE. */
  transactionOn(evseId: number): string | undefined;
  /** The charging needs that were reported for the current transaction on an EVSE; undefined: none. */
  chargingNeedsOn(evseId: number): ReportedChargingNeeds | undefined;
  /** The supported schedules of an EVSE, or of the station (0). */
  schedulesOn(evseId: number): ScheduleCapabilities;
}

export interface ProfileCapabilities {
  /** Entries[ChargingProfiles].maxLimit. */
  readonly maxProfiles: number;
  /** The JSON of all profiles together, in UTF-16 units. */
  readonly maxCharacters: number;
  /** ProfileStackLevel. */
  readonly maxStackLevel: number;
}

/** The needs that the CSMS has received in NotifyEVChargingNeeds. */
export interface ReportedChargingNeeds {
  readonly maxScheduleTuples?: number;
}
