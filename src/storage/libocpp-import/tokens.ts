import type { DatabaseSync } from "node:sqlite";
import type { IdTokenInfoType } from "../../ocpp/messages.ts";
import type { ImportPart, ImportReading, LeftRow } from "./import-part.ts";

/** The JSON of another program as an IdTokenInfoType; undefined when it is none. */
export type ReadTokenInfo = (json: string) => IdTokenInfoType | undefined;

interface ForeignToken {
  /** libocpp's key: lower-case hex of SHA-256 over type and idToken as they were written (see `tokenHashes`). */
  readonly hash: string;
  readonly info: IdTokenInfoType;
}

interface CachedToken extends ForeignToken {
  readonly usedMs: number;
  readonly expiryMs: number | null;
}

interface ListedToken extends ForeignToken {
  /** versionNumber of the list. */
  readonly version: number;
}

const HASH = /^[0-9a-f]{64}$/;

const INSERT_CACHED = `
  INSERT INTO cached_token (token_hash, info, updated_ms, expiry_ms, first_position, last_position, uses)
  VALUES (unhex(?1), ?2, ?3, ?4, ?5, ?5, 1)`;
const INSERT_LISTED = "INSERT INTO listed_token (token_hash, info) VALUES (unhex(?), ?)";

const COUNT_CACHE = `
  UPDATE token_store SET
    entries = (SELECT count(*) FROM cached_token),
    bytes = (SELECT coalesce(sum(length(token_hash) + octet_length(info) + 5 * 8), 0) FROM cached_token),
    counter = ?
  WHERE name = 'cache'`;
const COUNT_LIST = `
  UPDATE token_store SET
    entries = (SELECT count(*) FROM listed_token),
    bytes = (SELECT coalesce(sum(length(token_hash) + octet_length(info)), 0) FROM listed_token),
    counter = ?
  WHERE name = 'list'`;

/**
 * Authorization cache and local list, so that drivers charge on when this program replaces the C++ module while the CSMS
 * is away. Every schema has their tables; without them it is no database of the C++ module, and reading throws.
 */
export function tokenParts(readInfo: ReadTokenInfo): readonly ImportPart<unknown>[] {
  return [cachedTokens(readInfo), listedTokens(readInfo)] as readonly ImportPart<unknown>[];
}

function cachedTokens(readInfo: ReadTokenInfo): ImportPart<CachedToken> {
  return {
    name: "tokens of the authorization cache",
    tables: [],
    read: (foreign) =>
      readTokens(
        foreign,
        `SELECT ID_TOKEN_HASH AS hash, ID_TOKEN_INFO AS info, LAST_USED AS used, EXPIRY_DATE AS expiry
         FROM AUTH_CACHE ORDER BY LAST_USED`,
        readInfo,
        ({ hash, info }, { used, expiry }) => {
          // Of what becomes outdated our cache remembers nothing (C10.FR.09).
          const { personalMessage: _message, customData: _further, ...lasting } = info;
          const expiryMs = expiry === null ? null : Number(expiry);
          return { hash, info: lasting, usedMs: Number(used), expiryMs };
        },
      ),
    describe,
    isKnown: (target, { hash }) =>
      target.prepare("SELECT 1 FROM cached_token WHERE token_hash = unhex(?)").get(hash) !== undefined,
    write(target, tokens) {
      const insert = target.prepare(INSERT_CACHED);
      let position = counter(target, "cache");
      for (const { hash, info, usedMs, expiryMs } of tokens) {
        insert.run(hash, JSON.stringify(info), usedMs, expiryMs, ++position);
      }
      target.prepare(COUNT_CACHE).run(position);
    },
  };
}

function listedTokens(readInfo: ReadTokenInfo): ImportPart<ListedToken> {
  return {
    name: "tokens of the local list",
    tables: [],
    read(foreign) {
      const version = Number(
        foreign.prepare("SELECT VERSION FROM AUTH_LIST_VERSION WHERE ID = 0").get()?.["VERSION"],
      );
      const { rows, left } = readTokens(
        foreign,
        "SELECT ID_TOKEN_HASH AS hash, ID_TOKEN_INFO AS info FROM AUTH_LIST",
        readInfo,
        (token) => ({ ...token, version }),
      );
      // Without a version the CSMS could not go on with its differential updates.
      if (Number.isSafeInteger(version) && version > 0) return { rows, left };
      const reason = "the list has no version";
      return { rows: [], left: [...left, ...rows.map((token) => ({ row: describe(token), reason }))] };
    },
    describe,
    // Two lists of different versions do not mix.
    isKnown: (target) => counter(target, "list") > 0,
    write(target, tokens) {
      const insert = target.prepare(INSERT_LISTED);
      for (const { hash, info } of tokens) insert.run(hash, JSON.stringify(info));
      const [token] = tokens;
      if (token !== undefined) target.prepare(COUNT_LIST).run(token.version);
    },
  };
}

function readTokens<T>(
  foreign: DatabaseSync,
  sql: string,
  readInfo: ReadTokenInfo,
  toToken: (token: ForeignToken, row: Readonly<Record<string, unknown>>) => T,
): ImportReading<T> {
  const rows: T[] = [];
  const left: LeftRow[] = [];
  for (const row of foreign.prepare(sql).all()) {
    const hash = String(row["hash"]);
    const info = HASH.test(hash) ? readInfo(String(row["info"])) : undefined;
    if (info === undefined) left.push({ row: `token ${hash.slice(0, 8)}…`, reason: "it cannot be read" });
    else rows.push(toToken({ hash, info }, row));
  }
  return { rows, left };
}

/** Tokens are stored as hashes only. */
function describe({ hash, info }: ForeignToken): string {
  return `token ${hash.slice(0, 8)}…, ${info.status}`;
}

function counter(target: DatabaseSync, name: "cache" | "list"): number {
  return Number(target.prepare("SELECT counter FROM token_store WHERE name = ?").get(name)?.["counter"]);
}
