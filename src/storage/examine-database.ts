import { DatabaseSync } from "node:sqlite";
import { dirname } from "../kernel/posix-path.ts";
import { reasonOf } from "../kernel/reason-of.ts";
import { BUSY_TIMEOUT_MS, damageIn } from "./database-connection.ts";
import { databaseFileExists } from "./database-file.ts";
import { isDiskRefusal, mayNotWrite } from "./disk-refusal.ts";
import { type DatabaseKind, inspect } from "./migrations.ts";

export type DatabaseExamination<T> =
  | { readonly kind: "absent" }
  /** What the next start does with the file: see `openDatabase`. */
  | { readonly kind: "foreign" | "newer" | "empty" }
  | { readonly kind: "damaged"; readonly reason: string }
  | UnknownDatabase
  | { readonly kind: "ours"; readonly content: T };

/** Nothing is known of what is in it: another user, or the same one later, may find it sound. */
export type UnknownDatabase =
  | { readonly kind: "closed"; readonly path: string; readonly access: "read" | "write" }
  | { readonly kind: "refused"; readonly reason: string };

export interface ExaminationOptions {
  readonly kind: DatabaseKind;
  readonly migrations: readonly string[];
}

/** Looks into a database without changing it, also while the module runs. `read` is called for one of ours. */
export function examineDatabase<T>(
  path: string,
  { kind, migrations }: ExaminationOptions,
  read: (db: DatabaseSync) => T,
): DatabaseExamination<T> {
  if (isClosed(path)) return { kind: "closed", path, access: "read" };
  if (!databaseFileExists(path)) return { kind: "absent" };
  let db: DatabaseSync | undefined;
  try {
    db = new DatabaseSync(path, { readOnly: true, timeout: BUSY_TIMEOUT_MS });
    const state = inspect(db, kind, migrations);
    if (state.kind === "foreign" || state.kind === "newer" || state.kind === "empty") {
      return { kind: state.kind };
    }
    const reason = damageIn(db);
    if (reason !== undefined) return { kind: "damaged", reason };
    return { kind: "ours", content: read(db) };
  } catch (error) {
    // Of a database that is not open anywhere SQLite first makes the files beside it.
    if (mayNotWrite(error)) return { kind: "closed", path: dirname(path), access: "write" };
    return { kind: isDiskRefusal(error) ? "refused" : "damaged", reason: reasonOf(error) };
  } finally {
    db?.close();
  }
}

/** Asked before SQLite opens the file: closing it here beside a connection would take the locks of SQLite away. */
function isClosed(path: string): boolean {
  try {
    Deno.openSync(path).close();
    return false;
  } catch (error) {
    return error instanceof Deno.errors.PermissionDenied;
  }
}
