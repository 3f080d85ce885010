import { DatabaseSync } from "node:sqlite";
import { damageIn } from "./database-connection.ts";
import { databaseFileExists, fileExists, IN_MEMORY } from "./database-file.ts";
import { isDiskFull } from "./disk-refusal.ts";
import { inspect, migrate } from "./migrations.ts";
import type { OpenOptions } from "./open-options.ts";

const INDEX_BYTES = 32 * 1024;

/**
 * A database for a station that starts on a full disk, after opening the file has failed with `refusal`. A sound file of our
 * version can be read without its index in shared memory, and takes writes as soon as there is room. In place of any
 * other (none yet, a damaged one, or one that has to be migrated first) an empty one in memory stands in; the file is left
 * as it is for the next start. Throws `refusal` when room is not what is missing.
 */
export function openOnFullDisk(path: string, options: OpenOptions, refusal: unknown): DatabaseSync {
  const { kind, migrations, log } = options;
  const existing = databaseFileExists(path) ? openForOneProcess(path, options) : undefined;
  if (existing !== undefined) {
    log.error("the disk is full: a database can be read, and takes nothing for now", {
      database: kind,
      path,
    });
    return existing;
  }
  if (!isDiskFull(refusal) && hasRoom(path)) throw refusal;
  log.error("the disk is full: what belongs into a database is in memory until the next start", {
    database: kind,
    path,
  });
  options.onStandIn?.();
  const standIn = new DatabaseSync(IN_MEMORY);
  migrate(standIn, kind, migrations, 0);
  return standIn;
}

/** For the index in shared memory: where it cannot be made, SQLite speaks of an I/O error, whatever the cause. */
function hasRoom(path: string): boolean {
  const probe = `${path}.probe`;
  try {
    Deno.writeFileSync(probe, new Uint8Array(INDEX_BYTES), { mode: 0o600 });
    return true;
  } catch (error) {
    return !isDiskFull(error);
  } finally {
    if (fileExists(probe)) Deno.removeSync(probe);
  }
}

function openForOneProcess(path: string, { kind, migrations }: OpenOptions): DatabaseSync | undefined {
  const db = new DatabaseSync(path);
  try {
    // SQLite then has the index of the write-ahead log in its own memory.
    db.exec("PRAGMA locking_mode = EXCLUSIVE");
    db.exec("PRAGMA synchronous = FULL");
    db.exec("PRAGMA trusted_schema = OFF");
    if (inspect(db, kind, migrations).kind === "current" && damageIn(db) === undefined) return db;
  } catch {
    // This reason is not reported: the refusal that brought us here is.
  }
  db.close();
  return undefined;
}
