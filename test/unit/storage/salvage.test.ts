import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import fc from "fast-check";
import { CORE_MIGRATIONS } from "../../../src/storage/core-migrations.ts";
import type { Database } from "../../../src/storage/database.ts";
import type { OpenOptions } from "../../../src/storage/open-options.ts";
import { TOKEN_TABLES } from "../../../src/storage/whole-tables.ts";
import { RecordingLogger } from "../../fakes/recording-logger.ts";
import { openCore } from "./open-core.ts";

const PAGE_BYTES = 4096;
const SET_ASIDE = "a database is set aside and a fresh one is created";
const SALVAGED = "the readable rows of a damaged database are used on";

const MESSAGES = 400;
const LISTED = 300;

/** Messages, open transactions and a local list, on many pages. */
async function fill(db: Database): Promise<void> {
  await db.write(() => {
    const message = db.statement(
      "INSERT INTO outbox (message_id, action, payload, transaction_id, occurred_ms) VALUES (?, 'TransactionEvent', ?, 't', ?)",
    );
    for (let n = 0; n < MESSAGES; n++) message.run(`m${n}`, JSON.stringify({ n, text: "x".repeat(300) }), n);
    const open = db.statement("INSERT INTO open_transaction VALUES (?, ?)");
    for (let n = 0; n < 30; n++) open.run(`t${n}`, JSON.stringify({ n, text: "y".repeat(900) }));
    const listed = db.statement("INSERT INTO listed_token VALUES (?, ?)");
    for (let n = 0; n < LISTED; n++) listed.run(Uint8Array.from([n >> 8, n, 7]), '{"status":"Accepted"}');
    db.statement(`UPDATE token_store SET entries = ${LISTED}, counter = 5 WHERE name = 'list'`).run();
    db.statement("INSERT INTO reported_limit VALUES (1, 'A', 16)").run();
    db.statement("INSERT INTO counter VALUES ('eventId', 9007199254740993)").run();
  });
}

interface Opened {
  readonly db: Database;
  readonly log: RecordingLogger;
  readonly directory: string;
  readonly damaged: Uint8Array;
}

