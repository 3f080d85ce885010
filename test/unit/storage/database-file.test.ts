import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { moveAside } from "../../../src/storage/database-file.ts";
import { openDatabase } from "../../../src/storage/open-database.ts";
import { RecordingLogger } from "../../fakes/recording-logger.ts";

class Killed extends Error {}

/** The process ends before its change number `count` of the names on the disk; false: it did not make so many. */
function killedBefore(count: number, move: () => void): boolean {
  const originals = { renameSync: Deno.renameSync, linkSync: Deno.linkSync, removeSync: Deno.removeSync };
  let left = count;
  let isDead = false;
  const counted = <A extends unknown[]>(change: (...args: A) => void) => (...args: A) => {
    isDead ||= left-- === 0;
    if (isDead) throw new Killed();
    change(...args);
  };
  Deno.renameSync = counted(originals.renameSync);
  Deno.linkSync = counted(originals.linkSync);
  Deno.removeSync = counted(originals.removeSync);
  try {
    move();
    return false;
  } catch (error) {
    if (!(error instanceof Killed)) throw error;
    return true;
  } finally {
    Object.assign(Deno, originals);
  }
}

/** A database of which everything is in the write-ahead log, as a killed process leaves it. */
function writeUnfinished(directory: string): string {
  const [open, path] = [`${directory}/open.db`, `${directory}/cp.db`];
  const db = new DatabaseSync(open);
  db.exec("PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0");
  db.exec("CREATE TABLE note (text TEXT); INSERT INTO note VALUES ('in the log')");
  for (const suffix of ["", "-wal", "-shm"]) Deno.copyFileSync(open + suffix, path + suffix);
  db.close();
  return path;
}

function textsIn(path: string): unknown[] {
  const db = new DatabaseSync(path);
  try {
    return db.prepare("SELECT text FROM note").all().map(({ text }) => text);
  } finally {
    db.close();
  }
}

Deno.test("a process that is killed while it sets a database aside loses nothing of it, and the fresh one has nothing of it", async () => {
  let kills = 0;
  for (let isKilled = true; isKilled; kills++) {
    const directory = await Deno.makeTempDir();
    try {
      const path = writeUnfinished(directory);
      isKilled = killedBefore(kills, () => moveAside(path, "damaged"));
      // The next start: what is still there is set aside as before.
      if ([...Deno.readDirSync(directory)].some(({ name }) => name === "cp.db")) moveAside(path, "damaged");
      const log = new RecordingLogger();
      const fresh = openDatabase(path, { kind: "core", migrations: ["CREATE TABLE note (text TEXT)"], log });
      assert.deepEqual(fresh.statement("SELECT text FROM note").all(), []);
      fresh.close();
      const aside = [...Deno.readDirSync(directory)].map(({ name }) => name)
        .filter((name) => /^cp\.db\.damaged-\d$/.test(name));
      assert.equal(aside.length, 1);
      assert.deepEqual(textsIn(`${directory}/${aside[0]}`), ["in the log"], `killed at change ${kills}`);
    } finally {
      await Deno.remove(directory, { recursive: true });
    }
  }
  assert(kills > 3, `${kills} changes`);
});
