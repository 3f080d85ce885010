import { pagesOf } from "../../kernel/pages.ts";
import type { ChargingProfileType, RequestOf } from "../../ocpp/messages.ts";
import type { ChargingProfile } from "./charging-profile.ts";

/**
 * The ReportChargingProfiles of a request: each carries profiles of one EVSE and one source, whose JSON stays below
 * `maxBytes`. A profile that is larger on its own gets a message of its own. All but the last have `tbc` true.
 */
export function profileReports(
  requestId: number,
  profiles: readonly ChargingProfile[],
  maxBytes: number,
): readonly RequestOf<"ReportChargingProfiles">[] {
  const groups = new Map<string, { profile: ChargingProfile; wires: ChargingProfileType[] }>();
  for (const profile of [...profiles].sort((a, b) => a.evseId - b.evseId)) {
    const key = `${profile.evseId} ${profile.source}`;
    const group = groups.get(key);
    if (group) group.wires.push(profile.wire);
    else groups.set(key, { profile, wires: [profile.wire] });
  }
  const reports = [...groups.values()].flatMap(({ profile: { evseId, source }, wires }) =>
    [...pagesOf(wires, maxBytes)].map(({ entries }) => ({
      requestId,
      chargingLimitSource: source,
      evseId,
      chargingProfile: entries,
    }))
  );
  return reports.map((report, index) => ({ ...report, tbc: index < reports.length - 1 }));
}
