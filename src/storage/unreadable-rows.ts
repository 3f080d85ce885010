import type { DatabaseSync } from "node:sqlite";

/**
 * Names of the columns that hold JSON, in whatever table. SQLite's own check does not look into texts, and a text that is no
 * JSON would end every start from then on.
 */
export const JSON_COLUMNS: ReadonlySet<string> = new Set([
  "event",
  "info",
  "memory",
  "message",
  "meter_value",
  "monitor",
  "payload",
  "profile",
  "state",
]);

/** Where rows with unreadable JSON are, and how many. */
export interface UnreadableRows {
  readonly table: string;
  readonly column: string;
  readonly rows: number;
}

/** Counts the rows whose JSON cannot be read, table by table. */
export function findUnreadableRows(db: DatabaseSync): readonly UnreadableRows[] {
  return jsonColumns(db).flatMap(({ table, column }) => {
    const row = db.prepare(`SELECT count(*) AS n FROM ${table} WHERE NOT json_valid(${column})`).get();
    const rows = Number(row?.["n"]);
    return rows > 0 ? [{ table, column, rows }] : [];
  });
}

/** Removes those rows in one transaction: the others are worth more than a file that prevents the start. */
export function removeUnreadableRows(db: DatabaseSync, found: readonly UnreadableRows[]): void {
  db.exec("BEGIN IMMEDIATE");
  try {
    for (const { table, column } of found) db.exec(`DELETE FROM ${table} WHERE NOT json_valid(${column})`);
    db.exec("COMMIT");
  } catch (error) {
    if (db.isTransaction) db.exec("ROLLBACK");
    throw error;
  }
}

function jsonColumns(db: DatabaseSync): { table: string; column: string }[] {
  const rows = db.prepare(
    `SELECT t.name AS tableName, c.name AS columnName FROM sqlite_schema t JOIN pragma_table_info(t.name) c
     WHERE t.type = 'table'`,
  ).all();
  return rows.map((row) => ({ table: String(row["tableName"]), column: String(row["columnName"]) }))
    .filter(({ column }) => JSON_COLUMNS.has(column));
}
