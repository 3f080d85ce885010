import type { StatusInfoType } from "../../ocpp/messages.ts";
import { statusInfo } from "../../ocpp/reason-codes.ts";
import type { ChargingProfile } from "./charging-profile.ts";
import type { OfferedProfile, ProfileContext } from "./profile-context.ts";
import { conflictOf } from "./profile-conflicts.ts";
import { profilesBeside, roomOf } from "./profile-room.ts";
import { scheduleRefusal } from "./schedule-acceptance.ts";

type Rule = (offered: OfferedProfile, context: ProfileContext) => StatusInfoType | undefined;

/** Why a profile of SetChargingProfile is rejected (K01); undefined when it is accepted. */
export function profileRefusal(
  offered: OfferedProfile & { readonly evseId: number },
  context: ProfileContext,
): StatusInfoType | undefined {
  return firstRefusal(
    [...COMMON_RULES, purposeRefusal, conflictOf, expectationConflict],
    offered,
    context,
  );
}

/** Why a profile of RequestStartTransaction is rejected (K05, F01); undefined when it is accepted. */
export function startProfileRefusal(
  offered: OfferedProfile,
  context: ProfileContext,
): StatusInfoType | undefined {
  return firstRefusal([startPurposeRefusal, ...COMMON_RULES, conflictOf], offered, context);
}

/** Why the profile of a remote start cannot be installed any more, now that its transaction has started. */
export function bindingRefusal(
  offered: OfferedProfile,
  context: ProfileContext,
): StatusInfoType | undefined {
  return firstRefusal([validityRefusal, capacityRefusal, conflictOf], offered, context);
}

function firstRefusal(
  rules: readonly Rule[],
  offered: OfferedProfile,
  context: ProfileContext,
): StatusInfoType | undefined {
  for (const rule of rules) {
    const refusal = rule(offered, context);
    if (refusal !== undefined) return refusal;
  }
  return undefined;
}

const COMMON_RULES: readonly Rule[] = [
  evseRefusal,
  stackLevelRefusal,
  validityRefusal,
  kindRefusal,
  scheduleCountRefusal,
  schedulesRefusal,
  capacityRefusal,
];

function evseRefusal({ evseId = 0 }: OfferedProfile, { evses }: ProfileContext) {
  if (evseId >= 0 && evseId <= evses) return undefined;
  return statusInfo("UnknownEvse", `There is no EVSE ${evseId}`);
}

function stackLevelRefusal(
  { profile: { stackLevel } }: OfferedProfile,
  { capabilities: { maxStackLevel } }: ProfileContext,
) {
  if (stackLevel >= 0 && stackLevel <= maxStackLevel) return undefined;
  return statusInfo("InvalidStackLevel", `stackLevel ${stackLevel} is not between 0 and ${maxStackLevel}`);
}

function validityRefusal({ profile }: OfferedProfile, { nowSeconds }: ProfileContext) {
  const { validFromSeconds, validToSeconds } = profile;
  if (validToSeconds <= validFromSeconds) {
    return statusInfo("InvalidProfile", "validTo is not later than validFrom");
  }
  return validToSeconds <= nowSeconds ? statusInfo("InvalidProfile", "validTo is in the past") : undefined;
}

function kindRefusal({ profile: { kind, schedules, wire } }: OfferedProfile) {
  const starts = schedules.filter(({ startSeconds }) => startSeconds !== undefined).length;
  if (kind === "Relative") {
    return starts > 0 ? statusInfo("InvalidSchedule", "A Relative profile has no startSchedule") : undefined;
  }
  if (starts < schedules.length) {
    return statusInfo("InvalidSchedule", `startSchedule is missing in a profile of kind ${kind}`);
  }
  if (kind === "Recurring" && wire.recurrencyKind === undefined) {
    return statusInfo("InvalidProfile", "recurrencyKind is missing in a Recurring profile");
  }
  return undefined;
}

