import assert from "node:assert/strict";
import type { FirmwareJob } from "../../../src/station/firmware/firmware-job.ts";
import { CORE_MIGRATIONS } from "../../../src/storage/core-migrations.ts";
import { FirmwareJobRepository } from "../../../src/storage/firmware-job-repository.ts";
import { openDatabase } from "../../../src/storage/open-database.ts";
import { RecordingLogger } from "../../fakes/recording-logger.ts";

Deno.test("the last firmware update outlives a restart and is replaced by a later one", async () => {
  const directory = await Deno.makeTempDir();
  const open = () =>
    openDatabase(`${directory}/cp.db`, {
      kind: "core",
      migrations: CORE_MIGRATIONS,
      log: new RecordingLogger(),
    });
  const first: FirmwareJob = { requestId: 1, kind: "signed", installation: "notDue" };
  const second: FirmwareJob = {
    requestId: 2,
    kind: "unsigned",
    status: "InstallScheduled",
    installAtMs: 1_800_000_000_000,
    installation: "waiting",
  };
  let db = open();
  assert.equal(new FirmwareJobRepository(db).load(), undefined);
  await new FirmwareJobRepository(db).save(first);
  await new FirmwareJobRepository(db).save(second);
  db.close();
  db = open();
  assert.deepEqual(new FirmwareJobRepository(db).load(), second);
  db.close();
  await Deno.remove(directory, { recursive: true });
});
