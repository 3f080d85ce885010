import assert from "node:assert/strict";
import { groupCommit } from "../../../src/storage/database-group-commit.ts";
import { createDatabase } from "../../../src/storage/database-connection.ts";
import { openCore } from "./open-core.ts";
import { inTemporaryDirectory } from "../../fakes/temporary-directory.ts";
import { Dice } from "../../fuzz/ocpp-messages.ts";

/** Of the shipped module: the runtime lets a program that may do everything do more with SQLite. */
const permissions = { read: true, write: true };

/** Distinct matches in the files of the directory, byte by byte. */
async function readable(directory: string, pattern: RegExp): Promise<ReadonlySet<string>> {
  let text = "";
  for await (const { name } of Deno.readDir(directory)) {
    text += new TextDecoder("latin1").decode(await Deno.readFile(`${directory}/${name}`));
  }
  return new Set([...text.matchAll(pattern)].map(String));
}

const INSERT = "INSERT INTO outbox (message_id, action, payload, occurred_ms) VALUES (?, 'X', ?, 0)";

Deno.test(
  "what was removed and erased cannot be read from the file",
  { permissions },
  () =>
    inTemporaryDirectory(async (directory) => {
      const db = openCore(`${directory}/cp.db`);
      const insert = db.statement(INSERT);
      await db.write(() => {
        for (let row = 0; row < 500; row++) {
          insert.run(String(row), JSON.stringify({ secret: `NEEDLE-${row}` }));
        }
      });
      await db.write(() => void db.statement("DELETE FROM outbox WHERE position % 2 = 0").run());
      db.erase();
      assert.equal((await readable(directory, /NEEDLE-\d+/g)).size, 250);
      await db.write(() => void db.statement("DELETE FROM outbox").run());
      db.erase();
      assert.equal((await readable(directory, /NEEDLE-\d+/g)).size, 0);
      // It works on.
      await db.write(() => void insert.run("1", "{}"));
      db.close();
    }),
);

const SCHEMA = `
  CREATE TABLE queue (position INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT UNIQUE, payload TEXT NOT NULL) STRICT;
  CREATE INDEX queue_by_payload ON queue (payload) WHERE payload LIKE 'A%';
  CREATE TABLE "a list" (hash BLOB PRIMARY KEY, info TEXT) STRICT, WITHOUT ROWID;
  CREATE TABLE state (name TEXT PRIMARY KEY, value REAL) STRICT;`;

/** Copies of cells that SQLite moved lie in pages that are in use; a value with pages of its own leaves whole ones. */
Deno.test(
  "nothing of a row stays, wherever SQLite has moved it, and no other row changes",
  { permissions },
  () =>
    inTemporaryDirectory(async (directory) => {
      const connection = createDatabase(`${directory}/any.db`, "core", [SCHEMA]);
      const db = groupCommit(connection);
      const dice = new Dice(20_261_130);
      const padding = () => "x".repeat(dice.below(dice.roll() < 0.1 ? 20_000 : 600));
      const upsert = db.statement("INSERT OR REPLACE INTO queue (id, payload) VALUES (?, ?)");
      const list = db.statement('INSERT INTO "a list" VALUES (?, ?)');
      for (let round = 0; round < 40; round++) {
        await db.write(() => {
          for (let n = 0; n < 50; n++) {
            upsert.run(`id-${dice.below(500)}`, `NEEDLE-${round}-${n}-${padding()}`);
            list.run(crypto.getRandomValues(new Uint8Array(32)), `NEEDLE-list-${round}-${n}-${padding()}`);
          }
          db.statement("DELETE FROM queue WHERE position % 7 = ?").run(dice.below(7));
          db.statement(`DELETE FROM "a list" WHERE hex(hash) LIKE '${dice.below(10)}%'`).run();
          db.statement("INSERT OR REPLACE INTO state VALUES ('mean', ?)").run(round);
        });
      }
      const tables = ["queue", '"a list"', "state", "sqlite_sequence"];
      const rows = () => tables.map((table) => db.statement(`SELECT * FROM ${table}`).all());
      const before = rows();
      const needle = /NEEDLE-(list-)?\d+-\d+-/g;
      const stored = new Set([...JSON.stringify(before).matchAll(needle)].map(([text]) => text));
      const left = async () =>
        (await readable(directory, /NEEDLE-(?:list-)?\d+-\d+-/g)).difference(stored).size;
      assert.ok(await left() > 100);
      db.erase();
      assert.equal(await left(), 0);
      assert.deepEqual(rows(), before);
      assert.deepEqual({ ...connection.prepare("PRAGMA integrity_check").get() }, { integrity_check: "ok" });
      db.close();
    }),
);

/** Rows are removed and erased again and again, as customers who are cleared one after another. */
Deno.test(
  "the file does not grow with the number of erasures",
  { permissions },
  () =>
    inTemporaryDirectory(async (directory) => {
      const path = `${directory}/cp.db`;
      const db = openCore(path);
      const insert = db.statement(INSERT);
      const sizes: number[] = [];
      for (let round = 0; round < 40; round++) {
        await db.write(() => {
          for (let row = 0; row < 50; row++) insert.run(`${round}-${row}`, JSON.stringify("x".repeat(500)));
        });
        await db.write(() => void db.statement("DELETE FROM outbox").run());
        db.erase();
        sizes.push(Deno.statSync(path).size);
      }
      assert.deepEqual(new Set(sizes.slice(1)).size, 1, sizes.join());
      db.close();
    }),
);

Deno.test(
  "a database that is too large to be copied in memory is copied on the disk",
  { permissions },
  () =>
    inTemporaryDirectory(async (directory) => {
      const path = `${directory}/cp.db`;
      const db = openCore(path);
      const insert = db.statement(INSERT);
      await db.write(() => {
        for (let row = 0; row < 6000; row++) {
          insert.run(String(row), JSON.stringify(`NEEDLE-${row}-${"x".repeat(3500)}`));
        }
      });
      await db.write(() => void db.statement("DELETE FROM outbox WHERE position % 100 = 7").run());
      const before = Deno.statSync(path).size;
      assert.ok(before > 16 * 1024 * 1024);
      db.erase();
      assert.ok(Deno.statSync(path).size > before + 16 * 1024 * 1024);
      assert.equal((await readable(directory, /NEEDLE-\d+-/g)).size, 5940);
      assert.equal(db.statement("SELECT count(*) AS n FROM outbox").get()?.["n"], 5940);
      db.close();
    }),
);

Deno.test("neither references between tables nor values that a check would refuse now hinder it", () =>
  inTemporaryDirectory((directory) => {
    const connection = createDatabase(`${directory}/any.db`, "core", [`
      CREATE TABLE one (id INTEGER PRIMARY KEY, kind TEXT CHECK (kind IN ('a'))) STRICT;
      CREATE TABLE other (one INTEGER REFERENCES one ON DELETE CASCADE) STRICT;`]);
    connection.exec(
      "PRAGMA ignore_check_constraints = ON; INSERT INTO one VALUES (1, 'b'); INSERT INTO other VALUES (1)",
    );
    connection.exec("PRAGMA ignore_check_constraints = OFF");
    const db = groupCommit(connection);
    db.erase();
    assert.deepEqual(
      db.statement("SELECT one, kind FROM other JOIN one ON id = one").all().map((row) => ({ ...row })),
      [
        { one: 1, kind: "b" },
      ],
    );
    assert.throws(() => connection.exec("INSERT INTO other VALUES (2)"), /FOREIGN KEY/);
    assert.throws(() => connection.exec("INSERT INTO one VALUES (2, 'b')"), /CHECK/);
    db.close();
  }));
