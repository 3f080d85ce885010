import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { CORE_SHAPES } from "../../../src/runtime/stored-shapes.ts";
import { CORE_MIGRATIONS } from "../../../src/storage/core-migrations.ts";
import { openDatabase } from "../../../src/storage/open-database.ts";
import { JSON_COLUMNS } from "../../../src/storage/unreadable-rows.ts";
import { DEVICE_MODEL_MIGRATIONS } from "../../../src/storage/variable-migrations.ts";
import { RecordingLogger } from "../../fakes/recording-logger.ts";

/** Texts that stand for themselves. */
const PLAIN_COLUMNS = new Set([
  "action",
  "attribute",
  "base",
  "component",
  "component_instance",
  "file_monitor",
  "hash",
  "id_token",
  "identity",
  "message_id",
  "name",
  "set_by",
  "source",
  "status",
  "token",
  "transaction_id",
  "type",
  "unit",
  "value",
  "variable",
  "variable_instance",
]);

Deno.test("every text column of the schemas is known to hold JSON or not to", () => {
  for (const migrations of [CORE_MIGRATIONS, DEVICE_MODEL_MIGRATIONS]) {
    const db = new DatabaseSync(":memory:");
    for (const step of migrations) db.exec(step);
    const columns = db.prepare(
      `SELECT c.name AS name FROM sqlite_schema t JOIN pragma_table_info(t.name) c
       WHERE t.type = 'table' AND c.type = 'TEXT'`,
    ).all();
    for (const { name } of columns) {
      assert(JSON_COLUMNS.has(String(name)) !== PLAIN_COLUMNS.has(String(name)), `column ${name}`);
    }
    db.close();
  }
});

Deno.test("rows that cannot be read are left out, the others stay, and the file as it was lies beside", async () => {
  const directory = await Deno.makeTempDir();
  const path = `${directory}/cp.db`;
  const log = new RecordingLogger();
  const options = { kind: "core", migrations: CORE_MIGRATIONS, log } as const;
  const states = (file: string) => {
    const db = new DatabaseSync(file);
    const rows = db.prepare("SELECT transaction_id AS id FROM open_transaction ORDER BY 1").all();
    db.close();
    return rows.map(({ id }) => id);
  };
  try {
    const db = openDatabase(path, options);
    await db.write(() => {
      for (const [id, state] of [["good", "{}"], ["bad", '{"a":'], ["fine", '{"b":1}']]) {
        db.statement("INSERT INTO open_transaction VALUES (?, ?)").run(id!, state!);
      }
    });
    db.close();
    openDatabase(path, options).close();
    assert.deepEqual(states(path), ["fine", "good"]);
    assert.deepEqual(states(`${path}.unrepaired-1`), ["bad", "fine", "good"]);
    assert.deepEqual(log.lines.map(({ level, fields }) => [level, fields["table"], fields["rows"]]), [
      ["error", "open_transaction", 1],
    ]);
    log.lines.length = 0;
    openDatabase(path, options).close();
    assert.deepEqual(log.lines, []);
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
});

const PROFILE = {
  id: 5,
  stackLevel: 0,
  chargingProfilePurpose: "TxDefaultProfile",
  chargingProfileKind: "Relative",
  chargingSchedule: [{
    id: 1,
    chargingRateUnit: "A",
    chargingSchedulePeriod: [{ startPeriod: 0, limit: 16 }],
  }],
};
const GROUP = { idToken: "G", type: "Central" };

/** Each row with whether it stays. */
const MISFITS: readonly {
  readonly table: string;
  readonly insert: string;
  readonly rows: readonly (readonly [key: number, json: unknown, fate: "stays" | "goes"])[];
}[] = [
  {
    table: "charging_profile",
    insert: "INSERT INTO charging_profile (id, evse_id, source, profile) VALUES (?, 1, 'CSO', ?)",
    rows: [
      [5, PROFILE, "stays"],
      [6, { ...PROFILE, id: 6, chargingSchedule: undefined }, "goes"],
      [7, { ...PROFILE, id: 6 }, "goes"],
      [8, "profile", "goes"],
    ],
  },
  {
    table: "cached_token",
    insert: "INSERT INTO cached_token VALUES (CAST(? AS BLOB), ?, 0, NULL, 1, 1, 1)",
    rows: [
      [1, { status: "Accepted" }, "stays"],
      [2, { status: "Blocked", groupIdToken: GROUP }, "stays"],
      [3, { rtatus: "Accepted" }, "goes"],
      [4, { status: "Bccepted" }, "goes"],
      [5, { status: "Accepted", groupIdToken: { jdToken: "G" } }, "goes"],
      [6, { status: "Accepted", groupIdToken: { idToken: 1 } }, "goes"],
      [7, [], "goes"],
    ],
  },
  {
    table: "listed_token",
    insert: "INSERT INTO listed_token VALUES (CAST(? AS BLOB), ?)",
    rows: [[1, { status: "Invalid" }, "stays"], [2, {}, "goes"]],
  },
  {
    table: "outbox",
    insert:
      "INSERT INTO outbox (position, message_id, action, payload, occurred_ms) VALUES (?1, 'm' || ?1, 'A', ?2, 0)",
    rows: [[1, { any: "thing" }, "stays"]],
  },
];

for (const { table, insert, rows } of MISFITS) {
  Deno.test(`${table}: rows that are JSON of another type are left out and named`, async () => {
    const directory = await Deno.makeTempDir();
    const path = `${directory}/cp.db`;
    const log = new RecordingLogger();
    const options = { kind: "core", migrations: CORE_MIGRATIONS, log, shapes: CORE_SHAPES } as const;
    try {
      const db = openDatabase(path, options);
      await db.write(() => {
        for (const [key, json] of rows) db.statement(insert).run(key, JSON.stringify(json));
      });
      db.close();
      const again = openDatabase(path, options);
      const kept = again.statement(`SELECT count(*) AS n FROM ${table}`).get()?.["n"];
      const left = rows.filter(([, , fate]) => fate === "goes").length;
      assert.equal(kept, rows.length - left);
      again.close();
      assert.deepEqual(
        log.lines.map(({ level, fields }) => [level, fields["table"], fields["rows"]]),
        left === 0 ? [] : [["error", table, left]],
      );
    } finally {
      await Deno.remove(directory, { recursive: true });
    }
  });
}
