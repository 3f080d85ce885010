import assert from "node:assert/strict";
import type { ChargingProfileType } from "../../../src/ocpp/messages.ts";
import { ChargingProfileRepository } from "../../../src/storage/charging-profile-repository.ts";
import { CORE_MIGRATIONS } from "../../../src/storage/core-migrations.ts";
import { openDatabase } from "../../../src/storage/open-database.ts";
import { RecordingLogger } from "../../fakes/recording-logger.ts";

const profile = (id: number, stackLevel = 0): ChargingProfileType => ({
  id,
  stackLevel,
  chargingProfilePurpose: "TxDefaultProfile",
  chargingProfileKind: "Relative",
  chargingSchedule: [{
    id: 1,
    chargingRateUnit: "A",
    chargingSchedulePeriod: [{ startPeriod: 0, limit: 16.1 }],
  }],
  customData: { vendorId: "anybody" },
});
const stored = (id: number, evseId: number, stackLevel?: number) =>
  ({ evseId, source: "CSO", profile: profile(id, stackLevel) }) as const;

Deno.test("charging profiles outlive a restart as they came; one replaces that with its id, on whatever EVSE", async () => {
  const directory = await Deno.makeTempDir();
  const open = () =>
    openDatabase(`${directory}/cp.db`, {
      kind: "core",
      migrations: CORE_MIGRATIONS,
      log: new RecordingLogger(),
    });
  let db = open();
  const repository = new ChargingProfileRepository(db);
  assert.deepEqual([repository.all(), repository.startProfiles()], [[], []]);
  await repository.put(stored(2, 0), []);
  await repository.put(stored(-1, 1), []);
  await repository.put(stored(2, 3, 5), []);
  for (const remoteStartId of [9, 7, 4]) {
    await repository.putStartProfile({ remoteStartId, profile: profile(remoteStartId) }, []);
  }
  await repository.putStartProfile({ remoteStartId: 9, evseId: 2, profile: profile(8) }, [4]);
  db.close();
  db = open();
  const again = new ChargingProfileRepository(db);
  assert.deepEqual(again.all(), [stored(-1, 1), stored(2, 3, 5)]);
  assert.deepEqual(again.startProfiles(), [
    { remoteStartId: 7, profile: profile(7) },
    { remoteStartId: 9, evseId: 2, profile: profile(8) },
  ]);
  // The start has become a transaction: both change or neither.
  await again.put(stored(8, 1), [9]);
  await again.remove([-1, 1000], [1000]);
  assert.deepEqual(again.all(), [stored(2, 3, 5), stored(8, 1)]);
  assert.deepEqual(again.startProfiles(), [{ remoteStartId: 7, profile: profile(7) }]);
  await again.remove([], [7]);
  assert.deepEqual(again.startProfiles(), []);
  db.close();
  await Deno.remove(directory, { recursive: true });
});

Deno.test("profiles of remote starts that an older release stored are kept", async () => {
  const directory = await Deno.makeTempDir();
  const log = new RecordingLogger();
  const before = CORE_MIGRATIONS.findIndex((step) => step.includes("waiting_profile"));
  const open = (migrations: readonly string[]) =>
    openDatabase(`${directory}/cp.db`, { kind: "core", migrations, log });
  let db = open(CORE_MIGRATIONS.slice(0, before));
  const older = db;
  await older.write(() => {
    older.statement("INSERT INTO start_profile VALUES (?, ?)").run(7, JSON.stringify(profile(8)));
  });
  db.close();
  db = open(CORE_MIGRATIONS);
  const repository = new ChargingProfileRepository(db);
  assert.deepEqual(repository.startProfiles(), [{ remoteStartId: 7, profile: profile(8) }]);
  db.close();
  await Deno.remove(directory, { recursive: true });
});
