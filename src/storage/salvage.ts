import type { DatabaseSync, StatementSync } from "node:sqlite";
import { connect, createDatabase } from "./database-connection.ts";
import { removeDatabase } from "./database-file.ts";
import { isDiskRefusal } from "./disk-refusal.ts";
import { migrate } from "./migrations.ts";
import type { OpenOptions } from "./open-options.ts";
import { connectTolerantly } from "./schema-damage.ts";
import { succeed } from "./succession.ts";
import type { WholeTables } from "./whole-tables.ts";

/** What came out of a damaged database. */
interface Salvage {
  /** Rows of each table that had some. */
  readonly rows: Readonly<Record<string, number>>;
  /** Tables of which rows are lost. */
  readonly incomplete: readonly string[];
}

/**
 * A fresh database in the place of a damaged one, with every row that can still be read: one bad page must not cost the
 * transactions on the others. The damaged file stays beside it. Throws when the disk refuses; then it is where it was.
 */
export function succeedDamaged(path: string, reason: string, options: OpenOptions): DatabaseSync {
  const { kind, log } = options;
  const { db, keptAs, result } = succeed(path, options, {
    label: "damaged",
    reason,
    create: (successor, _, problem) => create(successor, path, options, problem),
  });
  const from = { database: kind, from: keptAs };
  if (result instanceof Error) {
    log.error("nothing can be read of a damaged database", { ...from, error: result });
  } else log.error("the readable rows of a damaged database are used on", { ...from, ...result });
  return db;
}

function create(
  successor: string,
  path: string,
  options: OpenOptions,
  problem: Error | undefined,
): Salvage | Error {
  const result = problem ?? attempted(() => createSalvaged(successor, path, options));
  if (result instanceof Error) {
    removeDatabase(successor);
    createDatabase(successor, options.kind, options.migrations).close();
  }
  return result;
}

/** Of the version of the damaged database first: its rows go through the same migrations as those of a sound one. */
function createSalvaged(
  successor: string,
  path: string,
  { kind, migrations, whole = [] }: OpenOptions,
): Salvage {
  const version = versionOf(path, migrations.length);
  using fresh = createDatabase(successor, kind, migrations.slice(0, version));
  const result = salvage(path, fresh, whole);
  if (version < migrations.length) migrate(fresh, kind, migrations, version);
  return result;
}

/** Throws when the disk refuses: with room it will work. Anything else would fail at every start. */
function attempted<T>(create: () => T): T | Error {
  try {
    return create();
  } catch (error) {
    if (!(error instanceof Error) || isDiskRefusal(error)) throw error;
    return error;
  }
}

/** The number of migrations that the tables have gone through. */
function versionOf(path: string, latest: number): number {
  using damaged = connect(path);
  const version = Number(damaged.prepare("PRAGMA user_version").get()?.["user_version"]);
  return version > 0 && version < latest ? version : latest;
}

function salvage(path: string, fresh: DatabaseSync, whole: readonly WholeTables[]): Salvage {
  using damaged = connectTolerantly(path);
  const tables = tablesOf(fresh);
  const groups = whole.filter((group) => group.tables.every((table) => tables.includes(table)));
  const together = new Set(groups.flatMap((group) => group.tables));
  const rows: Record<string, number> = {};
  const incomplete: string[] = [];
  const note = (table: string) => {
    const copied = countOf(table, fresh);
    if (copied > 0) rows[table] = copied;
  };
  fresh.exec("BEGIN IMMEDIATE");
  for (const table of tables.filter((each) => !together.has(each))) {
    if (copyTable(table, damaged, fresh) === "rowsMissing") incomplete.push(table);
    note(table);
  }
  for (const group of groups) {
    if (copyTogether(group, damaged, fresh) === "complete") group.tables.forEach(note);
    else incomplete.push(...group.tables);
  }
  fresh.exec("COMMIT");
  return { rows, incomplete };
}

type Copied = "complete" | "rowsMissing";

/** All rows of the tables, or none. */
function copyTogether(
  { tables, isComplete }: WholeTables,
  damaged: DatabaseSync,
  fresh: DatabaseSync,
): Copied {
  fresh.exec("SAVEPOINT tables_together");
  const copied = tables.map((table) => copyTable(table, damaged, fresh));
  const isWhole = !copied.includes("rowsMissing") &&
    fresh.prepare(`SELECT ${isComplete} AS yes`).get()?.["yes"] === 1;
  if (!isWhole) fresh.exec("ROLLBACK TO tables_together");
  fresh.exec("RELEASE tables_together");
  return isWhole ? "complete" : "rowsMissing";
}

/** From both ends, since reading ends at the first place that is damaged. */
function copyTable(table: string, damaged: DatabaseSync, fresh: DatabaseSync): Copied {
  const columns = fresh.prepare("SELECT name, pk FROM pragma_table_info(?)").all(table);
  const names = columns.map(({ name }) => String(name));
  const places = names.map(() => "?").join(", ");
  const insert = fresh.prepare(`INSERT OR REPLACE INTO "${table}" (${names.join(", ")}) VALUES (${places})`);
  const key = hasRowIds(table, fresh)
    ? ["rowid"]
    : columns.filter(({ pk }) => pk !== 0).map(({ name }) => String(name));
  const all = `SELECT ${names.join(", ")} FROM "${table}" NOT INDEXED`;
  const copied = copyRows(all, damaged, insert);
  if (copied === readable(() => countOf(table, damaged))) return "complete";
  copyRows(`${all} ORDER BY ${key.map((name) => `${name} DESC`).join(", ")}`, damaged, insert);
  return "rowsMissing";
}

/** Returns how many rows were copied, up to the first that cannot be read. Throws when the disk refuses them. */
function copyRows(query: string, damaged: DatabaseSync, insert: StatementSync): number {
  const rows = readable(() => {
    const statement = damaged.prepare(query);
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

function tablesOf(db: DatabaseSync): readonly string[] {
  return db.prepare(
    "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite@_%' ESCAPE '@'",
  ).all().map(({ name }) => String(name));
}

function hasRowIds(table: string, db: DatabaseSync): boolean {
  return db.prepare("SELECT wr FROM pragma_table_list WHERE schema = 'main' AND name = ?").get(table)
    ?.["wr"] === 0;
}

function countOf(table: string, db: DatabaseSync): number {
  return Number(db.prepare(`SELECT count(*) AS n FROM "${table}" NOT INDEXED`).get()?.["n"]);
}
