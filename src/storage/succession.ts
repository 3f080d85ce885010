import type { DatabaseSync } from "node:sqlite";
import type { AsideLabel } from "./aside-label.ts";
import { connect, harden } from "./database-connection.ts";
import { databaseFileExists, freeName, moveAside, removeDatabase, renameDatabase } from "./database-file.ts";
import type { OpenOptions } from "./open-options.ts";

/** A process that ended so often in the middle of it would do so at every start: the station must start. */
const ATTEMPTS = 3;

/** Why a database cannot be used, and what comes from it into the one that takes its place. */
export interface Succession<T> {
  readonly label: AsideLabel;
  readonly reason: string;
  /**
   * Creates the successor at the path, complete and closed. `keptAs` is where the other database will be; with a `problem`
   * nothing may be read from it. Throws when the disk refuses.
   */
  create(path: string, keptAs: string, problem: Error | undefined): T;
}

/**
 * A fresh database in the place of another one, with what can be used of it. The other file keeps its place until the fresh
 * one is complete, so a process that is killed meanwhile begins anew at its next start. Throws when the disk refuses; then
 * the other file is where it was.
 */
export function succeed<T>(
  path: string,
  { kind, log }: Pick<OpenOptions, "kind" | "log">,
  { label, reason, create }: Succession<T>,
): { readonly db: DatabaseSync; readonly keptAs: string; readonly result: T } {
  const begun = successorsOf(path);
  const successor = successorName(path, Math.min(begun.length, ATTEMPTS) + 1);
  removeDatabase(successor);
  const problem = begun.length < ATTEMPTS ? undefined : new Error("the process ended each time it was tried");
  const keptAs = freeName(path, label);
  const result = complete(successor, () => create(successor, keptAs, problem));
  for (const unfinished of begun) if (unfinished !== successor) removeDatabase(unfinished);
  renameDatabase(path, keptAs);
  log.error("a database is set aside and a fresh one is created", { database: kind, reason, path, keptAs });
  finishSuccession(path);
  const db = connect(path);
  harden(db);
  return { db, keptAs, result };
}

/** Once the other file is set aside, its successor is complete and only has to be renamed. */
export function finishSuccession(path: string): void {
  const successor = successorsOf(path).at(-1);
  if (successor === undefined || databaseFileExists(path)) return;
  // Side files whose database is already set aside would pass for those of the successor.
  moveAside(path, "foreign");
  renameDatabase(successor, path);
}

function complete<T>(successor: string, create: () => T): T {
  try {
    return create();
  } catch (error) {
    removeDatabase(successor);
    throw error;
  }
}

const successorName = (path: string, attempt: number) => `${path}.successor-${attempt}`;

/** The databases that were begun in the place of another one, one for each attempt, the latest last. */
function successorsOf(path: string): readonly string[] {
  return Array.from({ length: ATTEMPTS + 1 }, (_, index) => successorName(path, index + 1))
    .filter(databaseFileExists);
}
