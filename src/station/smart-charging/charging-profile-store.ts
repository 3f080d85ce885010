import type { ChargingLimitSourceEnumType, ChargingProfileType } from "../../ocpp/messages.ts";

/** An installed charging profile as it is stored. */
export interface StoredChargingProfile {
  readonly evseId: number;
  readonly source: ChargingLimitSourceEnumType;
  readonly profile: ChargingProfileType;
}

/** The profile of an accepted remote start whose transaction has not started yet. */
export interface StartProfile {
  readonly remoteStartId: number;
  /** The EVSE that the start is for; absent: any. */
  readonly evseId?: number;
  readonly profile: ChargingProfileType;
}

/** Charging profiles outlive the process (K01.FR.27). Every method resolves when its effect is on disk. */
export interface ChargingProfileStore {
  all(): readonly StoredChargingProfile[];
  /** In the order in which their starts were accepted. */
  startProfiles(): readonly StartProfile[];
  /** Replaces the profile with the same id; what waits for the `overStarts`, and the `displaced`, go with the same change. */
  put(
    profile: StoredChargingProfile,
    overStarts: readonly number[],
    displaced?: readonly number[],
  ): Promise<void>;
  /** Replaces what waits for the same start, as the newest one; what waits for the `overStarts` goes with the same change. */
  putStartProfile(profile: StartProfile, overStarts: readonly number[]): Promise<void>;
  /** Removes installed profiles, and what waits for the `overStarts`. */
  remove(ids: readonly number[], overStarts: readonly number[]): Promise<void>;
}
