import type { ChargingProfilePurposeEnumType } from "../../ocpp/messages.ts";
import type { ChargingProfile } from "./charging-profile.ts";
import { byPrecedence } from "./profile-stack.ts";
import type { EvseSituation, ScheduleContext } from "./schedule-context.ts";

/** The profiles that compete with each other; one list per limit that they may set, in order of precedence. */
export interface EvseCompetition {
  /** Of the EVSE's transaction. */
  readonly tx: readonly ChargingProfile[];
  /** Of the EVSE, and of all EVSEs. */
  readonly txDefault: readonly ChargingProfile[];
  /** Limits that hold with and without a transaction: of the EVSE, then of the station. */
  readonly shared: readonly (readonly ChargingProfile[])[];
}

export function competitionOn(evse: EvseSituation, context: ScheduleContext): EvseCompetition {
  const own = counting(context, evse.evseId);
  const ofStation = counting(context, 0);
  const transactionId = evse.transaction?.id;
  const defaults = [...withPurpose(own, "TxDefaultProfile"), ...withPurpose(ofStation, "TxDefaultProfile")];
  return {
    tx: transactionId === undefined
      ? []
      : withPurpose(own, "TxProfile").filter((profile) => profile.transactionId === transactionId),
    txDefault: defaults.sort(byPrecedence),
    shared: [withPurpose(own, "ChargingStationExternalConstraints"), ...stationCompetition(context)],
  };
}

/** What limits the station as a whole. */
export function stationCompetition(context: ScheduleContext): readonly (readonly ChargingProfile[])[] {
  const ofStation = counting(context, 0);
  return [
    withPurpose(ofStation, "ChargingStationMaxProfile"),
    withPurpose(ofStation, "ChargingStationExternalConstraints"),
  ];
}

function counting(
  { profiles, ignoredPurposes }: ScheduleContext,
  evseId: number,
): readonly ChargingProfile[] {
  const all = profiles.get(evseId) ?? [];
  return ignoredPurposes.size === 0 ? all : all.filter(({ purpose }) => !ignoredPurposes.has(purpose));
}

function withPurpose(
  profiles: readonly ChargingProfile[],
  purpose: ChargingProfilePurposeEnumType,
): ChargingProfile[] {
  return profiles.filter((profile) => profile.purpose === purpose);
}
