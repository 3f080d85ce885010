import type { ChargingProfile } from "./charging-profile.ts";
import { conflictOf } from "./profile-conflicts.ts";
import type { OfferedProfile, ProfileContext } from "./profile-context.ts";
import { profilesBeside, roomOf } from "./profile-room.ts";

/** Whether the profile can never count again, by the clock. */
export function isOver({ validToSeconds }: ChargingProfile, nowSeconds: number): boolean {
  return validToSeconds <= nowSeconds;
}

/**
 * The profiles that have to go for one that is accepted: of those that are over, which stand in the way of none, the ones
 * whose place it takes and, where there is no room, those that ended first. The others stay: a clock that is wrong must not
 * cost a limit.
 */
export function displacedBy(offered: OfferedProfile, context: ProfileContext): readonly number[] {
  const { over, capabilities } = context;
  const id = offered.profile.id;
  const replaced = over.filter((each) =>
    each.id !== id && conflictOf(offered, { ...context, installed: [each] }) !== undefined
  );
  const staying = over.filter((each) => each.id !== id && !replaced.includes(each))
    .sort((a, b) => a.validToSeconds - b.validToSeconds);
  let { profiles, characters } = roomOf([
    ...profilesBeside(offered, context),
    ...staying,
    offered.profile,
  ]);
  const pushedOut = staying.filter((each) => {
    if (profiles <= capabilities.maxProfiles && characters <= capabilities.maxCharacters) return false;
    profiles--;
    characters -= each.characters;
    return true;
  });
  return [...replaced, ...pushedOut].map((each) => each.id);
}
