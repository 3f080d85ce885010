import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { openDatabase } from "../../../src/storage/open-database.ts";
import { adoptLibocppVariables } from "../../../src/storage/variable-adoption.ts";
import { DEVICE_MODEL_MIGRATIONS } from "../../../src/storage/variable-migrations.ts";
import { createVariableRepository } from "../../../src/storage/variable-repository.ts";
import { FakeClock } from "../../fakes/fake-clock.ts";
import { RecordingLogger } from "../../fakes/recording-logger.ts";

interface Row {
  readonly component: readonly [name: string, evse?: number, connector?: number];
  readonly variable: string;
  readonly mutability: "ReadOnly" | "WriteOnly" | "ReadWrite";
  readonly value: string | null;
  readonly source: string | null;
}

/** A database with the tables and columns of libocpp that the adoption reads. */
function libocppDatabase(path: string, rows: readonly Row[]): void {
  const db = new DatabaseSync(path);
  db.exec(`PRAGMA user_version = 3;
    CREATE TABLE MUTABILITY (ID INT PRIMARY KEY, MUTABILITY TEXT);
    INSERT INTO MUTABILITY VALUES (0, 'ReadOnly'), (1, 'WriteOnly'), (2, 'ReadWrite');
    CREATE TABLE VARIABLE_ATTRIBUTE_TYPE (ID INTEGER PRIMARY KEY, TYPE TEXT);
    INSERT INTO VARIABLE_ATTRIBUTE_TYPE VALUES (0, 'Actual'), (1, 'Target'), (2, 'MinSet'), (3, 'MaxSet');
    CREATE TABLE COMPONENT (ID INTEGER PRIMARY KEY, NAME TEXT, INSTANCE TEXT, EVSE_ID INTEGER, CONNECTOR_ID INTEGER);
    CREATE TABLE VARIABLE (ID INTEGER PRIMARY KEY, NAME TEXT, INSTANCE TEXT, COMPONENT_ID INTEGER, SOURCE TEXT);
    CREATE TABLE VARIABLE_ATTRIBUTE (ID INTEGER PRIMARY KEY, VARIABLE_ID INTEGER, MUTABILITY_ID INTEGER,
      TYPE_ID INTEGER, VALUE_SOURCE TEXT, VALUE TEXT);`);
  rows.forEach(({ component: [name, evse, connector], variable, mutability, value, source }, id) => {
    db.prepare("INSERT INTO COMPONENT VALUES (?, ?, NULL, ?, ?)").run(
      id,
      name,
      evse ?? null,
      connector ?? null,
    );
    db.prepare("INSERT INTO VARIABLE VALUES (?, ?, NULL, ?, 'OCPP')").run(id, variable, id);
    const mutabilityId = ["ReadOnly", "WriteOnly", "ReadWrite"].indexOf(mutability);
    db.prepare("INSERT INTO VARIABLE_ATTRIBUTE VALUES (?, ?, ?, 0, ?, ?)").run(
      id,
      id,
      mutabilityId,
      source,
      value,
    );
  });
  db.close();
}

function adopt(path: string) {
  const log = new RecordingLogger();
  const db = openDatabase(path, {
    kind: "device model",
    migrations: DEVICE_MODEL_MIGRATIONS,
    log,
    adopt: adoptLibocppVariables,
  });
  const values = createVariableRepository(db, new FakeClock()).all();
  db.close();
  return { values, log };
}

async function inTempFile(run: (path: string) => void): Promise<void> {
  const directory = await Deno.makeTempDir();
  try {
    run(`${directory}/device_model_storage.db`);
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

Deno.test("what was set under the C++ module is taken over, its configuration and live state are not", async () => {
  const security = { component: ["SecurityCtrlr"] } as const;
  await inTempFile((path) => {
    libocppDatabase(path, [
      {
        ...security,
        variable: "BasicAuthPassword",
        mutability: "WriteOnly",
        value: "0123456789abcdef",
        source: "csms",
      },
      { ...security, variable: "SecurityProfile", mutability: "ReadOnly", value: "2", source: "internal" },
      {
        ...security,
        variable: "OrganizationName",
        mutability: "ReadWrite",
        value: "Pionix",
        source: "default",
      },
      { ...security, variable: "Identity", mutability: "ReadWrite", value: "cp1", source: null },
      {
        component: ["EVSE", 1],
        variable: "AvailabilityState",
        mutability: "ReadOnly",
        value: "Occupied",
        source: "internal",
      },
      {
        component: ["Connector", 1, 2],
        variable: "Own",
        mutability: "ReadWrite",
        value: "x",
        source: "a_module",
      },
      {
        component: ["TxCtrlr"],
        variable: "TxStartPoint",
        mutability: "ReadWrite",
        value: null,
        source: "csms",
      },
    ]);
    const { values, log } = adopt(path);
    assert.deepEqual(
      values.map(({ component, variable, value, setBy }) => [component, variable.name, value, setBy]).sort(),
      [
        [{ name: "SecurityCtrlr" }, "BasicAuthPassword", "0123456789abcdef", "csms"],
        [{ name: "Connector", evse: { id: 1, connectorId: 2 } }, "Own", "x", "everest"],
        [{ name: "SecurityCtrlr" }, "SecurityProfile", "2", "station"],
      ],
    );
    assert.equal(log.lines.at(-1)?.message, "values were imported into a database");
    const imported = { database: "device model", from: `${path}.foreign-1`, rows: 3 };
    assert.deepEqual(log.lines.at(-1)?.fields, imported);
    assert.ok(!JSON.stringify(log.lines).includes("0123456789abcdef"));
  });
});

Deno.test("a database that is neither ours nor libocpp's is set aside and nothing is taken from it", async () => {
  await inTempFile((path) => {
    const db = new DatabaseSync(path);
    db.exec("CREATE TABLE theirs (x); INSERT INTO theirs VALUES (1)");
    db.close();
    const { values, log } = adopt(path);
    assert.deepEqual(values, []);
    assert.equal(log.messages("warning").length, 1);
  });
});

Deno.test("the next start takes nothing over a second time", async () => {
  await inTempFile((path) => {
    libocppDatabase(path, [
      { component: ["C"], variable: "V", mutability: "ReadWrite", value: "x", source: "csms" },
    ]);
    assert.equal(adopt(path).values.length, 1);
    assert.deepEqual(adopt(path).log.lines, []);
  });
});
