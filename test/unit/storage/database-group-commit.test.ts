import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { groupCommit } from "../../../src/storage/database-group-commit.ts";

/** A group-committing database on disk and a second connection that sees only what is committed. */
function twoConnections(
  run: (db: ReturnType<typeof groupCommit>, committed: () => unknown[]) => Promise<void>,
) {
  return async () => {
    const path = await Deno.makeTempFile();
    const raw = new DatabaseSync(path);
    raw.exec("PRAGMA journal_mode = WAL");
    raw.exec("CREATE TABLE parent (id INTEGER PRIMARY KEY); CREATE TABLE note (text TEXT PRIMARY KEY)");
    raw.exec(
      "CREATE TABLE child (parent INTEGER REFERENCES parent (id) DEFERRABLE INITIALLY DEFERRED)",
    );
    const db = groupCommit(raw);
    const reader = new DatabaseSync(path);
    try {
      await run(
        db,
        () => reader.prepare("SELECT text FROM note ORDER BY text").all().map((row) => row["text"]),
      );
    } finally {
      reader.close();
      if (raw.isOpen) db.close();
      await Deno.remove(path);
    }
  };
}

const insert = (db: ReturnType<typeof groupCommit>, text: string) => () => {
  db.statement("INSERT INTO note (text) VALUES (?)").run(text);
  return text;
};

Deno.test(
  "a write is seen at once by its own process and is committed when its promise resolves",
  twoConnections(async (db, committed) => {
    const written = db.write(insert(db, "a"));
    assert.equal(db.statement("SELECT count(*) AS n FROM note").get()?.["n"], 1);
    assert.deepEqual(committed(), []);
    assert.equal(await written, "a");
    assert.deepEqual(committed(), ["a"]);
  }),
);

Deno.test(
  "writes of one turn, also from later promise continuations, share one commit",
  twoConnections(async (db, committed) => {
    const first = db.write(insert(db, "a"));
    for (let i = 0; i < 50; i++) await Promise.resolve();
    const second = db.write(insert(db, "b"));
    assert.deepEqual(committed(), []);
    await first;
    assert.deepEqual(committed(), ["a", "b"]);
    await second;
  }),
);

Deno.test(
  "a change that throws undoes only itself and rejects only its own promise",
  twoConnections(async (db, committed) => {
    const good = db.write(insert(db, "a"));
    const bad = db.write(() => {
      insert(db, "b")();
      throw new Error("no");
    });
    const after = db.write(insert(db, "c"));
    await assert.rejects(bad, /no/);
    await Promise.all([good, after]);
    assert.deepEqual(committed(), ["a", "c"]);
  }),
);

Deno.test(
  "a write inside a write belongs to it",
  twoConnections(async (db, committed) => {
    await db.write(() => {
      insert(db, "outer")();
      const inner = db.write(() => {
        insert(db, "inner")();
        throw new Error("inner fails");
      });
      inner.catch(() => {});
    });
    assert.deepEqual(committed(), ["outer"]);
  }),
);

Deno.test(
  "a failing commit rejects every write of the turn, and the next turn works",
  twoConnections(async (db, committed) => {
    const writes = await Promise.allSettled([
      db.write(insert(db, "a")),
      db.write(() => db.statement("INSERT INTO child (parent) VALUES (42)").run()),
    ]);
    assert.deepEqual(writes.map((write) => write.status), ["rejected", "rejected"]);
    assert.deepEqual(committed(), []);
    await db.write(insert(db, "b"));
    assert.deepEqual(committed(), ["b"]);
  }),
);

Deno.test(
  "a full disk rejects the whole turn, and writing works again when there is room",
  twoConnections(async (db, committed) => {
    const pages = Number(db.statement("PRAGMA page_count").get()?.["page_count"]);
    db.statement(`PRAGMA max_page_count = ${pages}`).get();
    const writes = await Promise.allSettled([
      db.write(insert(db, "a")),
      db.write(insert(db, "x".repeat(100_000))),
    ]);
    assert.equal(writes[1]?.status, "rejected");
    db.statement(`PRAGMA max_page_count = 100000`).get();
    await db.write(insert(db, "c"));
    const expected = writes[0]?.status === "fulfilled" ? ["a", "c"] : ["c"];
    assert.deepEqual(committed(), expected);
  }),
);

Deno.test(
  "closing commits what is pending",
  twoConnections(async (db, committed) => {
    const written = db.write(insert(db, "a"));
    db.close();
    await written;
    assert.deepEqual(committed(), ["a"]);
  }),
);

Deno.test(
  "writing after close rejects instead of throwing",
  twoConnections(async (db) => {
    db.close();
    await assert.rejects(db.write(() => 1));
  }),
);

Deno.test(
  "a statement is prepared once",
  twoConnections((db) => {
    assert.equal(db.statement("SELECT 1"), db.statement("SELECT 1"));
    return Promise.resolve();
  }),
);

Deno.test(
  "what must be flushed is: it does not join a change that can wait, which is committed before it",
  twoConnections(async (db, committed) => {
    const synchronous = () => db.statement("PRAGMA synchronous").get()?.["synchronous"];
    const [NORMAL, FULL] = [1, 2];
    const relaxed = db.write(insert(db, "a"), "later");
    assert.equal(synchronous(), NORMAL);
    assert.deepEqual(committed(), []);
    const flushed = db.write(insert(db, "b"));
    assert.equal(synchronous(), FULL);
    assert.deepEqual(committed(), ["a"]);
    const joins = db.write(insert(db, "c"), "later");
    assert.equal(synchronous(), FULL);
    await Promise.all([relaxed, flushed, joins]);
    assert.deepEqual(committed(), ["a", "b", "c"]);
  }),
);
