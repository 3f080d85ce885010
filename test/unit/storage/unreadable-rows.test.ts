import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
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
    assert.deepEqual(states(`${path}.damaged-1`), ["bad", "fine", "good"]);
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
