import type { StatusInfoType } from "../../ocpp/messages.ts";
import { statusInfo } from "../../ocpp/reason-codes.ts";
import type { ChargingProfile } from "./charging-profile.ts";
import type { OfferedProfile, ProfileContext } from "./profile-context.ts";

/**
 * The profile that a new one cannot stand beside, among the installed ones and those that the open transactions expect: at no moment may two profiles of one purpose and stack level
 * be valid for one EVSE. A profile with the same id is replaced and conflicts with nothing, except with an external
 * constraint, which the CSMS cannot replace (K01.FR.05).
 */
export function conflictOf(
  { evseId, profile }: OfferedProfile,
  context: ProfileContext,
): StatusInfoType | undefined {
  const transactionId = profile.transactionId ??
    (evseId === undefined ? undefined : context.transactionOn(evseId));
  for (const installed of context.installed) {
    if (installed.id === profile.id) {
      if (installed.purpose !== "ChargingStationExternalConstraints") continue;
      return statusInfo("DuplicateProfile", `Profile ${installed.id} is an external constraint`);
    }
    if (installed.purpose !== profile.purpose || installed.stackLevel !== profile.stackLevel) continue;
    const why = conflictWith(installed, evseId ?? 0, profile, transactionId);
    if (why !== undefined) return statusInfo("DuplicateProfile", `Profile ${installed.id} ${why}`);
  }
  return undefined;
}

function conflictWith(
  installed: ChargingProfile,
  evseId: number,
  profile: ChargingProfile,
  transactionId: string | undefined,
): string | undefined {
  switch (profile.purpose) {
    case "TxProfile":
      // K01.FR.39
      return transactionId !== undefined && installed.transactionId === transactionId
        ? "has the same stack level for this transaction"
        : undefined;
    case "TxDefaultProfile":
      // K01.FR.52, K01.FR.53: whenever they are valid.
      if ((installed.evseId === 0) !== (evseId === 0)) {
        return `has the same stack level on EVSE ${installed.evseId}`;
      }
      return overlap(installed, evseId, profile);
    case "ChargingStationMaxProfile":
    case "ChargingStationExternalConstraints":
      return overlap(installed, evseId, profile);
  }
}

function overlap(installed: ChargingProfile, evseId: number, profile: ChargingProfile): string | undefined {
  const isOverlapping = installed.evseId === evseId &&
    installed.validFromSeconds < profile.validToSeconds &&
    profile.validFromSeconds < installed.validToSeconds;
  return isOverlapping ? "has the same purpose and stack level and is valid at the same time" : undefined;
}
