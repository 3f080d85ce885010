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
  readonly profile: ChargingProfileType;
}

/** Charging profiles outlive the process (K01.FR.27). Every method resolves when its effect is on disk. */
export interface ChargingProfileStore {
  all(): readonly StoredChargingProfile[];
  startProfiles(): readonly StartProfile[];
  /** Replaces the profile with the same id, and removes the start profile with `remoteStartId`, if one is named. */
  put(profile: StoredChargingProfile, remoteStartId?: number): Promise<void>;
  remove(ids: readonly number[]): Promise<void>;
  putStartProfile(profile: StartProfile): Promise<void>;
  removeStartProfiles(remoteStartIds: readonly number[]): Promise<void>;
}
