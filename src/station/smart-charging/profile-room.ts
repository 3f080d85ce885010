import type { ChargingProfile } from "./charging-profile.ts";
import type { OfferedProfile, ProfileContext } from "./profile-context.ts";

/** What of the station's room for profiles some of them take. */
export interface ProfileRoom {
  readonly profiles: number;
  readonly characters: number;
}

/** External constraints are installed by others and count for nothing that the CSMS may install or clear. */
export function isOfCsms({ purpose }: Pick<ChargingProfile, "purpose">): boolean {
  return purpose !== "ChargingStationExternalConstraints";
}

/** The profiles that take room beside the offered one, which replaces those with its id. */
export function profilesBeside(
  { profile: { id } }: OfferedProfile,
  { installed, waiting }: Pick<ProfileContext, "installed" | "waiting">,
): readonly ChargingProfile[] {
  return [...installed, ...waiting].filter((other) => other.id !== id && isOfCsms(other));
}

/** A profile that is installed and waits for a start counts once, its characters twice. */
export function roomOf(profiles: readonly ChargingProfile[]): ProfileRoom {
  return {
    profiles: new Set(profiles.map(({ id }) => id)).size,
    characters: profiles.reduce((sum, { characters }) => sum + characters, 0),
  };
}
