import assert from "node:assert/strict";
import { join } from "node:path";
import { knownModuleTypes } from "../../../../src/runtime/bus/everest-module-types.ts";
import { RecordingLogger } from "../../../fakes/recording-logger.ts";

async function withDatabase(run: (path: string) => Promise<void>): Promise<void> {
  const directory = await Deno.makeTempDir();
  try {
    await run(join(directory, "share", "everest.db"));
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

Deno.test("module types that the manager has cleared are remembered from the start before", async () => {
  await withDatabase(async (path) => {
    const log = new RecordingLogger();
    assert.deepEqual(await knownModuleTypes({}, path, log), {});
    const first = { evse_1: "EvseManager", auth: "Auth" };
    assert.deepEqual(await knownModuleTypes(first, path, log), first);
    assert.deepEqual(await knownModuleTypes({}, path, log), first);
    const second = { evse_1: "Other" };
    assert.deepEqual(await knownModuleTypes(second, path, log), second);
    assert.deepEqual(await knownModuleTypes({}, path, log), second);
    assert.deepEqual(log.lines, []);
  });
});

Deno.test("without a place to keep them the station knows what it was told, and says so once", async () => {
  const log = new RecordingLogger();
  const told = { evse_1: "EvseManager" };
  assert.deepEqual(await knownModuleTypes(told, "/proc/nowhere/everest.db", log), told);
  assert.equal(log.lines.length, 1);
});

Deno.test("the database that EVerest's C++ module kept there is set aside", async () => {
  await withDatabase(async (path) => {
    await Deno.mkdir(join(path, ".."), { recursive: true });
    const { DatabaseSync } = await import("node:sqlite");
    const foreign = new DatabaseSync(path);
    foreign.exec("CREATE TABLE COMPONENT (id INTEGER)");
    foreign.close();
    const told = { evse_1: "EvseManager" };
    await knownModuleTypes(told, path, new RecordingLogger());
    assert.deepEqual(await knownModuleTypes({}, path, new RecordingLogger()), told);
    assert.ok(await Deno.stat(`${path}.foreign-1`));
  });
});
