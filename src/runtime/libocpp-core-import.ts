import type { Logger } from "../kernel/logger.ts";
import { type ChargingProfileType, isAction } from "../ocpp/messages.ts";
import { validateRequest } from "../ocpp/validator/validate.ts";
import { adoptedProfile } from "../station/smart-charging/adopted-profile.ts";
import type { StoredChargingProfile } from "../station/smart-charging/charging-profile-store.ts";
import { coreParts, importCore } from "../storage/libocpp-import/import-core.ts";
import type { ImportPart } from "../storage/libocpp-import/import-part.ts";
import type { OpenOptions } from "../storage/open-options.ts";
import { readTokenInfo } from "./token-info.ts";

/** Everything that a station with so many EVSEs imports from the core database of EVerest's C++ module. */
export function coreImportParts(evses: number): readonly ImportPart<unknown>[] {
  return coreParts({ isRequest, readProfile, readTokenInfo, evses });
}

/** Imports the core database of EVerest's C++ module into a fresh one; returns the number of rows. */
export function importLibocppCore(
  evses: number,
  log: Logger,
): NonNullable<OpenOptions["adopt"]> {
  return (foreign, fresh, keptAs) =>
    importCore(foreign, fresh, { parts: coreImportParts(evses), keptAs, log });
}

/** A charging profile of the C++ module's database, or why it cannot be imported. */
export function readProfile(evseId: number, chargingProfile: unknown): StoredChargingProfile | string {
  const request = { evseId, chargingProfile };
  if (!isRequest("SetChargingProfile", request)) return "it is no valid charging profile of OCPP 2.0.1";
  return adoptedProfile(evseId, chargingProfile as ChargingProfileType);
}

/** Whether the payload is a request of this action. */
export function isRequest(action: string, payload: unknown): boolean {
  return isAction(action) && validateRequest(action, payload).kind === "valid";
}
