import type { IdTokenInfoType, IdTokenType } from "../ocpp/messages.ts";
import type {
  ListChange,
  ListOutcome,
  ListSize,
  LocalListStore,
} from "../station/local-list/local-list-store.ts";
import type { Database } from "./database.ts";
import { type TokenHashes, tokenHashes } from "./token-hash.ts";

/** Size of an entry in bytes: its key and its JSON. */
const ENTRY_BYTES = "length(token_hash) + octet_length(info)";

/** Undoes the change in the middle of its transaction. */
class TooLarge extends Error {
  constructor(readonly outcome: ListOutcome) {
    super(outcome);
  }
}

/** The local authorization list: looked up through the index on disk, without a copy in memory. */
export class LocalListRepository implements LocalListStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  find(idToken: IdTokenType): IdTokenInfoType | undefined {
    const row = this.#db.statement(
      `SELECT info FROM listed_token WHERE token_hash IN (?1, ?2, ?3)
       ORDER BY token_hash = ?1 DESC, token_hash = ?2 DESC LIMIT 1`,
    ).get(...tokenHashes(idToken));
    return row && JSON.parse(String(row["info"]));
  }

  version(): number {
    return Number(this.#totals()["counter"]);
  }

  size(): ListSize {
    const { entries, bytes } = this.#totals();
    return { entries: Number(entries), bytes: Number(bytes) };
  }

  async apply(change: ListChange, limits: ListSize): Promise<ListOutcome> {
    try {
      await this.#db.write(() => this.#apply(change, limits));
      return "stored";
    } catch (error) {
      if (error instanceof TooLarge) return error.outcome;
      throw error;
    }
  }

  #apply({ kind, version, listed, removed }: ListChange, limits: ListSize): void {
    if (kind === "replace") this.#clear();
    let entries = 0;
    let bytes = 0;
    for (const idToken of removed) {
      const gone = this.#remove(tokenHashes(idToken));
      entries -= gone.entries;
      bytes -= gone.bytes;
    }
    for (const { idToken, info } of listed) {
      const hashes = tokenHashes(idToken);
      const gone = this.#remove(hashes);
      entries += 1 - gone.entries;
      bytes += this.#insert(hashes, info) - gone.bytes;
    }
    this.#db.statement(
      "UPDATE token_store SET entries = entries + ?, bytes = bytes + ?, counter = ? WHERE name = 'list'",
    ).run(entries, bytes, version);
    const size = this.size();
    if (size.entries > limits.entries) throw new TooLarge("tooManyEntries");
    if (size.bytes > limits.bytes) throw new TooLarge("tooManyBytes");
  }

  #clear(): void {
    this.#db.statement("DELETE FROM listed_token").run();
    this.#db.statement("UPDATE token_store SET entries = 0, bytes = 0 WHERE name = 'list'").run();
  }

  /** Also removes rows that libocpp stored under another spelling of the token. */
  #remove(hashes: TokenHashes): ListSize {
    const gone = this.#db.statement(
      `DELETE FROM listed_token WHERE token_hash IN (?, ?, ?) RETURNING ${ENTRY_BYTES} AS bytes`,
    ).all(...hashes);
    return { entries: gone.length, bytes: gone.reduce((sum, { bytes }) => sum + Number(bytes), 0) };
  }

  #insert([ours]: TokenHashes, info: IdTokenInfoType): number {
    const row = this.#db.statement(
      `INSERT INTO listed_token (token_hash, info) VALUES (?, ?) RETURNING ${ENTRY_BYTES} AS bytes`,
    ).get(ours, JSON.stringify(info));
    return Number(row?.["bytes"]);
  }

  #totals(): Readonly<Record<string, unknown>> {
    return this.#db.statement("SELECT entries, bytes, counter FROM token_store WHERE name = 'list'").get() ??
      {};
  }
}
