import { parseJson } from "../../kernel/json.ts";
import type { StoredChargingProfile } from "../../station/smart-charging/charging-profile-store.ts";
import { type ImportPart, type LeftRow, NO_SUCH_EVSE } from "./import-part.ts";

/** The profile as it is stored here, or why it cannot be. */
export type ReadChargingProfile = (evseId: number, profile: unknown) => StoredChargingProfile | string;

/** Profiles of the station and of its EVSEs, so that no limit is forgotten (CHARGING_PROFILES, schema 5 and 6). */
export function chargingProfiles(
  readProfile: ReadChargingProfile,
  evses: number,
): ImportPart<StoredChargingProfile> {
  const readRow = (evseId: number, profile: string): StoredChargingProfile | string => {
    if (evseId > evses) return NO_SUCH_EVSE;
    const json = parseJson(profile);
    return json.kind === "malformed" ? "it is not JSON" : readProfile(evseId, json.value);
  };
  return {
    name: "charging profiles",
    tables: ["CHARGING_PROFILES"],
    read(foreign) {
      const rows: StoredChargingProfile[] = [];
      const left: LeftRow[] = [];
      const all = foreign.prepare(
        "SELECT ID AS id, EVSE_ID AS evseId, CHARGING_PROFILE_PURPOSE AS purpose, PROFILE AS profile" +
          " FROM CHARGING_PROFILES ORDER BY ID",
      ).all();
      for (const { id, evseId, purpose, profile } of all) {
        const read = readRow(Number(evseId), String(profile));
        if (typeof read === "string") left.push({ row: `${purpose} ${id}`, reason: read });
        else rows.push(read);
      }
      return { rows, left };
    },
    describe: ({ evseId, profile: { id, chargingProfilePurpose, stackLevel } }) =>
      `${chargingProfilePurpose} ${id} of stack level ${stackLevel} on ${
        evseId === 0 ? "the station" : `EVSE ${evseId}`
      }`,
    isKnown: (target, { profile: { id } }) =>
      target.prepare("SELECT 1 FROM charging_profile WHERE id = ?").get(id) !== undefined,
    write(fresh, profiles) {
      const insert = fresh.prepare(
        "INSERT OR REPLACE INTO charging_profile (id, evse_id, source, profile) VALUES (?, ?, ?, ?)",
      );
      for (const { evseId, source, profile } of profiles) {
        insert.run(profile.id, evseId, source, JSON.stringify(profile));
      }
    },
  };
}
