import type { DatabaseSync } from "node:sqlite";
import { connect, createDatabase } from "./database-connection.ts";
import { removeDatabase } from "./database-file.ts";
import { isDiskRefusal } from "./disk-refusal.ts";
import { inTransaction } from "./in-transaction.ts";
import { migrate } from "./migrations.ts";
import type { OpenOptions } from "./open-options.ts";
import { connectTolerantly } from "./schema-damage.ts";
import { succeed } from "./succession.ts";
import { type Copied, copyTable, countOf, tablesOf } from "./table-copy.ts";
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
  inTransaction(fresh, () => {
    for (const table of tables.filter((each) => !together.has(each))) {
      if (copyTable(table, damaged, fresh) === "rowsMissing") incomplete.push(table);
      note(table);
    }
    for (const group of groups) {
      if (copyTogether(group, damaged, fresh) === "complete") group.tables.forEach(note);
      else incomplete.push(...group.tables);
    }
  });
  return { rows, incomplete };
}

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
