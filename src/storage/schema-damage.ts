import { DatabaseSync, type DatabaseSyncOptions } from "node:sqlite";
import { BUSY_TIMEOUT_MS, emptyLog } from "./database-connection.ts";
import { inTransaction } from "./in-transaction.ts";
import type { DatabaseKind } from "./migrations.ts";
import { KNOWN_SCHEMAS, schemaHash } from "./known-schemas.ts";

/** A table or an index as SQLite describes it in the file. */
interface SchemaEntry {
  readonly rowId: number;
  readonly type: string;
  readonly name: string;
  readonly tableName: string;
  /** Null for an index that SQLite made by itself. */
  readonly sql: string | null;
  /** The same with a character for each byte: a text ends at the first byte that is 0. */
  readonly sqlBytes: string;
}

export interface SchemaRepair {
  /** As it is in the file. */
  readonly damaged: SchemaEntry;
  /** As it must be. */
  readonly entry: SchemaEntry;
}

/** Whether the schema is the one of our latest version, letter by letter; no answer where SQLite cannot read it. */
export function hasLatestSchema(db: DatabaseSync, kind: DatabaseKind): boolean {
  try {
    const rows = db.prepare("SELECT sql FROM sqlite_schema ORDER BY name").all();
    return schemaHash(rows.map(({ sql }) => sql ?? "").join("\n")) === KNOWN_SCHEMAS[kind];
  } catch {
    return false;
  }
}

/**
 * The entries of which single characters are not those that the steps make: SQLite finds no fault with a column that has
 * another name, and then each statement that names it fails, at every start. What somebody added or changed is left alone.
 * Afterwards the write-ahead log is empty, unless somebody else reads it. Throws when a table is missing.
 */
export function schemaRepairs(path: string, steps: readonly string[]): readonly SchemaRepair[] {
  using db = connectTolerantly(path);
  const wanted = entriesMadeBy(steps);
  const found = entriesOf(db);
  const strange = found.filter(({ name }) => !wanted.some((each) => each.name === name));
  const repairs = wanted.flatMap((entry) => {
    const damaged = found.find(({ name }) => name === entry.name) ??
      strange.find((each) => isDamaged(each, entry));
    if (damaged === undefined && entry.type === "table") {
      throw new Error(`it is damaged: it has no ${entry.name}`);
    }
    return damaged !== undefined && isDamaged(damaged, entry) ? [{ damaged, entry }] : [];
  });
  if (repairs.length > 0) emptyLog(db);
  return repairs;
}

/** Writes the entries as they must be. Nobody else may have the database open. */
export function repairSchema(path: string, repairs: readonly SchemaRepair[]): void {
  using db = connectTolerantly(path);
  const update = db.prepare(
    "UPDATE sqlite_schema SET type = ?, name = ?, tbl_name = ?, sql = ? WHERE rowid = ?",
  );
  inTransaction(db, () => {
    for (const { damaged, entry: { type, name, tableName, sql } } of repairs) {
      update.run(type, name, tableName, sql, damaged.rowId);
    }
  });
}

/** The runtime knows `defensive`, its types do not. */
const TOLERANT: DatabaseSyncOptions & { readonly defensive: boolean } = {
  defensive: false,
  timeout: BUSY_TIMEOUT_MS,
};

/** Reads what an ordinary connection calls malformed, and may write the schema. */
export function connectTolerantly(path: string): DatabaseSync {
  const db = new DatabaseSync(path, TOLERANT);
  db.exec("PRAGMA writable_schema = ON");
  return db;
}

function entriesOf(db: DatabaseSync): readonly SchemaEntry[] {
  const rows = db.prepare(
    "SELECT rowid, type, name, tbl_name, sql, CAST(sql AS BLOB) AS bytes FROM sqlite_schema ORDER BY name",
  ).all();
  return rows.map((row) => ({
    rowId: Number(row["rowid"]),
    type: String(row["type"]),
    name: String(row["name"]),
    tableName: String(row["tbl_name"]),
    sql: row["sql"] === null ? null : String(row["sql"]),
    sqlBytes: new TextDecoder("latin1").decode(row["bytes"] as Uint8Array ?? new Uint8Array()),
  }));
}

function entriesMadeBy(steps: readonly string[]): readonly SchemaEntry[] {
  using db = new DatabaseSync(":memory:");
  for (const step of steps) db.exec(step);
  return entriesOf(db);
}

/** Damage changes characters; what has other lengths was written by somebody. */
function isDamaged(found: SchemaEntry, wanted: SchemaEntry): boolean {
  const [one, other] = [textsOf(found), textsOf(wanted)];
  return one.every((text, at) => text.length === other[at]!.length) &&
    one.some((text, at) => essence(text) !== essence(other[at]!));
}

function textsOf({ type, name, tableName, sqlBytes }: SchemaEntry): readonly string[] {
  return [type, name, tableName, sqlBytes];
}

/** Without comments and blanks: no statement depends on them. */
function essence(sql: string): string {
  return sql.replace(/--[^\n]*/g, "").replace(/\s+/g, " ");
}
