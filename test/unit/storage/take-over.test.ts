import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { openDatabase } from "../../../src/storage/open-database.ts";
import type { OpenOptions } from "../../../src/storage/open-options.ts";
import { RecordingLogger } from "../../fakes/recording-logger.ts";
import { inTemporaryDirectory } from "../../fakes/temporary-directory.ts";
import { testOnSmallDisk } from "../../fakes/small-disk.ts";

const CHILD = new URL("killed-take-over.child.ts", import.meta.url).pathname;

interface Place {
  readonly directory: string;
  readonly path: string;
  readonly log: RecordingLogger;
  /** Opens ours with what is imported, and closes it. */
  open(options?: Partial<OpenOptions>): void;
}

function placeIn(directory: string): Place {
  const path = `${directory}/cp.db`;
  const log = new RecordingLogger();
  return {
    directory,
    path,
    log,
    open: (options) =>
      openDatabase(path, {
        kind: "core",
        migrations: ["CREATE TABLE note (text TEXT NOT NULL) STRICT"],
        log,
        adopt,
        ...options,
      }).close(),
  };
}

function inDirectory(name: string, run: (place: Place) => void | Promise<void>): void {
  Deno.test(name, () => inTemporaryDirectory((directory) => run(placeIn(directory))));
}

const adopt: NonNullable<OpenOptions["adopt"]> = (theirs, fresh) => {
  const rows = theirs.prepare("SELECT text FROM theirs").all();
  const insert = fresh.prepare("INSERT INTO note (text) VALUES (?)");
  for (const { text } of rows) insert.run(String(text));
  return rows.length;
};

function writeForeign(path: string, texts: readonly string[] = ["unsent"]): void {
  const foreign = new DatabaseSync(path);
  foreign.exec("CREATE TABLE theirs (text TEXT)");
  const insert = foreign.prepare("INSERT INTO theirs VALUES (?)");
  for (const text of texts) insert.run(text);
  foreign.close();
}

async function killedMeanwhile({ path }: Place): Promise<void> {
  const killed = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", CHILD, path],
    stdout: "null",
    stderr: "null",
  });
  assert.equal((await killed.output()).code, 9);
}

function notes(path: string): unknown[] {
  const db = new DatabaseSync(path);
  try {
    return db.prepare("SELECT text FROM note").all().map(({ text }) => text);
  } finally {
    db.close();
  }
}

function filesIn(directory: string): string[] {
  return [...Deno.readDirSync(directory)].map(({ name }) => name).sort();
}

inDirectory("a process that is killed while it imports imports at its next start", async (place) => {
  writeForeign(place.path);
  await killedMeanwhile(place);
  place.open();
  assert.deepEqual(notes(place.path), ["unsent"]);
  assert.deepEqual(filesIn(place.directory), ["cp.db", "cp.db.foreign-1"]);
  assert.deepEqual(place.log.messages("notice"), ["values were imported into a database"]);
});

inDirectory(
  "an import that ends the process at every start is given up: the station starts",
  async (place) => {
    writeForeign(place.path);
    for (let n = 0; n < 3; n++) await killedMeanwhile(place);
    place.open({ adopt: () => assert.fail("it is tried a fourth time") });
    assert.deepEqual(notes(place.path), []);
    assert.deepEqual(filesIn(place.directory), ["cp.db", "cp.db.foreign-1"]);
    assert.deepEqual(place.log.messages("warning"), ["nothing was imported into a database"]);
  },
);

for (const sideFiles of [[], ["-wal", "-shm"]]) {
  const left = sideFiles.length > 0 ? `, before ${sideFiles} followed it` : "";
  inDirectory(`a process that is killed after the other file is set aside${left} has it all`, (place) => {
    writeForeign(place.path);
    place.open();
    Deno.renameSync(place.path, `${place.path}.successor-1`);
    for (const suffix of sideFiles) Deno.writeTextFileSync(place.path + suffix, "of the other program");
    place.open({ adopt: () => assert.fail("it is imported a second time") });
    assert.deepEqual(notes(place.path), ["unsent"]);
    assert.deepEqual(filesIn(place.directory), [
      "cp.db",
      "cp.db.foreign-1",
      ...sideFiles.map((suffix) => `cp.db.foreign-2${suffix}`).sort(),
    ]);
  });
}

inDirectory("what an earlier version set aside and did not import is named, and not imported", (place) => {
  writeForeign(`${place.path}.foreign-1`);
  place.open();
  assert.deepEqual(notes(place.path), []);
  const [warning] = place.log.lines;
  assert.equal(
    warning?.message,
    "a fresh database begins beside one of another program, from which nothing is imported now",
  );
  assert.equal(warning.fields["beside"], `${place.path}.foreign-1`);
  place.open();
  assert.equal(place.log.lines.length, 1);
});

for (const [room, pages] of [["none", 0], ["for the schema, not for what is imported", 60]] as const) {
  testOnSmallDisk(`a disk without room (${room}): the other file waits for the next start`, async (disk) => {
    const place = placeIn(disk.directory);
    const texts = Array.from({ length: 1000 }, (_, n) => `${n}`.padEnd(1000));
    writeForeign(place.path, texts);
    const reserve = `${disk.directory}/reserve`;
    Deno.writeFileSync(reserve, new Uint8Array(pages * 4096));
    disk.fill();
    Deno.removeSync(reserve);
    let standsIn = false;
    place.open({ onStandIn: () => standsIn = true });
    assert(standsIn);
    assert.deepEqual(filesIn(disk.directory), ["cp.db", "filler"]);
    disk.free();
    place.open();
    assert.equal(notes(place.path).length, 1000);
    await Promise.resolve();
  });
}
