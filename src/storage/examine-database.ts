import { DatabaseSync } from "node:sqlite";
import { reasonOf } from "../kernel/reason-of.ts";
import { BUSY_TIMEOUT_MS, damageIn } from "./database-connection.ts";
import { databaseFileExists } from "./database-file.ts";
import { type DatabaseKind, inspect } from "./migrations.ts";

export type DatabaseExamination<T> =
  | { readonly kind: "absent" }
  /** What the next start does with the file: see `openDatabase`. */
  | { readonly kind: "foreign" | "newer" | "empty" }
  | { readonly kind: "damaged"; readonly reason: string }
  | { readonly kind: "ours"; readonly content: T };

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
    return { kind: "damaged", reason: reasonOf(error) };
  } finally {
    db?.close();
  }
}