/** The database after its file was damaged, and opened again. */
async function afterDamage(
  damage: (bytes: Uint8Array, db: DatabaseSync) => void,
  look: (opened: Opened) => void | Promise<void>,
  before: Partial<OpenOptions> = {},
): Promise<void> {
  const directory = await Deno.makeTempDir();
  const path = `${directory}/cp.db`;
  try {
    const first = openCore(path, before);
    await fill(first);
    first.close();
    const damaged = Deno.readFileSync(path);
    {
      using db = new DatabaseSync(path, { readOnly: true });
      damage(damaged, db);
    }
    for (const { name } of [...Deno.readDirSync(directory)]) Deno.removeSync(`${directory}/${name}`);
    Deno.writeFileSync(path, damaged);
    const log = new RecordingLogger();
    const db = openCore(path, { log, whole: [TOKEN_TABLES] });
    try {
      await look({ db, log, directory, damaged });
    } finally {
      db.close();
    }
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

/** Overwrites the page of a table that lies in the middle of it. */
const pageOf = (table: string) => (bytes: Uint8Array, db: DatabaseSync) => {
  const pages = leavesOf(table, bytes, db);
  const page = pages[pages.length >> 1]!;
  bytes.fill(0xff, (page - 1) * PAGE_BYTES, page * PAGE_BYTES);
};

/** Pages below the root of a table whose tree has two levels. */
function leavesOf(table: string, bytes: Uint8Array, db: DatabaseSync): readonly number[] {
  const root = Number(
    db.prepare("SELECT rootpage FROM sqlite_schema WHERE name = ?").get(table)?.["rootpage"],
  );
  const at = (root - 1) * PAGE_BYTES;
  const view = new DataView(bytes.buffer);
  const cells = view.getUint16(at + 3);
  return Array.from({ length: cells }, (_, cell) => view.getUint32(at + view.getUint16(at + 12 + 2 * cell)));
}

const numbers = (db: Database, sql: string) => db.statement(sql).all().map((row) => Number(row["n"]));

Deno.test("a damaged page of the queue costs the messages on it, and no others", async () => {
  await afterDamage(pageOf("outbox"), async ({ db, log, directory, damaged }) => {
    const left = numbers(db, "SELECT payload ->> 'n' AS n FROM outbox ORDER BY position");
    assert.ok(left.length >= MESSAGES - 12 && left.length < MESSAGES, `${left.length} of ${MESSAGES}`);
    assert.deepEqual([left[0], left.at(-1)], [0, MESSAGES - 1]);
    assert.deepEqual(left, left.toSorted((one, other) => one - other));
    assert.deepEqual(log.messages("error"), [SET_ASIDE, SALVAGED]);
    const { rows, incomplete } = log.lines.at(-1)!.fields;
    assert.deepEqual(incomplete, ["outbox"]);
    assert.deepEqual(rows, {
      outbox: left.length,
      open_transaction: 30,
      counter: 1,
      reported_limit: 1,
      token_store: 2,
      listed_token: LISTED,
    });
    assert.deepEqual(Deno.readFileSync(`${directory}/cp.db.damaged-1`), damaged);
    // Positions are never given out twice.
    const { lastInsertRowid } = await db.write(() =>
      db.statement("INSERT INTO outbox (message_id, action, payload, occurred_ms) VALUES ('z', 'X', '{}', 0)")
        .run()
    );
    assert.equal(lastInsertRowid, MESSAGES + 1);
    assert.equal(
      db.statement("SELECT CAST(value AS TEXT) AS n FROM counter").get()?.["n"],
      "9007199254740993",
    );
  });
});

Deno.test("a local list with a gap is no list: the CSMS sends it again", async () => {
  await afterDamage(pageOf("listed_token"), ({ db, log }) => {
    assert.deepEqual(numbers(db, "SELECT count(*) AS n FROM listed_token"), [0]);
    assert.deepEqual(numbers(db, "SELECT counter AS n FROM token_store ORDER BY name"), [0, 0]);
    assert.deepEqual(numbers(db, "SELECT count(*) AS n FROM outbox"), [MESSAGES]);
    assert.deepEqual(log.lines.at(-1)!.fields["incomplete"], TOKEN_TABLES.tables);
  });
});

Deno.test("rows of an earlier version go through its migrations", async () => {
  const step = CORE_MIGRATIONS.findIndex((sql) => sql.includes("CREATE TABLE new_open_transaction"));
  await afterDamage(pageOf("outbox"), ({ db, log }) => {
    assert.deepEqual(numbers(db, "SELECT count(*) AS n FROM open_transaction"), [30]);
    assert.deepEqual(numbers(db, "PRAGMA user_version").length, 1);
    assert.equal(db.statement("PRAGMA user_version").get()?.["user_version"], CORE_MIGRATIONS.length);
    assert.deepEqual(log.messages("error"), [SET_ASIDE, SALVAGED]);
  }, { migrations: CORE_MIGRATIONS.slice(0, step) });
});

Deno.test("a file of which nothing can be read leaves a fresh database, and the log says so", async () => {
  await afterDamage((bytes) => bytes.fill(0x41, 0, 100), ({ db, log }) => {
    assert.deepEqual(numbers(db, "SELECT count(*) AS n FROM outbox"), [0]);
    assert.deepEqual(log.messages("error"), [SET_ASIDE, "nothing can be read of a damaged database"]);
  });
});

/** What comes out is what went in: damage may cost rows, and never makes any. */
Deno.test("wherever pages are damaged, the station starts, with rows that it has written", async () => {
  const page = fc.record({
    at: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
    with: fc.constantFrom("ones", "zeros", "anotherPage"),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(page, { minLength: 1, maxLength: 3 }), async (pages) => {
      const damage = (bytes: Uint8Array) => {
        const count = bytes.length / PAGE_BYTES;
        // The first page is the header.
        for (const { at, with: content } of pages) {
          const index = 1 + Math.floor(at * (count - 1));
          const start = index * PAGE_BYTES;
          if (content === "anotherPage") {
            bytes.copyWithin(start, PAGE_BYTES * (count - index), PAGE_BYTES * (count - index + 1));
          } else bytes.fill(content === "ones" ? 0xff : 0, start, start + PAGE_BYTES);
        }
      };
      await afterDamage(damage, ({ db }) => {
        for (const { position, payload } of db.statement("SELECT position, payload FROM outbox").all()) {
          assert.equal(JSON.parse(String(payload)).n, Number(position) - 1);
        }
        const list = numbers(db, "SELECT count(*) AS n FROM listed_token")[0];
        const version = numbers(db, "SELECT counter AS n FROM token_store WHERE name = 'list'")[0];
        assert.ok(
          version === 5 ? list === LISTED : version === 0 && list === 0,
          `${list} entries of version ${version}`,
        );
      });
    }),
    { numRuns: 40 },
  );
});
