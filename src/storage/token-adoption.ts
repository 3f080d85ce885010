import type { DatabaseSync } from "node:sqlite";
import type { IdTokenInfoType } from "../ocpp/messages.ts";

/** The JSON of another program as an IdTokenInfoType; undefined when it is none. */
export type ReadTokenInfo = (json: string) => IdTokenInfoType | undefined;

/** libocpp's key: lower-case hex of SHA-256 over type and idToken as they were written (see `tokenHashes`). */
const HASH = "length(ID_TOKEN_HASH) = 64 AND ID_TOKEN_HASH NOT GLOB '*[^0-9a-f]*'";

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
 * Takes over authorization cache and local list from the core database of EVerest's C++ module, so that drivers charge
 * on when this program takes the module's place while the CSMS is away. Rows that cannot be read are left out. Throws
 * when `foreign` is no such database.
 */
export function adoptLibocppTokens(
  foreign: DatabaseSync,
  fresh: DatabaseSync,
  readInfo: ReadTokenInfo,
): number {
  return adoptCache(foreign, fresh, readInfo) + adoptList(foreign, fresh, readInfo);
}

function adoptCache(foreign: DatabaseSync, fresh: DatabaseSync, readInfo: ReadTokenInfo): number {
  const insert = fresh.prepare(INSERT_CACHED);
  let position = 0;
  const rows = foreign.prepare(
    `SELECT ID_TOKEN_HASH AS hash, ID_TOKEN_INFO AS info, LAST_USED AS used, EXPIRY_DATE AS expiry
     FROM AUTH_CACHE WHERE ${HASH} ORDER BY LAST_USED`,
  ).all();
  for (const { hash, info, used, expiry } of rows) {
    const read = readInfo(String(info));
    if (read === undefined) continue;
    // Of what becomes outdated our cache remembers nothing (C10.FR.09).
    const { personalMessage: _message, customData: _further, ...lasting } = read;
    const expiryMs = expiry === null ? null : Number(expiry);
    insert.run(String(hash), JSON.stringify(lasting), Number(used), expiryMs, ++position);
  }
  fresh.prepare(COUNT_CACHE).run(position);
  return position;
}

function adoptList(foreign: DatabaseSync, fresh: DatabaseSync, readInfo: ReadTokenInfo): number {
  const version = Number(
    foreign.prepare("SELECT VERSION FROM AUTH_LIST_VERSION WHERE ID = 0").get()?.["VERSION"],
  );
  // Without a version the CSMS could not go on with its differential updates.
  if (!Number.isSafeInteger(version) || version <= 0) return 0;
  const insert = fresh.prepare(INSERT_LISTED);
  let adopted = 0;
  const rows = foreign.prepare(
    `SELECT ID_TOKEN_HASH AS hash, ID_TOKEN_INFO AS info FROM AUTH_LIST WHERE ${HASH}`,
  ).all();
  for (const { hash, info } of rows) {
    const read = readInfo(String(info));
    if (read === undefined) continue;
    insert.run(String(hash), JSON.stringify(read));
    adopted++;
  }
  fresh.prepare(COUNT_LIST).run(version);
  return adopted;
}
