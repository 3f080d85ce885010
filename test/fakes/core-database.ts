import { DatabaseSync } from "node:sqlite";
import { CORE_MIGRATIONS } from "../../src/storage/core-migrations.ts";

/** The version before the last migration. */
export const EARLIER_CORE_VERSION = CORE_MIGRATIONS.length - 1;

/** The next start migrates this core database of ours; `changes` are made in it before. */
export function makeCoreEarlier(path: string, changes = ""): void {
  const db = new DatabaseSync(path);
  db.exec(`${changes}; PRAGMA user_version = ${EARLIER_CORE_VERSION}`);
  db.close();
}
