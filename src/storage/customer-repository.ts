import type { Customer } from "../station/customer-information/customer.ts";
import type { CustomerStore } from "../station/customer-information/customer-archives.ts";
import type { Database } from "./database.ts";
import type { LocalListRepository } from "./local-list-repository.ts";
import type { TokenCacheRepository } from "./token-cache-repository.ts";

const QUERIES = {
  queue: `SELECT json_object('action', action, 'message', json(payload)) AS json FROM outbox
    WHERE instr(lower(payload), lower(?)) > 0 ORDER BY position`,
  transactions: `SELECT state AS json FROM open_transaction WHERE instr(lower(state), lower(?1)) > 0
    UNION ALL SELECT state FROM idle_session WHERE instr(lower(state), lower(?1)) > 0`,
} as const;

/** Looks for customers in the core database. */
export class CustomerRepository implements CustomerStore {
  readonly #db: Database;
  readonly #cache: TokenCacheRepository;
  readonly #list: LocalListRepository;

  constructor(db: Database, cache: TokenCacheRepository, list: LocalListRepository) {
    this.#db = db;
    this.#cache = cache;
    this.#list = list;
  }

  cached(customer: Customer): readonly unknown[] {
    if (customer.kind === "identifier") return this.#ofGroup("cached_token", customer.text);
    const entry = customer.kind === "token" ? this.#cache.find(customer.idToken) : undefined;
    return entry ? [entry.info] : [];
  }

  listed(customer: Customer): readonly unknown[] {
    if (customer.kind === "identifier") return this.#ofGroup("listed_token", customer.text);
    const info = customer.kind === "token" ? this.#list.find(customer.idToken) : undefined;
    return info ? [info] : [];
  }

  containing(where: keyof typeof QUERIES, text: string): readonly unknown[] {
    // As it stands within JSON. SQLite compares both: its lower() knows only the letters of ASCII.
    const escaped = JSON.stringify(text).slice(1, -1);
    return this.#db.statement(QUERIES[where]).all(escaped).map((row) => JSON.parse(String(row["json"])));
  }

  #ofGroup(table: "cached_token" | "listed_token", group: string): readonly unknown[] {
    return this.#db.statement(
      `SELECT info FROM ${table} WHERE lower(info ->> '$.groupIdToken.idToken') = lower(?)`,
    ).all(group).map((row) => JSON.parse(String(row["info"])));
  }
}
