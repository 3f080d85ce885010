import type { DatabaseSync } from "node:sqlite";
import { inTransaction } from "./in-transaction.ts";

/** Which of our two files this is; written into SQLite's application_id, so that we recognise our own. */
export type DatabaseKind = "core" | "device model" | "EVerest device model";

/** "OCPc", "OCPd" and "OCPe" as big-endian 32-bit integers. Never change them: installed stations carry them. */
const APPLICATION_IDS: Readonly<Record<DatabaseKind, number>> = {
  "core": 0x4f435063,
  "device model": 0x4f435064,
  "EVerest device model": 0x4f435065,
};

/** The state of an existing file. Versions are SQLite's user_version: the number of steps applied. */
export type FileState =
  | { readonly kind: "empty" }
  | { readonly kind: "current" }
  | { readonly kind: "older"; readonly version: number }
  /** A later release of this program wrote it. */
  | { readonly kind: "newer"; readonly version: number }
  /** Another program wrote it, e.g. libocpp a database of the same name, or it is our other kind. */
  | { readonly kind: "foreign" };

/** Reads two header fields and nothing else. Throws when the file is no sound SQLite database. */
export function inspect(db: DatabaseSync, kind: DatabaseKind, steps: readonly string[]): FileState {
  const applicationId = readPragma(db, "application_id");
  const version = readPragma(db, "user_version");
  if (applicationId !== APPLICATION_IDS[kind]) {
    return isEmpty(db) && applicationId === 0 && version === 0 ? { kind: "empty" } : { kind: "foreign" };
  }
  if (version < 0) throw new Error(`it is damaged: its version is ${version}`);
  if (version === steps.length) return { kind: "current" };
  return version < steps.length ? { kind: "older", version } : { kind: "newer", version };
}

/**
 * Applies the steps after `fromVersion` in one transaction: either the whole file is at the newest version
 * afterwards or it is untouched and the error of the failing step is thrown.
 */
export function migrate(
  db: DatabaseSync,
  kind: DatabaseKind,
  steps: readonly string[],
  fromVersion: number,
): void {
  inTransaction(db, () => {
    for (const step of steps.slice(fromVersion)) db.exec(step);
    db.exec(`PRAGMA application_id = ${APPLICATION_IDS[kind]}`);
    db.exec(`PRAGMA user_version = ${steps.length}`);
  });
}

function isEmpty(db: DatabaseSync): boolean {
  return db.prepare("SELECT count(*) AS n FROM sqlite_schema").get()?.["n"] === 0;
}

function readPragma(db: DatabaseSync, name: "application_id" | "user_version"): number {
  return Number(db.prepare(`PRAGMA ${name}`).get()?.[name]);
}
