import type { RequestOf } from "../../ocpp/messages.ts";
import type { ChargingProfile } from "./charging-profile.ts";
import { isOfCsms } from "./profile-room.ts";

/** Those that GetChargingProfiles asks for: every criterion that is there must be met (K09.FR.04 to K09.FR.06). */
export function askedProfiles(
  profiles: readonly ChargingProfile[],
  { evseId, chargingProfile: criteria }: RequestOf<"GetChargingProfiles">,
): readonly ChargingProfile[] {
  const { chargingProfileId, chargingProfilePurpose, stackLevel, chargingLimitSource } = criteria;
  return profiles.filter((profile) =>
    (evseId === undefined || profile.evseId === evseId) &&
    (chargingProfileId === undefined || chargingProfileId.includes(profile.id)) &&
    (chargingProfilePurpose === undefined || profile.purpose === chargingProfilePurpose) &&
    (stackLevel === undefined || profile.stackLevel === stackLevel) &&
    (chargingLimitSource === undefined || chargingLimitSource.includes(profile.source))
  );
}

/** What ClearChargingProfile looks at; without EVSE where that is still to be chosen. */
export type ClearableProfile = Pick<ChargingProfile, "id" | "purpose" | "stackLevel"> & {
  readonly evseId: number | undefined;
};

/**
 * Whether ClearChargingProfile clears a profile: the one with the id, or all that meet every criterion. External
 * constraints are not there for it (K10.FR.08, K10.FR.09).
 */
export function isCleared(
  profile: ClearableProfile,
  { chargingProfileId, chargingProfileCriteria = {} }: RequestOf<"ClearChargingProfile">,
): boolean {
  if (!isOfCsms(profile)) return false;
  if (chargingProfileId !== undefined) return profile.id === chargingProfileId;
  const { evseId, chargingProfilePurpose, stackLevel } = chargingProfileCriteria;
  return (evseId === undefined || profile.evseId === evseId) &&
    (chargingProfilePurpose === undefined || profile.purpose === chargingProfilePurpose) &&
    (stackLevel === undefined || profile.stackLevel === stackLevel);
}
