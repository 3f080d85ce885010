import type { ChargingLimitSourceEnumType, ChargingProfileType } from "../ocpp/messages.ts";
import type {
  ChargingProfileStore,
  StartProfile,
  StoredChargingProfile,
} from "../station/smart-charging/charging-profile-store.ts";
import type { Database } from "./database.ts";

/** Charging profiles that the CSMS installed, and those of remote starts that wait for their transaction. */
export class ChargingProfileRepository implements ChargingProfileStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  all(): readonly StoredChargingProfile[] {
    return this.#db.statement("SELECT evse_id, source, profile FROM charging_profile ORDER BY id").all()
      .map((row) => ({
        evseId: Number(row["evse_id"]),
        source: String(row["source"]) as ChargingLimitSourceEnumType,
        profile: JSON.parse(String(row["profile"])) as ChargingProfileType,
      }));
  }

  startProfiles(): readonly StartProfile[] {
    return this.#db.statement(
      "SELECT remote_start_id, evse_id, profile FROM waiting_profile ORDER BY position",
    )
      .all()
      .map((row) => ({
        remoteStartId: Number(row["remote_start_id"]),
        ...(row["evse_id"] === null ? {} : { evseId: Number(row["evse_id"]) }),
        profile: JSON.parse(String(row["profile"])) as ChargingProfileType,
      }));
  }

  put(
    { evseId, source, profile }: StoredChargingProfile,
    overStarts: readonly number[],
    displaced: readonly number[] = [],
  ): Promise<void> {
    return this.#db.write(() => {
      this.#remove(displaced);
      this.#db.statement(
        `INSERT INTO charging_profile (id, evse_id, source, profile) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (id) DO UPDATE SET evse_id = ?2, source = ?3, profile = ?4`,
      ).run(profile.id, evseId, source, JSON.stringify(profile));
      this.#removeStartProfiles(overStarts);
    });
  }

  putStartProfile(
    { remoteStartId, evseId, profile }: StartProfile,
    overStarts: readonly number[],
  ): Promise<void> {
    return this.#db.write(() => {
      this.#removeStartProfiles([...overStarts, remoteStartId]);
      this.#db.statement("INSERT INTO waiting_profile (remote_start_id, evse_id, profile) VALUES (?, ?, ?)")
        .run(remoteStartId, evseId ?? null, JSON.stringify(profile));
    });
  }

  remove(ids: readonly number[], overStarts: readonly number[]): Promise<void> {
    return this.#db.write(() => {
      this.#remove(ids);
      this.#removeStartProfiles(overStarts);
    });
  }

  #remove(ids: readonly number[]): void {
    const statement = this.#db.statement("DELETE FROM charging_profile WHERE id = ?");
    for (const id of ids) statement.run(id);
  }

  #removeStartProfiles(remoteStartIds: readonly number[]): void {
    const statement = this.#db.statement("DELETE FROM waiting_profile WHERE remote_start_id = ?");
    for (const id of remoteStartIds) statement.run(id);
  }
}
