import assert from "node:assert/strict";
import { join } from "node:path";
import { connectorId, evseId } from "../../../src/kernel/ids.ts";
import { CORE_MIGRATIONS } from "../../../src/storage/core-migrations.ts";
import { openDatabase } from "../../../src/storage/open-database.ts";
import { OperativeStateRepository } from "../../../src/storage/operative-state-repository.ts";
import { ScheduledResetRepository } from "../../../src/storage/scheduled-reset-repository.ts";
import { RecordingLogger } from "../../fakes/recording-logger.ts";

Deno.test("decisions about the same place replace each other, and all of them outlive a restart", async () => {
  const directory = await Deno.makeTempDir();
  const path = join(directory, "cp.db");
  const open = () =>
    openDatabase(path, { kind: "core", migrations: CORE_MIGRATIONS, log: new RecordingLogger() });
  let db = open();
  const before = new OperativeStateRepository(db);
  assert.deepEqual(before.load(), []);
  await before.save({ status: "Inoperative" });
  await before.save({ evseId: evseId(2), status: "Inoperative" });
  await before.save({ evseId: evseId(2), connectorId: connectorId(1), status: "Inoperative" });
  await before.save({ status: "Operative" });
  await new ScheduledResetRepository(db).schedule(1);
  await new ScheduledResetRepository(db).schedule(2);
  db.close();

  db = open();
  assert.deepEqual(new OperativeStateRepository(db).load(), [
    { status: "Operative" },
    { evseId: 2, status: "Inoperative" },
    { evseId: 2, connectorId: 1, status: "Inoperative" },
  ]);
  const reset = new ScheduledResetRepository(db);
  assert.equal(reset.isScheduled(), true);
  await reset.clear();
  assert.equal(reset.isScheduled(), false);
  db.close();
  await Deno.remove(directory, { recursive: true });
});
