import type { IdTokenType } from "../ocpp/messages.ts";
import type {
  CachedToken,
  CachePolicy,
  CacheRemoval,
  CacheRoom,
  TokenCacheStore,
} from "../station/authorization/token-cache-store.ts";
import type { Database } from "./database.ts";
import { tokenHash, tokenHashes } from "./token-hash.ts";
import { NAMES_TOKEN } from "./token-info-sql.ts";

/** Size of an entry in bytes: its key, its JSON and five numbers. */
const ENTRY_BYTES = "length(token_hash) + octet_length(info) + 5 * 8";

const LEAST_WORTH_KEEPING: Readonly<Record<CachePolicy, string>> = {
  LRU: "last_position",
  LFU: "uses, last_position",
  FIFO: "first_position",
};

/** Past uses of an entry that the CSMS updates. */
interface History {
  readonly firstPosition: number;
  readonly uses: number;
}

/** The authorization cache. */
export class TokenCacheRepository implements TokenCacheStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  find(idToken: IdTokenType): CachedToken | undefined {
    const row = this.#db.statement(
      `SELECT info, updated_ms, expiry_ms FROM cached_token WHERE token_hash IN (?1, ?2, ?3)
       ORDER BY token_hash = ?1 DESC, token_hash = ?2 DESC LIMIT 1`,
    ).get(...tokenHashes(idToken));
    if (row === undefined) return undefined;
    const expiryMs = row["expiry_ms"];
    return {
      info: JSON.parse(String(row["info"])),
      updatedMs: Number(row["updated_ms"]),
      ...(expiryMs !== null && { expiryMs: Number(expiryMs) }),
    };
  }

  save(idToken: IdTokenType, entry: CachedToken, room: CacheRoom): Promise<void> {
    return this.#db.write(() => {
      const history = this.#remove("token_hash IN (?, ?, ?)", ...tokenHashes(idToken));
      this.#insert(idToken, entry, history);
      this.#makeRoom(idToken, room);
    });
  }

  markUsed(idToken: IdTokenType): Promise<void> {
    return this.#db.write(() => {
      this.#db.statement(
        "UPDATE cached_token SET last_position = ?4, uses = uses + 1 WHERE token_hash IN (?1, ?2, ?3)",
      ).run(...tokenHashes(idToken), this.#nextPosition());
    }, "later");
  }

  remove(what: CacheRemoval): Promise<void> {
    return this.#db.write(() => {
      switch (what.kind) {
        case "all":
          this.#db.statement("DELETE FROM cached_token").run();
          this.#db.statement("UPDATE token_store SET entries = 0, bytes = 0 WHERE name = 'cache'").run();
          return;
        case "token":
          this.#remove("token_hash IN (?, ?, ?)", ...tokenHashes(what.idToken));
          return;
        case "naming":
          this.#remove(NAMES_TOKEN, what.text);
          return;
        case "expired":
          this.#remove(
            "expiry_ms < ? OR (expiry_ms IS NULL AND updated_ms < ?)",
            what.nowMs,
            what.updatedBeforeMs,
          );
      }
    });
  }

  bytes(): number {
    return Number(
      this.#db.statement("SELECT bytes FROM token_store WHERE name = 'cache'").get()?.["bytes"],
    );
  }

  #insert(idToken: IdTokenType, { info, updatedMs, expiryMs }: CachedToken, history?: History): void {
    const position = this.#nextPosition();
    const row = this.#db.statement(
      `INSERT INTO cached_token (token_hash, info, updated_ms, expiry_ms, first_position, last_position, uses)
       VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING ${ENTRY_BYTES} AS bytes`,
    ).get(
      tokenHash(idToken),
      JSON.stringify(info),
      updatedMs,
      expiryMs ?? null,
      history?.firstPosition ?? position,
      position,
      (history?.uses ?? 0) + 1,
    );
    this.#count(1, Number(row?.["bytes"]));
  }

  /**
   * A full cache still accepts new entries (C10.FR.07): the new entry is removed only when it exceeds the
   * limit alone.
   */
  #makeRoom(newest: IdTokenType, { maxBytes, policy, inUse }: CacheRoom): void {
    if (this.bytes() <= maxBytes) return;
    const inUseHashes = JSON.stringify(inUse.flatMap((token) => tokenHashes(token).map(hex)));
    const candidates = this.#db.statement(
      `SELECT token_hash, ${ENTRY_BYTES} AS bytes FROM cached_token
       ORDER BY token_hash = ?1,
         token_hash IN (SELECT unhex(value) FROM json_each(?2)),
         info ->> 'status' = 'Accepted',
         ${LEAST_WORTH_KEEPING[policy]}`,
    ).iterate(tokenHash(newest), inUseHashes);
    let excess = this.bytes() - maxBytes;
    const evicted: Uint8Array[] = [];
    for (const { token_hash, bytes } of candidates) {
      if (excess <= 0) break;
      evicted.push(token_hash as Uint8Array);
      excess -= Number(bytes);
    }
    for (const hash of evicted) this.#remove("token_hash = ?", hash);
  }

  /** The history of the entry that was used first among those removed. */
  #remove(condition: string, ...parameters: (Uint8Array | number | string)[]): History | undefined {
    const gone = this.#db.statement(
      `DELETE FROM cached_token WHERE ${condition} RETURNING first_position, uses, ${ENTRY_BYTES} AS bytes`,
    ).all(...parameters);
    const [first] = gone;
    if (first === undefined) return undefined;
    this.#count(-gone.length, -gone.reduce((sum, { bytes }) => sum + Number(bytes), 0));
    return { firstPosition: Number(first["first_position"]), uses: Number(first["uses"]) };
  }

  #count(entries: number, bytes: number): void {
    this.#db.statement(
      "UPDATE token_store SET entries = entries + ?, bytes = bytes + ? WHERE name = 'cache'",
    ).run(entries, bytes);
  }

  #nextPosition(): number {
    return Number(
      this.#db.statement(
        "UPDATE token_store SET counter = counter + 1 WHERE name = 'cache' RETURNING counter",
      )
        .get()?.["counter"],
    );
  }
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
