import type { DatabaseSync, StatementSync } from "node:sqlite";
import { isDiskRefusal } from "./disk-refusal.ts";

/** Whether all rows of a table came along. */
export type Copied = "complete" | "rowsMissing";

/**
 * Copies the rows of a table into the one of the same name, through two connections: the runtime lets no program without all
 * permissions attach one database to the other. From both ends, since reading ends at the first place that is damaged. Throws
 * when the disk refuses.
 */
export function copyTable(table: string, from: DatabaseSync, to: DatabaseSync): Copied {
  const columns = to.prepare("SELECT name, pk FROM pragma_table_info(?)").all(table);
  const names = columns.map(({ name }) => String(name));
  const places = names.map(() => "?").join(", ");
  const insert = to.prepare(`INSERT OR REPLACE INTO "${table}" (${names.join(", ")}) VALUES (${places})`);
  const key = hasRowIds(table, to)
    ? ["rowid"]
    : columns.filter(({ pk }) => pk !== 0).map(({ name }) => String(name));
  const all = `SELECT ${names.join(", ")} FROM "${table}" NOT INDEXED`;
  const copied = copyRows(all, from, insert);
  if (copied === readable(() => countOf(table, from))) return "complete";
  copyRows(`${all} ORDER BY ${key.map((name) => `${name} DESC`).join(", ")}`, from, insert);
  return "rowsMissing";
}

/** Returns how many rows were copied, up to the first that cannot be read. Throws when the disk refuses them. */
function copyRows(query: string, from: DatabaseSync, insert: StatementSync): number {
  const rows = readable(() => {
    const statement = from.prepare(query);
    // Integers of SQLite have 64 bits.
    statement.setReadBigInts(true);
    return statement.iterate();
  });
  for (let copied = 0;;) {
    // The runtime's iterator may also end in silence where SQLite says that the file is damaged.
    const next = readable(() => rows?.next());
    if (next === undefined || next.done === true) return copied;
    try {
      insert.run(...Object.values(next.value));
      copied += 1;
    } catch (error) {
      // The fresh table refuses what cannot have been in the other one.
      if (isDiskRefusal(error)) throw error;
    }
  }
}

/** Undefined: SQLite says that the place is damaged. */
function readable<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (isDiskRefusal(error)) throw error;
    return undefined;
  }
}

/** The tables of a database, without those that are SQLite's own. */
export function tablesOf(db: DatabaseSync): readonly string[] {
  return db.prepare(
    "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite@_%' ESCAPE '@'",
  ).all().map(({ name }) => String(name));
}

function hasRowIds(table: string, db: DatabaseSync): boolean {
  return db.prepare("SELECT wr FROM pragma_table_list WHERE schema = 'main' AND name = ?").get(table)
    ?.["wr"] === 0;
}

/** The number of rows, by the table itself: an index beside it may be sound. */
export function countOf(table: string, db: DatabaseSync): number {
  return Number(db.prepare(`SELECT count(*) AS n FROM "${table}" NOT INDEXED`).get()?.["n"]);
}
