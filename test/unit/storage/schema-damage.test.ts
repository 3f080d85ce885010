import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { CORE_MIGRATIONS } from "../../../src/storage/core-migrations.ts";
import { KNOWN_SCHEMAS, schemaHash } from "../../../src/storage/known-schemas.ts";
import type { DatabaseKind } from "../../../src/storage/migrations.ts";
import { EVEREST_MODEL_MIGRATIONS } from "../../../src/storage/module-type-repository.ts";
import { hasLatestSchema } from "../../../src/storage/schema-damage.ts";
import { DEVICE_MODEL_MIGRATIONS } from "../../../src/storage/variable-migrations.ts";
import { RecordingLogger } from "../../fakes/recording-logger.ts";
import { openCore } from "./open-core.ts";

const INSERT =
  "INSERT INTO outbox (message_id, action, payload, transaction_id, occurred_ms) VALUES (?, 'X', '{}', 't', 0)";
const RESTORED = "a database is damaged: its schema is restored";

const STEPS: Record<DatabaseKind, readonly string[]> = {
  "core": CORE_MIGRATIONS,
  "device model": DEVICE_MODEL_MIGRATIONS,
  "EVerest device model": EVEREST_MODEL_MIGRATIONS,
};

for (const kind of Object.keys(KNOWN_SCHEMAS) as DatabaseKind[]) {
  Deno.test(`the known schema of the ${kind} database is the one that its steps make`, () => {
    using db = new DatabaseSync(":memory:");
    for (const step of STEPS[kind]) db.exec(step);
    const { sql } = db.prepare(
      "SELECT group_concat(coalesce(sql, ''), char(10) ORDER BY name) AS sql FROM sqlite_schema",
    ).get()!;
    assert.equal(KNOWN_SCHEMAS[kind], schemaHash(String(sql)));
    assert(hasLatestSchema(db, kind));
    db.exec("CREATE TABLE another (a)");
    assert(!hasLatestSchema(db, kind));
  });
}

/** Everywhere in the bytes: SQLite leaves copies of what it has moved. */
function replaceAll(bytes: Uint8Array, from: string, to: string): void {
  assert.equal(to.length, from.length);
  const text = new TextDecoder("latin1").decode(bytes);
  const places = [...text.matchAll(new RegExp(RegExp.escape(from), "g"))];
  assert(places.length > 0);
  for (const { index } of places) bytes.set(new TextEncoder().encode(to), index);
}

/** A core database with one unsent message, of which one text in the file is replaced, or the schema changed by SQL. */
async function afterDamage(
  change: { readonly from: string; readonly to: string } | { readonly sql: string },
  schema = CORE_MIGRATIONS,
) {
  const directory = await Deno.makeTempDir();
  const path = `${directory}/cp.db`;
  const log = new RecordingLogger();
  try {
    const before = openCore(path, { migrations: schema });
    await before.write(() => void before.statement(INSERT).run("before"));
    before.close();
    if ("sql" in change) {
      using db = new DatabaseSync(path);
      db.exec(change.sql);
    } else {
      const bytes = Deno.readFileSync(path);
      replaceAll(bytes, change.from, change.to);
      Deno.writeFileSync(path, bytes);
    }
    const db = openCore(path, { log });
    await db.write(() => void db.statement(INSERT).run("after"));
    const ids = db.statement("SELECT message_id FROM outbox WHERE transaction_id = 't' ORDER BY position")
      .all();
    const aside = [...Deno.readDirSync(directory)].map(({ name }) => name).filter((name) =>
      name.includes("-1")
    );
    db.close();
    return { ids: ids.map((row) => row["message_id"]), errors: log.messages("error"), aside, log };
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

const DAMAGE: Record<string, { from: string; to: string }> = {
  "a column has another name": { from: "transaction_id TEXT,", to: "transactjon_id TEXT," },
  "a constraint is another": { from: "UNIQUE,\n    action", to: "UNIRUE,\n    action" },
  "the text is no SQL": { from: "CREATE TABLE outbox", to: "CREATE TARLE outbox" },
  "a table has another name": { from: "outboxoutbox\u0002CREATE", to: "outboyoutbox\u0002CREATE" },
  "a condition of an index is another": {
    from: "(set_aside_ms) WHERE set_aside_ms IS NOT NULL",
    to: "(set_aside_ms) WHERE set_aside_mr IS NOT NULL",
  },
  "a character is none": { from: "message_id TEXT NOT NULL", to: "message_id\u0000TEXT NOT NULL" },
  "a comment has swallowed a column": { from: "TransactionEvent only.\n", to: "TransactionEvent only. " },
};

for (const [what, change] of Object.entries(DAMAGE)) {
  Deno.test(`no message is lost when a byte of the schema is damaged: ${what}`, async () => {
    const { ids, errors, aside } = await afterDamage(change);
    assert.deepEqual(ids, ["before", "after"]);
    assert.deepEqual(errors, [RESTORED]);
    assert.deepEqual(aside, ["cp.db.unrepaired-1"]);
  });
}

Deno.test("damage in a database of an earlier version is mended before it is migrated", async () => {
  const earlier = CORE_MIGRATIONS.slice(0, -1);
  const { ids, errors } = await afterDamage(DAMAGE["a column has another name"]!, earlier);
  assert.deepEqual(ids, ["before", "after"]);
  assert.deepEqual(errors, [RESTORED]);
});

const LEFT_ALONE: Record<string, { sql: string } | { from: string; to: string }> = {
  "an index that somebody added": { sql: "CREATE INDEX quick ON outbox (action)" },
  "an index that somebody removed": { sql: "DROP INDEX outbox_set_aside" },
  "a column that somebody added": { sql: "ALTER TABLE outbox ADD COLUMN remark TEXT" },
  "a comment that is damaged": { from: "TransactionEvent only.", to: "TransactionEvent onlx." },
};

for (const [what, change] of Object.entries(LEFT_ALONE)) {
  Deno.test(`the schema is left alone: ${what}`, async () => {
    const { ids, errors, aside } = await afterDamage(change);
    assert.deepEqual(ids, ["before", "after"]);
    assert.deepEqual([errors, aside], [[], []]);
  });
}

Deno.test("a database without one of its tables is set aside, and the others are used on", async () => {
  const { ids, aside, log } = await afterDamage({ sql: "DROP TABLE counter" });
  assert.deepEqual(ids, ["before", "after"]);
  assert.deepEqual(aside, ["cp.db.damaged-1"]);
  assert.equal(
    log.lines.find(({ level }) => level === "error")?.fields["reason"],
    "it is damaged: it has no counter",
  );
});

Deno.test("a repair that another process does not permit leaves no copy, and is done at the next start", async () => {
  const directory = await Deno.makeTempDir();
  const path = `${directory}/cp.db`;
  openCore(path).close();
  const bytes = Deno.readFileSync(path);
  replaceAll(bytes, "transaction_id TEXT,", "transactjon_id TEXT,");
  Deno.writeFileSync(path, bytes);
  const names = () =>
    [...Deno.readDirSync(directory)].map(({ name }) => name).filter((name) => name.includes("-1"));
  {
    using other = new DatabaseSync(path);
    other.exec("BEGIN IMMEDIATE");
    assert.throws(() => openCore(path), /locked/);
    assert.deepEqual(names(), []);
  }
  openCore(path).close();
  assert.deepEqual(names(), ["cp.db.unrepaired-1"]);
  await Deno.remove(directory, { recursive: true });
});
