import { DatabaseSync } from "node:sqlite";
import type { Logger } from "../kernel/logger.ts";
import { basename, dirname, join } from "../kernel/posix-path.ts";
import type {
  EarlierDatabases,
  EarlierFinds,
  EarlierUse,
} from "../station/customer-information/customer-archives.ts";
import type { Customer } from "../station/customer-information/customer.ts";
import { type AsideLabel, readAsideSuffix } from "./aside-label.ts";
import { bytePatterns, occurringIn } from "./customer-bytes.ts";
import { damageIn } from "./database-connection.ts";
import { fileExists, filesOf, shredDatabase, SIDE_SUFFIXES } from "./database-file.ts";
import { readPart } from "./libocpp-import/import-core.ts";
import { type IsRequest, transactionMessages } from "./libocpp-import/queued-messages.ts";
import { findUnreadableRows, type RowShapes } from "./unreadable-rows.ts";

export interface SetAsideDeps {
  /** Path of the core database that they lie beside. */
  readonly database: string;
  /** One in memory stands in for that file, for lack of room to open it. */
  readonly isStandIn: boolean;
  readonly isRequest: IsRequest;
  readonly shapes: RowShapes;
  /** Whether the database in use has got the unsent messages of this file: an import can fail. */
  wasImported(name: string): boolean;
  readonly log: Logger;
}

/** Core databases that were set aside: those of the C++ module, of other versions, damaged ones. */
export class SetAsideDatabases implements EarlierDatabases {
  readonly #deps: SetAsideDeps;

  constructor(deps: SetAsideDeps) {
    this.#deps = deps;
  }

  async naming(customer: Customer): Promise<EarlierFinds> {
    const found: Record<EarlierUse, string[]> = { none: [], unsentTransactions: [], nextStart: [] };
    for (const { name, label } of await this.#all()) {
      const path = this.#path(name);
      if (!await mentions(path, customer)) continue;
      found[hasUnsent(path, label, this.#deps) ? "unsentTransactions" : "none"].push(name);
    }
    const { database, isStandIn } = this.#deps;
    if (isStandIn && await mentions(database, customer)) found.nextStart.push(basename(database));
    return found;
  }

  async remove(names: readonly string[]): Promise<void> {
    for (const name of names) {
      const path = this.#path(name);
      await shredDatabase(path);
      this.#deps.log.notice("a database that was set aside is removed with a customer who is cleared", {
        path,
      });
    }
  }

  async #all(): Promise<readonly { readonly name: string; readonly label: AsideLabel }[]> {
    const { database } = this.#deps;
    const directory = dirname(database);
    // A database that stands in for the file on a full disk may have none.
    if (!fileExists(directory)) return [];
    const entries = await Array.fromAsync(Deno.readDir(directory));
    const names = new Set(entries.filter(({ isFile }) => isFile).map(({ name }) => databaseOf(name)));
    return [...names].sort().flatMap((name) => {
      if (!name.startsWith(basename(database))) return [];
      const aside = readAsideSuffix(name.slice(basename(database).length));
      return aside === undefined ? [] : [{ name, label: aside.label }];
    });
  }

  #path(name: string): string {
    return join(dirname(this.#deps.database), name);
  }
}

/** A side file whose database somebody removed is one, too. */
function databaseOf(name: string): string {
  const suffix = SIDE_SUFFIXES.find((each) => name.endsWith(each)) ?? "";
  return name.slice(0, name.length - suffix.length);
}

/** Byte by byte: removed rows can be read from a file, too. */
async function mentions(path: string, customer: Customer): Promise<boolean> {
  const patterns = bytePatterns(customer);
  const found = new Set<string>();
  for (const file of filesOf(path).filter(fileExists)) {
    for (const pattern of await occurringIn(file, patterns.flat())) found.add(pattern);
  }
  return patterns.some((together) => together.every((pattern) => found.has(pattern)));
}

/**
 * Whether the file may have messages of transactions that neither the database in use nor the CSMS has. What cannot be read
 * may have some.
 */
function hasUnsent(
  path: string,
  label: AsideLabel,
  { isRequest, shapes, wasImported }: SetAsideDeps,
): boolean {
  // A migration goes on with everything that the copy has.
  if (label.startsWith("v")) return false;
  const files = filesOf(path).filter(fileExists);
  let db: DatabaseSync | undefined;
  try {
    db = new DatabaseSync(path, { readOnly: true });
    switch (label) {
      case "foreign": {
        const { rows, left } = readPart(transactionMessages(isRequest), db);
        return left.length > 0 || (rows.length > 0 && !wasImported(basename(path)));
      }
      case "unrepaired":
        return findUnreadableRows(db, shapes).some(({ table }) => table === "outbox");
      default:
        return damageIn(db) !== undefined ||
          db.prepare("SELECT 1 FROM outbox WHERE transaction_id IS NOT NULL").get() !== undefined;
    }
  } catch {
    return true;
  } finally {
    db?.close();
    // SQLite leaves what it needs to read a database in WAL mode.
    for (const file of filesOf(path)) if (!files.includes(file) && fileExists(file)) Deno.removeSync(file);
  }
}
