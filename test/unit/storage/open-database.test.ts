import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { openDatabase } from "../../../src/storage/open-database.ts";
import type { OpenOptions } from "../../../src/storage/open-options.ts";
import { RecordingLogger } from "../../fakes/recording-logger.ts";
import { inTemporaryDirectory } from "../../fakes/temporary-directory.ts";
import { testOnSmallDisk } from "../../fakes/small-disk.ts";
import { kernelFile } from "../../fakes/kernel-file.ts";

const FIRST = "CREATE TABLE note (text TEXT NOT NULL) STRICT";
const SECOND = "ALTER TABLE note ADD COLUMN mark INTEGER NOT NULL DEFAULT 7";

function inDirectory(run: (path: string, log: RecordingLogger) => void | Promise<void>) {
  return () => inTemporaryDirectory((directory) => run(`${directory}/state/cp.db`, new RecordingLogger()));
}

function options(log: RecordingLogger, migrations = [FIRST]): OpenOptions {
  return { kind: "core", migrations, log };
}

/** Opens, inserts one note, closes. */
async function writeNote(path: string, opts: OpenOptions, text: string): Promise<void> {
  const db = openDatabase(path, opts);
  await db.write(() => db.statement("INSERT INTO note (text) VALUES (?)").run(text));
  db.close();
}

function notes(path: string): unknown[] {
  const db = new DatabaseSync(path);
  try {
    return db.prepare("SELECT * FROM note").all().map((row) => ({ ...row }));
  } finally {
    db.close();
  }
}

function assertSetAside(log: RecordingLogger, reason: RegExp): void {
  assert.equal(log.messages("error")[0], "a database is set aside and a fresh one is created");
  assert.match(String(log.lines.find(({ level }) => level === "error")?.fields["reason"]), reason);
}

function filesBeside(path: string): string[] {
  return [...Deno.readDirSync(path.slice(0, path.lastIndexOf("/")))].map((entry) => entry.name).sort();
}

Deno.test(
  "a fresh database is created with its directory, in WAL mode, flushing every commit",
  inDirectory((path, log) => {
    const db = openDatabase(path, options(log));
    assert.equal(db.statement("PRAGMA journal_mode").get()?.["journal_mode"], "wal");
    assert.equal(db.statement("PRAGMA synchronous").get()?.["synchronous"], 2);
    db.close();
    assert.deepEqual(log.lines, []);
  }),
);

Deno.test(
  "a fresh database and its side files are for nobody but their owner, as passwords are in them (A01.FR.10)",
  inDirectory((path, log) => {
    const before = Deno.umask(0);
    try {
      const db = openDatabase(path, options(log));
      const modes = filesBeside(path).map((name) => {
        const { mode } = Deno.statSync(path.replace("cp.db", name));
        return [name, (mode ?? 0) & 0o777];
      });
      db.close();
      assert.deepEqual(modes, [["cp.db", 0o600], ["cp.db-shm", 0o600], ["cp.db-wal", 0o600]]);
    } finally {
      Deno.umask(before);
    }
  }),
);

Deno.test("an in-memory database serves tests", async () => {
  const db = openDatabase(":memory:", options(new RecordingLogger()));
  await db.write(() => db.statement("INSERT INTO note (text) VALUES ('x')").run());
  assert.equal(db.statement("SELECT count(*) AS n FROM note").get()?.["n"], 1);
  db.close();
});

Deno.test(
  "what was written is there after opening again, and nothing is logged",
  inDirectory(async (path, log) => {
    await writeNote(path, options(log), "kept");
    openDatabase(path, options(log)).close();
    assert.deepEqual(notes(path), [{ text: "kept" }]);
    assert.deepEqual(log.lines, []);
  }),
);

Deno.test(
  "an older file is migrated and kept beside as it was",
  inDirectory(async (path, log) => {
    await writeNote(path, options(log), "old");
    openDatabase(path, options(log, [FIRST, SECOND])).close();
    assert.deepEqual(notes(path), [{ text: "old", mark: 7 }]);
    assert.deepEqual(notes(`${path}.v1-1`), [{ text: "old" }]);
    assert.equal(log.lines[0]?.message, "a database is migrated");
    const kept = { path, keptAs: `${path}.v1-1` };
    assert.deepEqual(log.lines[0]?.fields, { database: "core", fromVersion: 1, ...kept });
  }),
);

