import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { readProfile } from "../../../../src/runtime/libocpp-core-import.ts";
import { CORE_MIGRATIONS } from "../../../../src/storage/core-migrations.ts";
import { chargingProfiles } from "../../../../src/storage/libocpp-import/charging-profiles.ts";

/** As the C++ module writes profiles: validity and phases are filled in. */
function profile(change: Record<string, unknown> = {}, schedule: Record<string, unknown> = {}) {
  return {
    id: 1,
    stackLevel: 5,
    chargingProfilePurpose: "TxDefaultProfile",
    chargingProfileKind: "Recurring",
    recurrencyKind: "Daily",
    validFrom: "1970-01-01T00:00:00.000Z",
    validTo: "2262-04-11T23:47:16.854Z",
    chargingSchedule: [{
      id: 1,
      chargingRateUnit: "A",
      startSchedule: "2024-01-01T08:00:00.000Z",
      duration: 3600,
      chargingSchedulePeriod: [{ startPeriod: 0, limit: 16.0, numberPhases: 3 }],
      ...schedule,
    }],
    ...change,
  };
}

/** The table of schema 6. */
function libocpp(rows: readonly (readonly [id: number, evseId: number, purpose: string, profile: string])[]) {
  const db = new DatabaseSync(":memory:");
  db.exec(
    `CREATE TABLE CHARGING_PROFILES (ID INT PRIMARY KEY NOT NULL, EVSE_ID INT NOT NULL, STACK_LEVEL INT NOT NULL,
    CHARGING_PROFILE_PURPOSE TEXT NOT NULL, PROFILE TEXT NOT NULL,
    CHARGING_LIMIT_SOURCE TEXT NOT NULL DEFAULT 'CSO', TRANSACTION_ID TEXT)`,
  );
  const insert = db.prepare(
    "INSERT INTO CHARGING_PROFILES (ID, EVSE_ID, STACK_LEVEL, CHARGING_PROFILE_PURPOSE, PROFILE) VALUES (?, ?, 0, ?, ?)",
  );
  for (const row of rows) insert.run(...row);
  return db;
}

Deno.test("profiles of station and EVSEs are imported; the rest is named with the reason", () => {
  const maximum = profile({ id: 2, chargingProfilePurpose: "ChargingStationMaxProfile" });
  using foreign = libocpp([
    [1, 2, "TxDefaultProfile", JSON.stringify(profile())],
    [2, 0, "ChargingStationMaxProfile", JSON.stringify(maximum)],
    [
      3,
      1,
      "TxProfile",
      JSON.stringify(profile({ id: 3, chargingProfilePurpose: "TxProfile", transactionId: "t" })),
    ],
    [
      4,
      0,
      "ChargingStationExternalConstraints",
      JSON.stringify(
        profile({ id: 4, chargingProfilePurpose: "ChargingStationExternalConstraints" }),
      ),
    ],
    [5, 1, "TxDefaultProfile", "{"],
    [6, 1, "TxDefaultProfile", JSON.stringify({ id: 6 })],
    [
      7,
      1,
      "TxDefaultProfile",
      JSON.stringify(
        profile({ id: 7 }, { chargingSchedulePeriod: [{ startPeriod: 0, limit: 16, numberPhases: 0 }] }),
      ),
    ],
    [8, 3, "TxDefaultProfile", JSON.stringify(profile({ id: 8 }))],
  ]);
  const part = chargingProfiles(readProfile, 2);
  const { rows, left } = part.read(foreign);
  assert.deepEqual(rows.map((row) => part.describe(row)), [
    "TxDefaultProfile 1 of stack level 5 on EVSE 2",
    "ChargingStationMaxProfile 2 of stack level 5 on the station",
  ]);
  assert.deepEqual(left.map(({ row, reason }) => `${row}: ${reason}`), [
    "TxProfile 3: its transaction is not imported",
    "ChargingStationExternalConstraints 4: the CSMS has not set it",
    "TxDefaultProfile 5: it is not JSON",
    "TxDefaultProfile 6: it is no valid charging profile of OCPP 2.0.1",
    "TxDefaultProfile 7: chargingSchedule: numberPhases of period 0 is not 1, 2 or 3",
    "TxDefaultProfile 8: the station has no such EVSE",
  ]);

  using fresh = new DatabaseSync(":memory:");
  for (const step of CORE_MIGRATIONS) fresh.exec(step);
  part.write!(fresh, rows);
  const stored = fresh.prepare("SELECT id, evse_id, source, profile FROM charging_profile ORDER BY id").all();
  assert.deepEqual(stored.map(({ id, evse_id, source }) => [id, evse_id, source]), [[1, 2, "CSO"], [
    2,
    0,
    "CSO",
  ]]);
  assert.deepEqual(JSON.parse(String(stored[1]?.["profile"])), maximum);
});
