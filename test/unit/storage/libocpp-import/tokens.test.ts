import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { DatabaseSync } from "node:sqlite";
import type { IdTokenInfoType, IdTokenType } from "../../../../src/ocpp/messages.ts";
import { LocalListRepository } from "../../../../src/storage/local-list-repository.ts";
import { importCore } from "../../../../src/storage/libocpp-import/import-core.ts";
import { tokenParts } from "../../../../src/storage/libocpp-import/tokens.ts";
import { TokenCacheRepository } from "../../../../src/storage/token-cache-repository.ts";
import { readTokenInfo } from "../../../../src/runtime/token-info.ts";
import { RecordingLogger } from "../../../fakes/recording-logger.ts";
import { openCore } from "../open-core.ts";

interface Foreign {
  readonly cache?:
    readonly (readonly [token: IdTokenType, info: string, used: number, expiry: number | null])[];
  readonly list?: readonly (readonly [token: IdTokenType, info: string])[];
  readonly version?: number;
}

function libocppHash({ type, idToken }: IdTokenType): string {
  return createHash("sha256").update(type + idToken).digest("hex");
}

/** A database with the tables and columns of libocpp that the adoption reads. */
function libocppDatabase(path: string, { cache = [], list = [], version = 0 }: Foreign): void {
  const db = new DatabaseSync(path);
  db.exec(`PRAGMA user_version = 6;
    CREATE TABLE AUTH_CACHE (ID_TOKEN_HASH TEXT PRIMARY KEY NOT NULL, ID_TOKEN_INFO TEXT NOT NULL,
      LAST_USED INT64 NOT NULL DEFAULT 0, EXPIRY_DATE INT64);
    CREATE TABLE AUTH_LIST_VERSION (ID INT PRIMARY KEY NOT NULL, VERSION INT);
    CREATE TABLE AUTH_LIST (ID_TOKEN_HASH TEXT PRIMARY KEY NOT NULL, ID_TOKEN_INFO TEXT NOT NULL);`);
  db.prepare("INSERT INTO AUTH_LIST_VERSION VALUES (0, ?)").run(version);
  for (const [token, info, used, expiry] of cache) {
    db.prepare("INSERT INTO AUTH_CACHE VALUES (?, ?, ?, ?)").run(libocppHash(token), info, used, expiry);
  }
  for (const [token, info] of list) {
    db.prepare("INSERT INTO AUTH_LIST VALUES (?, ?)").run(libocppHash(token), info);
  }
  db.close();
}

async function adopted(foreign: Foreign | "no tables") {
  const directory = await Deno.makeTempDir();
  const path = `${directory}/cp.db`;
  if (foreign === "no tables") {
    const other = new DatabaseSync(path);
    other.exec("CREATE TABLE something (else_ TEXT)");
    other.close();
  } else libocppDatabase(path, foreign);
  const log = new RecordingLogger();
  const db = openCore(path, {
    log,
    adopt: (old, fresh) =>
      importCore(old, fresh, { parts: tokenParts(readTokenInfo), keptAs: "cp.db.foreign-1", log }),
  });
  return {
    db,
    log,
    cache: new TokenCacheRepository(db),
    list: new LocalListRepository(db),
    async [Symbol.asyncDispose]() {
      db.close();
      await Deno.remove(directory, { recursive: true });
    },
  };
}

function card(idToken: string): IdTokenType {
  return { idToken, type: "ISO14443" };
}
const ACCEPTED: IdTokenInfoType = { status: "Accepted" };
const json = JSON.stringify;

Deno.test("libocpp's local list is taken over with its version, found in the usual ways to write a token", async () => {
  const group = { ...ACCEPTED, groupIdToken: { idToken: "G", type: "Central" } } as const;
  await using station = await adopted({
    list: [[card("DEADBEEF"), json(group)], [card("deadc0de"), json({ status: "Blocked" })]],
    version: 12,
  });
  const { list } = station;
  assert.equal(list.version(), 12);
  assert.deepEqual(list.find(card("deadbeef")), group);
  assert.deepEqual(list.find(card("DEADBEEF")), group);
  assert.deepEqual(list.find(card("DEADC0DE")), { status: "Blocked" });
  assert.equal(list.find({ idToken: "DEADBEEF", type: "KeyCode" }), undefined);
  const { entries, bytes } = list.size();
  assert.deepEqual([entries, bytes], [2, 64 + json(group).length + json({ status: "Blocked" }).length]);
  // An update reaches what was taken over.
  await list.apply({ kind: "amend", version: 13, listed: [], removed: [card("DeadBeef")] }, {
    entries: Infinity,
    bytes: Infinity,
  });
  assert.equal(list.find(card("DEADBEEF")), undefined);
  assert.equal(list.size().entries, 1);
});

Deno.test("libocpp's cache is taken over with its expiry and the order of use, without prices", async () => {
  await using station = await adopted({
    cache: [
      [card("B"), json({ ...ACCEPTED, personalMessage: { format: "UTF8", content: "0.40" } }), 2000, null],
      [card("A"), json({ status: "Expired" }), 1000, 5000],
    ],
  });
  const { cache } = station;
  assert.deepEqual(cache.find(card("A")), { info: { status: "Expired" }, updatedMs: 1000, expiryMs: 5000 });
  assert.deepEqual(cache.find(card("b")), { info: ACCEPTED, updatedMs: 2000 });
  const before = cache.bytes();
  assert.equal(before, 2 * 72 + json(ACCEPTED).length + json({ status: "Expired" }).length);
  await cache.save(card("B"), { info: ACCEPTED, updatedMs: 1 }, {
    maxBytes: before,
    policy: "LRU",
    inUse: [],
  });
  assert.equal(cache.bytes(), before);
});

Deno.test("what cannot be read of libocpp's tokens is left out", async () => {
  await using station = await adopted({
    cache: [[card("A"), "{", 1, null], [card("B"), json({ status: "Maybe" }), 1, null], [
      card("C"),
      json(ACCEPTED),
      1,
      null,
    ]],
    list: [[card("A"), json(ACCEPTED)], [card("B"), json([])]],
    version: 3,
  });
  const { cache, list } = station;
  assert.deepEqual(["A", "B", "C"].map((token) => cache.find(card(token)) !== undefined), [
    false,
    false,
    true,
  ]);
  assert.deepEqual(["A", "B"].map((token) => list.find(card(token)) !== undefined), [true, false]);
});

Deno.test("a list of libocpp without a version is none, and a foreign database without tokens changes nothing", async () => {
  await using unversioned = await adopted({ list: [[card("A"), json(ACCEPTED)]], version: 0 });
  assert.deepEqual([unversioned.list.version(), unversioned.list.size().entries], [0, 0]);
  await using foreign = await adopted("no tables");
  assert.deepEqual([foreign.list.version(), foreign.cache.bytes()], [0, 0]);
  assert(foreign.log.lines.some(({ level }) => level === "warning"));
});