Deno.test(
  "a failing migration leaves no half-migrated file: the old one is set aside whole, a fresh one is used",
  inDirectory(async (path, log) => {
    await writeNote(path, options(log), "twice");
    await writeNote(path, options(log), "twice");
    openDatabase(path, options(log, [FIRST, SECOND, "CREATE UNIQUE INDEX once ON note (text)"])).close();
    assert.deepEqual(notes(`${path}.damaged-1`), [{ text: "twice" }, { text: "twice" }]);
    assert.deepEqual(notes(path), []);
    assertSetAside(log, /UNIQUE/);
  }),
);

testOnSmallDisk(
  "a migration without room leaves no copies that would fill the disk",
  async ({ directory }) => {
    const path = `${directory}/cp.db`;
    const log = new RecordingLogger();
    await writeNote(path, options(log), "x".repeat(1_000_000));
    const twice = [FIRST, "CREATE TABLE more AS SELECT text || text AS text FROM note"];
    for (let start = 0; start < 2; start++) {
      let standsIn = false;
      openDatabase(path, { ...options(log, twice), onStandIn: () => standsIn = true }).close();
      assert(standsIn);
      assert.deepEqual(filesBeside(path).filter((name) => name.includes("v1")), []);
    }
  },
);

Deno.test(
  "a copy that a killed process left unfinished bears no name of a copy, and is written anew",
  inDirectory(async (path, log) => {
    await writeNote(path, options(log), "old");
    Deno.writeTextFileSync(`${path}.copy`, "half of it");
    openDatabase(path, options(log, [FIRST, SECOND])).close();
    assert.deepEqual(notes(`${path}.v1-1`), [{ text: "old" }]);
    assert.deepEqual(filesBeside(path), ["cp.db", "cp.db.v1-1"]);
  }),
);

Deno.test(
  "a file of a later release is set aside, not overwritten",
  inDirectory(async (path, log) => {
    await writeNote(path, options(log, [FIRST, SECOND]), "future");
    openDatabase(path, options(log)).close();
    assert.deepEqual(notes(`${path}.newer-1`), [{ text: "future", mark: 7 }]);
    assert.deepEqual(notes(path), []);
    assertSetAside(log, /version 2 is later than ours, 1/);
  }),
);

Deno.test(
  "a database of another program is set aside, not overwritten",
  inDirectory((path, log) => {
    Deno.mkdirSync(path.slice(0, path.lastIndexOf("/")));
    const foreign = new DatabaseSync(path);
    foreign.exec(
      "PRAGMA user_version = 6; CREATE TABLE note (text TEXT); INSERT INTO note VALUES ('theirs')",
    );
    foreign.close();
    openDatabase(path, options(log)).close();
    assert.deepEqual(notes(`${path}.foreign-1`), [{ text: "theirs" }]);
    assert.deepEqual(notes(path), []);
    assertSetAside(log, /not written by this program/);
  }),
);

Deno.test(
  "our own file of the other kind counts as foreign",
  inDirectory(async (path, log) => {
    await writeNote(path, options(log), "core");
    openDatabase(path, { ...options(log), kind: "device model" }).close();
    assert.deepEqual(notes(`${path}.foreign-1`), [{ text: "core" }]);
  }),
);

Deno.test(
  "a file that is no database is set aside under the next free name",
  inDirectory((path, log) => {
    Deno.mkdirSync(path.slice(0, path.lastIndexOf("/")));
    for (const attempt of ["first", "second"]) {
      Deno.writeTextFileSync(path, attempt.repeat(2000));
      openDatabase(path, options(log)).close();
    }
    assert.deepEqual(filesBeside(path), ["cp.db", "cp.db.damaged-1", "cp.db.damaged-2"]);
    assert.match(Deno.readTextFileSync(`${path}.damaged-2`), /^second/);
  }),
);

