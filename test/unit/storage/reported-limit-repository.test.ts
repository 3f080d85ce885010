import assert from "node:assert/strict";
import { join } from "node:path";
import { evseId } from "../../../src/kernel/ids.ts";
import { CORE_MIGRATIONS } from "../../../src/storage/core-migrations.ts";
import { ReportedLimitRepository } from "../../../src/storage/reported-limit-repository.ts";
import { openCore } from "./open-core.ts";

Deno.test("the limits that the CSMS knows of outlive a restart, one of each EVSE", async () => {
  const directory = await Deno.makeTempDir();
  const path = join(directory, "core.db");
  let db = openCore(path);
  const before = new ReportedLimitRepository(db);
  assert.deepEqual(before.all(), new Map());
  await before.put(evseId(1), { value: 10, unit: "A" });
  await before.put(evseId(1), { value: 3000.5, unit: "W" });
  await before.put(evseId(2), { value: 6, unit: "A" });
  await before.put(evseId(2), undefined);
  db.close();
  db = openCore(path);
  assert.deepEqual(new ReportedLimitRepository(db).all(), new Map([[1, { value: 3000.5, unit: "W" }]]));
  db.close();
  await Deno.remove(directory, { recursive: true });
});

Deno.test("a database of before knows no limits", async () => {
  const directory = await Deno.makeTempDir();
  const path = join(directory, "core.db");
  const step = CORE_MIGRATIONS.findIndex((script) => script.includes("reported_limit"));
  openCore(path, { migrations: CORE_MIGRATIONS.slice(0, step) }).close();
  const db = openCore(path);
  assert.deepEqual(new ReportedLimitRepository(db).all(), new Map());
  db.close();
  await Deno.remove(directory, { recursive: true });
});
