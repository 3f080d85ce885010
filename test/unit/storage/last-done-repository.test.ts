import assert from "node:assert/strict";
import { CORE_MIGRATIONS } from "../../../src/storage/core-migrations.ts";
import { LastDoneRepository } from "../../../src/storage/last-done-repository.ts";
import { openDatabase } from "../../../src/storage/open-database.ts";
import { RecordingLogger } from "../../fakes/recording-logger.ts";

Deno.test("the time of the last doing outlives a restart and is replaced by a later one", async () => {
  const directory = await Deno.makeTempDir();
  const open = () =>
    openDatabase(`${directory}/cp.db`, {
      kind: "core",
      migrations: CORE_MIGRATIONS,
      log: new RecordingLogger(),
    });
  let db = open();
  assert.equal(new LastDoneRepository(db).at("ocsp-refreshed"), undefined);
  await new LastDoneRepository(db).done("ocsp-refreshed", 1_700_000_000_000);
  await new LastDoneRepository(db).done("ocsp-refreshed", 1_800_000_000_000);
  db.close();
  db = open();
  assert.equal(new LastDoneRepository(db).at("ocsp-refreshed"), 1_800_000_000_000);
  assert.equal(new LastDoneRepository(db).at("something else"), undefined);
  db.close();
  await Deno.remove(directory, { recursive: true });
});

Deno.test("times of what is no more are forgotten, others stay", async () => {
  const db = openDatabase(":memory:", {
    kind: "core",
    migrations: CORE_MIGRATIONS,
    log: new RecordingLogger(),
  });
  const times = new LastDoneRepository(db);
  for (const name of ["ocsp-refreshed", "ocsp-refreshed/1", "ocsp-refreshed/2", "other"]) {
    await times.done(name, 1);
  }
  await times.forgetOthers("ocsp-refreshed", ["ocsp-refreshed/2"]);
  assert.deepEqual(
    ["ocsp-refreshed", "ocsp-refreshed/1", "ocsp-refreshed/2", "other"].map((name) => times.at(name)),
    [undefined, undefined, 1, 1],
  );
  db.close();
});
