import type { RequestOf } from "../../ocpp/messages.ts";
import type { ChargingProfile } from "./charging-profile.ts";
import { isOfCsms } from "./profile-acceptance.ts";

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

/**
 * Those that ClearChargingProfile clears: the one with the id, or all that meet every criterion. External constraints
 * are not there for it (K10.FR.08, K10.FR.09).
 */
export function clearedProfiles(
  profiles: readonly ChargingProfile[],
  { chargingProfileId, chargingProfileCriteria = {} }: RequestOf<"ClearChargingProfile">,
): readonly ChargingProfile[] {
  const clearable = profiles.filter(isOfCsms);
  if (chargingProfileId !== undefined) return clearable.filter(({ id }) => id === chargingProfileId);
  const { evseId, chargingProfilePurpose, stackLevel } = chargingProfileCriteria;
  return clearable.filter((profile) =>
    (evseId === undefined || profile.evseId === evseId) &&
    (chargingProfilePurpose === undefined || profile.purpose === chargingProfilePurpose) &&
    (stackLevel === undefined || profile.stackLevel === stackLevel)
  );
}
