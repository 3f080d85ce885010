import { withinJson } from "../kernel/json.ts";
import type { Customer } from "../station/customer-information/customer.ts";
import type { CustomerStore } from "../station/customer-information/customer-archives.ts";
import type { Database } from "./database.ts";
import { tokenHashes } from "./token-hash.ts";
import { NAMES_TOKEN } from "./token-info-sql.ts";

const QUERIES = {
  queue: `SELECT json_object('action', action, 'message', json(payload)) AS json FROM outbox
    WHERE instr(lower(payload), lower(?)) > 0 ORDER BY position`,
  transactions: `SELECT state AS json FROM open_transaction WHERE instr(lower(state), lower(?1)) > 0
    UNION ALL SELECT state FROM idle_session WHERE instr(lower(state), lower(?1)) > 0`,
} as const;

/**
 * Looks for customers in the core database. SQLite brings both texts to lower case before it compares them: its lower()
 * knows only the letters of ASCII.
 */
export class CustomerRepository implements CustomerStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  cached(customer: Customer): readonly unknown[] {
    return this.#known("cached_token", customer);
  }

  listed(customer: Customer): readonly unknown[] {
    return this.#known("listed_token", customer);
  }

  containing(where: keyof typeof QUERIES, text: string): readonly unknown[] {
    return this.#db.statement(QUERIES[where]).all(withinJson(text))
      .map((row) => JSON.parse(String(row["json"])));
  }

  /** The entry of a token, and those in which it is named: the token of a group stands with the entries of its members. */
  #known(table: "cached_token" | "listed_token", customer: Customer): readonly unknown[] {
    if (customer.kind === "certificate") return [];
    const hashes = customer.kind === "token" ? tokenHashes(customer.idToken) : [null, null, null];
    const text = customer.kind === "token" ? customer.idToken.idToken : customer.text;
    return this.#db.statement(
      `SELECT info FROM ${table} WHERE token_hash IN (?, ?, ?)
         OR instr(lower(info), lower(?)) > 0 AND ${NAMES_TOKEN}`,
    ).all(...hashes, withinJson(text), text).map((row) => JSON.parse(String(row["info"])));
  }
}