/** Only an EV that has sent its needs can choose among several schedules (K01.FR.34). */
function scheduleCountRefusal({ evseId, profile }: OfferedProfile, context: ProfileContext) {
  if (profile.schedules.length === 1) return undefined;
  if (profile.schedules.length === 0) return statusInfo("InvalidSchedule", "There is no chargingSchedule");
  const needs = evseId === undefined ? undefined : context.chargingNeedsOn(evseId);
  if (profile.purpose === "TxProfile" && needs !== undefined) return undefined;
  return statusInfo(
    "InvalidSchedule",
    "More than one chargingSchedule needs a TxProfile and an EV that has sent its charging needs",
  );
}

function schedulesRefusal({ evseId, profile }: OfferedProfile, context: ProfileContext) {
  const capabilities = context.schedulesOn(evseId ?? 0);
  const tuples = profile.purpose === "TxProfile" && evseId !== undefined
    ? context.chargingNeedsOn(evseId)?.maxScheduleTuples
    : undefined;
  const maxPeriods = Math.min(capabilities.maxPeriods, tuples ?? Infinity);
  for (const schedule of profile.wire.chargingSchedule) {
    const refusal = scheduleRefusal(schedule, { ...capabilities, maxPeriods });
    if (refusal !== undefined) return refusal;
  }
  return undefined;
}

function capacityRefusal(offered: OfferedProfile, context: ProfileContext) {
  const { maxProfiles, maxCharacters } = context.capabilities;
  const { profiles, characters } = roomOf([...profilesBeside(offered, context), offered.profile]);
  if (profiles > maxProfiles) {
    return statusInfo("OutOfStorage", `${maxProfiles} charging profiles are installed already`);
  }
  return characters <= maxCharacters ? undefined : statusInfo(
    "OutOfStorage",
    `All charging profiles together are longer than ${maxCharacters} characters`,
  );
}

/** K01.FR.39: the transaction may be that of a remote start, which brings its own profile. */
function expectationConflict(offered: OfferedProfile, context: ProfileContext) {
  return conflictOf(offered, { ...context, installed: context.expected });
}

function purposeRefusal({ evseId = 0, profile }: OfferedProfile, context: ProfileContext) {
  switch (profile.purpose) {
    case "ChargingStationExternalConstraints":
      return statusInfo("InvalidValue", "Only an external system sets ChargingStationExternalConstraints");
    case "ChargingStationMaxProfile":
      return maxProfileRefusal(evseId, profile);
    case "TxProfile":
      return txProfileRefusal(evseId, profile, context);
    case "TxDefaultProfile":
      return undefined;
  }
}

function maxProfileRefusal(evseId: number, { kind }: ChargingProfile) {
  if (evseId !== 0) {
    return statusInfo("InvalidValue", "A ChargingStationMaxProfile can only be set on EVSE 0");
  }
  return kind === "Relative"
    ? statusInfo("InvalidValue", "A ChargingStationMaxProfile cannot be Relative")
    : undefined;
}

function txProfileRefusal(
  evseId: number,
  { transactionId }: ChargingProfile,
  context: ProfileContext,
) {
  if (evseId === 0) return statusInfo("InvalidValue", "A TxProfile needs an EVSE other than 0");
  if (transactionId === undefined) {
    return statusInfo("MissingParam", "transactionId is missing in a TxProfile");
  }
  const active = context.transactionOn(evseId);
  if (active === undefined) return statusInfo("TxNotFound", `No transaction is active on EVSE ${evseId}`);
  return active === transactionId
    ? undefined
    : statusInfo("TxNotFound", `transactionId is not that of the transaction on EVSE ${evseId}`);
}

function startPurposeRefusal({ profile: { purpose, transactionId } }: OfferedProfile) {
  if (purpose !== "TxProfile") {
    return statusInfo("InvalidProfile", "A remote start can only bring a TxProfile");
  }
  return transactionId === undefined
    ? undefined
    : statusInfo("InvalidProfile", "The transactionId of a remote start is not known yet");
}
