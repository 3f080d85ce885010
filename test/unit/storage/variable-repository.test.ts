import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { migrate } from "../../../src/storage/migrations.ts";
import { openDatabase } from "../../../src/storage/open-database.ts";
import { DEVICE_MODEL_MIGRATIONS } from "../../../src/storage/variable-migrations.ts";
import { createVariableRepository } from "../../../src/storage/variable-repository.ts";
import type { StoredValue } from "../../../src/variables/variable-store.ts";
import { FakeClock } from "../../fakes/fake-clock.ts";
import { RecordingLogger } from "../../fakes/recording-logger.ts";

const CLOCK = new FakeClock();

function inMemory(run: (store: ReturnType<typeof createVariableRepository>) => Promise<void>) {
  return async () => {
    const db = openDatabase(":memory:", {
      kind: "device model",
      migrations: DEVICE_MODEL_MIGRATIONS,
      log: new RecordingLogger(),
    });
    try {
      await run(createVariableRepository(db, CLOCK));
    } finally {
      db.close();
    }
  };
}

const PLAIN: StoredValue = {
  component: { name: "OCPPCommCtrlr" },
  variable: { name: "OfflineThreshold" },
  attribute: "Actual",
  value: "300",
  setBy: "csms",
  setMs: CLOCK.wallMs(),
};

const EVERYTHING: StoredValue = {
  component: { name: "Connector", instance: "left", evse: { id: 1, connectorId: 2 } },
  variable: { name: "Voltage", instance: "L1" },
  attribute: "MaxSet",
  value: "ü😀\n'",
  setBy: "everest",
  setMs: CLOCK.wallMs(),
};

Deno.test(
  "values come back as they were saved, whatever their place and instance",
  inMemory(async (store) => {
    const onEvse: StoredValue = { ...PLAIN, component: { name: "EVSE", evse: { id: 1 } }, setBy: "station" };
    await Promise.all([PLAIN, EVERYTHING, onEvse].map((value) => store.save(value)));
    const found = store.all();
    assert.equal(found.length, 3);
    for (const value of [PLAIN, EVERYTHING, onEvse]) {
      assert.ok(
        found.some((other) => JSON.stringify(other) === JSON.stringify(value)),
        JSON.stringify(value),
      );
    }
  }),
);

Deno.test(
  "a later value replaces the earlier one, without regard to the case of names",
  inMemory(async (store) => {
    await store.save(PLAIN);
    await store.save({
      ...PLAIN,
      component: { name: "ocppcommctrlr" },
      variable: { name: "OFFLINETHRESHOLD" },
      value: "5",
      setBy: "station",
    });
    assert.deepEqual(store.all(), [{ ...PLAIN, value: "5", setBy: "station" }]);
  }),
);

Deno.test(
  "another attribute, instance or place is another value",
  inMemory(async (store) => {
    await store.save(PLAIN);
    await store.save({ ...PLAIN, attribute: "Target" });
    await store.save({ ...PLAIN, variable: { ...PLAIN.variable, instance: "a" } });
    await store.save({ ...PLAIN, component: { ...PLAIN.component, evse: { id: 0 } } });
    assert.equal(store.all().length, 4);
  }),
);

Deno.test(
  "removed values are gone, the others stay",
  inMemory(async (store) => {
    await store.save(PLAIN);
    await store.save(EVERYTHING);
    await store.remove([EVERYTHING]);
    assert.deepEqual(store.all(), [PLAIN]);
  }),
);

Deno.test("a value that an earlier version stored stays; when it was set is not known", async () => {
  const path = await Deno.makeTempFile();
  const older = new DatabaseSync(path);
  migrate(older, "device model", DEVICE_MODEL_MIGRATIONS.slice(0, 1), 0);
  older.exec(
    "INSERT INTO variable_value VALUES ('OCPPCommCtrlr', '', -1, -1, 'OfflineThreshold', '', 'Actual', '300', 'csms')",
  );
  older.close();
  const log = new RecordingLogger();
  const db = openDatabase(path, { kind: "device model", migrations: DEVICE_MODEL_MIGRATIONS, log });
  const { setMs: _, ...timeless } = PLAIN;
  assert.deepEqual(createVariableRepository(db, CLOCK).all(), [timeless]);
  db.close();
});
