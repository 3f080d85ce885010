import type { DatabaseSync } from "node:sqlite";
import type { Shape } from "../kernel/json-shape.ts";
import { parseJson } from "../kernel/json.ts";
import { inTransaction } from "./in-transaction.ts";

/**
 * Names of the columns with JSON, in all tables. SQLite's own check does not look into texts, and a text that is no
 * JSON, or JSON of another type, would end every start from then on.
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

/** Whether the JSON of a row is what its table is for, by the name of the table. A table without one takes any JSON. */
export type RowShapes = Readonly<Record<string, Shape>>;

/** Columns that repeat a member of the JSON beside them: a row is found by the one and used by the other. */
const REPEATED: Readonly<Record<string, { readonly column: string; readonly member: string }>> = {
  charging_profile: { column: "id", member: "$.id" },
  custom_monitor: { column: "monitor_id", member: "$.id" },
  display_message: { column: "id", member: "$.id" },
  raised_error: { column: "identity", member: "$.identity" },
  reservation: { column: "id", member: "$.id" },
};

/** Tokens may be a hundred thousand: SQL looks only at what the station decides by. */
const TOKEN_INFO =
  `json_type(info, '$.groupIdToken.idToken') IS iif(json_type(info, '$.groupIdToken') IS NULL, NULL, 'text')
  AND info ->> '$.status' IN ('Accepted', 'Blocked', 'ConcurrentTx', 'Expired', 'Invalid', 'NoCredit',
    'NotAllowedTypeEVSE', 'NotAtThisLocation', 'NotAtThisTime', 'Unknown')`;

/** What holds for rows whose JSON is readable, in SQL. */
const CONDITIONS: Readonly<Record<string, string>> = { cached_token: TOKEN_INFO, listed_token: TOKEN_INFO };

/** Where rows are that cannot be read, or are not what their table is for, and how many. */
export interface UnreadableRows {
  readonly table: string;
  readonly column: string;
  readonly rows: number;
}

/** Counts the rows that cannot be read, table by table. */
export function findUnreadableRows(db: DatabaseSync, shapes: RowShapes = {}): readonly UnreadableRows[] {
  registerShapes(db, shapes);
  return jsonColumns(db).flatMap(({ table, column }) => {
    const row = db.prepare(`SELECT count(*) AS n FROM ${table} WHERE ${isUnreadable(table, column, shapes)}`)
      .get();
    const rows = Number(row?.["n"]);
    return rows > 0 ? [{ table, column, rows }] : [];
  });
}

/** Removes the rows that have been found, in one transaction: the others are worth more than a file that prevents the start. */
export function removeUnreadableRows(
  db: DatabaseSync,
  found: readonly UnreadableRows[],
  shapes: RowShapes = {},
): void {
  registerShapes(db, shapes);
  inTransaction(db, () => {
    for (const { table, column } of found) {
      db.exec(`DELETE FROM ${table} WHERE ${isUnreadable(table, column, shapes)}`);
    }
  });
}

/** Whether a text is JSON of the table's shape; a connection that is opened again does not know it any more. */
const SHAPE_FUNCTION = "is_of_shape";

function registerShapes(db: DatabaseSync, shapes: RowShapes): void {
  db.function(SHAPE_FUNCTION, { deterministic: true }, (table, text) => {
    const read = parseJson(String(text));
    return read.kind === "value" && (shapes[String(table)]?.(read.value) ?? true) ? 1 : 0;
  });
}

/** The condition under which a row is left out. */
function isUnreadable(table: string, column: string, shapes: RowShapes): string {
  const isReadable = Object.hasOwn(shapes, table)
    ? `${SHAPE_FUNCTION}('${table}', ${column})`
    : `json_valid(${column})`;
  const repeated = REPEATED[table];
  const more = [
    ...(repeated === undefined ? [] : [`${column} ->> '${repeated.member}' IS ${repeated.column}`]),
    ...(CONDITIONS[table] === undefined ? [] : [CONDITIONS[table]]),
  ];
  return `NOT iif(${isReadable}, coalesce(${more.join(" AND ") || "1"}, 0), 0)`;
}

function jsonColumns(db: DatabaseSync): { table: string; column: string }[] {
  const rows = db.prepare(
    `SELECT t.name AS tableName, c.name AS columnName FROM sqlite_schema t JOIN pragma_table_info(t.name) c
     WHERE t.type = 'table'`,
  ).all();
  return rows.map((row) => ({ table: String(row["tableName"]), column: String(row["columnName"]) }))
    .filter(({ column }) => JSON_COLUMNS.has(column));
}