Deno.test(
  "a file with damaged pages is noticed at start and set aside, and what lies on the others is used on",
  inDirectory(async (path, log) => {
    const db = openDatabase(path, options(log));
    await db.write(() => {
      for (let i = 0; i < 500; i++) db.statement("INSERT INTO note (text) VALUES (?)").run("x".repeat(200));
    });
    db.close();
    const bytes = Deno.readFileSync(path);
    bytes.fill(0xff, 4096 * 3, 4096 * 5);
    Deno.writeFileSync(path, bytes);
    openDatabase(path, options(log)).close();
    const left = notes(path).length;
    assert.ok(left > 400 && left < 500, `${left} of 500`);
    assert.deepEqual(Deno.readFileSync(`${path}.damaged-1`), bytes);
  }),
);

Deno.test(
  "an empty file left by a crash at first start is taken as fresh",
  inDirectory((path, log) => {
    Deno.mkdirSync(path.slice(0, path.lastIndexOf("/")));
    Deno.writeTextFileSync(path, "");
    openDatabase(path, options(log)).close();
    assert.deepEqual(notes(path), []);
    assert.deepEqual(log.lines, []);
  }),
);

Deno.test(
  "a file locked by another process is reported, not set aside",
  inDirectory((path, log) => {
    openDatabase(path, options(log)).close();
    const other = new DatabaseSync(path);
    other.exec("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; INSERT INTO note VALUES ('x')");
    assert.throws(() => openDatabase(path, options(log)), /locked/);
    other.close();
    assert.ok(filesBeside(path).every((name) => !name.includes("damaged")));
  }),
);

Deno.test(
  "a file whose write version is damaged keeps its content and takes writes",
  inDirectory(async (path, log) => {
    await writeNote(path, options(log), "before");
    const bytes = Deno.readFileSync(path);
    bytes[18] = 37;
    Deno.writeFileSync(path, bytes);
    await writeNote(path, options(log), "after");
    assert.deepEqual(notes(path), [{ text: "before" }, { text: "after" }]);
    assert.deepEqual(log.messages("error"), [
      "a database is damaged: it could be read only, and takes writes again",
    ]);
  }),
);

Deno.test(
  "what is no database is set aside as it was, whatever stands where a write version would be",
  inDirectory(async (path, log) => {
    Deno.mkdirSync(path.slice(0, path.lastIndexOf("/")));
    const text = new TextEncoder().encode("no database at all".padEnd(18) + "%\u0002 and more".repeat(100));
    Deno.writeFileSync(path, text);
    await writeNote(path, options(log), "fresh");
    assert.deepEqual(Deno.readFileSync(`${path}.damaged-1`), text);
  }),
);

/** Without such a lock sqlite3, as it closes the database, takes itself for the last one and removes the write-ahead log. */
function isLocked(path: string): boolean {
  const { ino } = Deno.statSync(path);
  return kernelFile("/proc/locks").split("\n")
    .some((line) => line.includes(` ${Deno.pid} `) && line.includes(`:${ino} `));
}

const COPIED: Record<string, (path: string, log: RecordingLogger) => Promise<OpenOptions>> = {
  "is migrated": async (path, log) => {
    await writeNote(path, options(log), "old");
    return options(log, [FIRST, SECOND]);
  },
  "is repaired": async (path, log) => {
    const opts = options(log, ["CREATE TABLE note (text TEXT, state TEXT NOT NULL DEFAULT '{}') STRICT"]);
    await writeNote(path, opts, "old");
    const db = new DatabaseSync(path);
    db.exec("INSERT INTO note VALUES ('bad', '{')");
    db.close();
    return opts;
  },
};

for (const [what, prepare] of Object.entries(COPIED)) {
  Deno.test(
    `after a database ${what}, it is locked against programs that look into it`,
    inDirectory(async (path, log) => {
      const db = openDatabase(path, await prepare(path, log));
      assert(filesBeside(path).some((name) => /\.(v1|unrepaired)-1$/.test(name)));
      await db.write(() => db.statement("INSERT INTO note (text) VALUES ('new')").run());
      assert(isLocked(path));
      db.close();
      assert.deepEqual(notes(path).map((note) => Object(note).text), ["old", "new"]);
    }),
  );
}
