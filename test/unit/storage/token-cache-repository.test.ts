import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import fc from "fast-check";
import type { IdTokenInfoType, IdTokenType } from "../../../src/ocpp/messages.ts";
import type { CacheRoom } from "../../../src/station/authorization/token-cache-store.ts";
import { TokenCacheRepository } from "../../../src/storage/token-cache-repository.ts";
import { openCore } from "./open-core.ts";

const ROOMY: CacheRoom = { maxBytes: 1_000_000, policy: "LRU", inUse: [] };
const ACCEPTED = { status: "Accepted" } as const;
/** A hash of 32 bytes, `{"status":"Accepted"}` and five numbers. */
const ENTRY_BYTES = 32 + 21 + 40;

function card(idToken: string): IdTokenType {
  return { idToken, type: "ISO14443" };
}

function remember(
  cache: TokenCacheRepository,
  token: string,
  room: Partial<CacheRoom> = {},
  info: IdTokenInfoType = ACCEPTED,
): Promise<void> {
  return cache.save(card(token), { info, updatedMs: 1 }, { ...ROOMY, ...room });
}

/** Which of these tokens are in the cache. */
function present(cache: TokenCacheRepository, tokens: string): string {
  return [...tokens].filter((token) => cache.find(card(token))).join("");
}

Deno.test("authorization cache: found whatever its case, with its type, and over a restart", async () => {
  const directory = await Deno.makeTempDir();
  let db = openCore(`${directory}/cp.db`);
  await new TokenCacheRepository(db).save(
    card("aBc"),
    { info: { ...ACCEPTED, evseId: [2] }, updatedMs: 5, expiryMs: 9 },
    ROOMY,
  );
  db.close();
  db = openCore(`${directory}/cp.db`);
  const cache = new TokenCacheRepository(db);
  const entry = { info: { ...ACCEPTED, evseId: [2] }, updatedMs: 5, expiryMs: 9 };
  for (const written of ["abc", "ABC", "aBc"]) assert.deepEqual(cache.find(card(written)), entry);
  assert.equal(cache.find({ idToken: "abc", type: "KeyCode" }), undefined);
  db.close();
  const stored = await Deno.readFile(`${directory}/cp.db`);
  assert(
    !new TextDecoder("latin1").decode(stored).toLowerCase().includes("abc"),
    "the token is readable on disk",
  );
  await Deno.remove(directory, { recursive: true });
});

Deno.test("authorization cache: the newest word about a token counts", async () => {
  const cache = new TokenCacheRepository(openCore());
  await remember(cache, "a");
  await remember(cache, "A", {}, { status: "Blocked" });
  assert.deepEqual(cache.find(card("a")), { info: { status: "Blocked" }, updatedMs: 1 });
  assert.equal(cache.bytes(), ENTRY_BYTES - 1);
});

Deno.test("authorization cache: one token, all tokens and expired ones are removed", async () => {
  const cache = new TokenCacheRepository(openCore());
  await cache.save(card("a"), { info: ACCEPTED, updatedMs: 100 }, ROOMY);
  await cache.save(card("b"), { info: ACCEPTED, updatedMs: 101 }, ROOMY);
  await cache.save(card("c"), { info: ACCEPTED, updatedMs: 1, expiryMs: 500 }, ROOMY);
  await cache.save(card("d"), { info: ACCEPTED, updatedMs: 1, expiryMs: 499 }, ROOMY);
  await cache.remove({ kind: "expired", nowMs: 500, updatedBeforeMs: 101 });
  assert.equal(present(cache, "abcd"), "bc");
  await cache.remove({ kind: "token", idToken: card("B") });
  assert.equal(present(cache, "abcd"), "c");
  assert.equal(cache.bytes(), ENTRY_BYTES);
  await cache.remove({ kind: "all" });
  assert.equal(present(cache, "abcd"), "");
  assert.equal(cache.bytes(), 0);
});

const ROOM_FOR_THREE = 3 * ENTRY_BYTES;

for (
  const [policy, gone] of [
    ["LRU", "b"],
    ["LFU", "c"],
    ["FIFO", "a"],
  ] as const
) {
  Deno.test(`authorization cache: when it is full, ${policy} chooses who gives way`, async () => {
    const cache = new TokenCacheRepository(openCore());
    await remember(cache, "a");
    await remember(cache, "b");
    await remember(cache, "c");
    // a: three uses, the last but one; b: two uses, the longest ago; c: one use more recent than both.
    await cache.markUsed(card("b"));
    await cache.markUsed(card("a"));
    await cache.markUsed(card("a"));
    if (policy === "LRU") await cache.markUsed(card("c"));
    await remember(cache, "d", { policy, maxBytes: ROOM_FOR_THREE });
    assert.equal(present(cache, "abcd"), "abcd".replace(gone, ""));
    assert.equal(cache.bytes(), ROOM_FOR_THREE);
  });
}

Deno.test("authorization cache: refused tokens give way first, tokens of open transactions last, the newest not at all", async () => {
  const cache = new TokenCacheRepository(openCore());
  await remember(cache, "a");
  await remember(cache, "b");
  await remember(cache, "c", {}, { status: "Blocked" });
  const room = { maxBytes: ROOM_FOR_THREE, inUse: [card("A")] };
  await remember(cache, "d", room);
  assert.equal(present(cache, "abcd"), "abd");
  await remember(cache, "e", room);
  assert.equal(present(cache, "abde"), "ade");
  await remember(cache, "f", { ...room, maxBytes: ENTRY_BYTES });
  assert.equal(present(cache, "adef"), "f");
  await remember(cache, "g", { ...room, maxBytes: ENTRY_BYTES }, { status: "Blocked" });
  assert.equal(present(cache, "fg"), "g");
  await remember(cache, "h", { ...room, maxBytes: ENTRY_BYTES - 1 });
  assert.equal(present(cache, "gh"), "");
  assert.equal(cache.bytes(), 0);
});

Deno.test("authorization cache: whatever happens, its bytes are counted and stay within the limit", async () => {
  const token = fc.constantFrom(..."abcdefgh");
  const info = fc.constantFrom<IdTokenInfoType>(ACCEPTED, { status: "Blocked" }, {
    status: "Accepted",
    groupIdToken: { idToken: "é", type: "Central" },
  });
  const step = fc.oneof(
    fc.record({ kind: fc.constant("save" as const), token, info }),
    fc.record({ kind: fc.constant("use" as const), token }),
    fc.record({ kind: fc.constant("remove" as const), token }),
  );
  const policy = fc.constantFrom("LRU" as const, "LFU" as const, "FIFO" as const);
  await fc.assert(
    fc.asyncProperty(
      fc.array(step),
      fc.integer({ min: 0, max: 500 }),
      policy,
      async (steps, maxBytes, policy) => {
        const db = openCore();
        const cache = new TokenCacheRepository(db);
        for (const each of steps) {
          if (each.kind === "save") await remember(cache, each.token, { maxBytes, policy }, each.info);
          else if (each.kind === "use") await cache.markUsed(card(each.token));
          else await cache.remove({ kind: "token", idToken: card(each.token) });
          const counted = db.statement(
            "SELECT count(*) AS n, sum(octet_length(info) + 72) AS bytes FROM cached_token",
          ).get();
          assert.equal(cache.bytes(), Number(counted?.["bytes"] ?? 0));
          assert(cache.bytes() <= maxBytes);
        }
        db.close();
      },
    ),
    { numRuns: 60 },
  );
});

Deno.test("authorization cache: an entry that libocpp had stored stays while its token is in use", async () => {
  const db = openCore();
  const hash = createHash("sha256").update("ISO14443INUSE").digest();
  await db.write(() => {
    db.statement("INSERT INTO cached_token VALUES (?, ?, 1, NULL, 0, 0, 1)").run(
      hash,
      JSON.stringify(ACCEPTED),
    );
    db.statement("UPDATE token_store SET entries = 1, bytes = ? WHERE name = 'cache'").run(ENTRY_BYTES);
  });
  const cache = new TokenCacheRepository(db);
  const room = { maxBytes: 2 * ENTRY_BYTES, inUse: [card("inuse")] };
  for (const token of "ab") await remember(cache, token, room);
  assert(cache.find(card("InUse")));
  assert.equal(present(cache, "ab"), "b");
});

Deno.test("authorization cache: what the CSMS says is flushed to the disk, a use of an entry with the next change", async () => {
  const db = openCore();
  const flushes: unknown[] = [];
  const cache = new TokenCacheRepository({
    ...db,
    write(change, flush = "now") {
      flushes.push(flush);
      return db.write(change, flush);
    },
  });
  await remember(cache, "a");
  await cache.markUsed(card("a"));
  await cache.remove({ kind: "token", idToken: card("a") });
  assert.deepEqual(flushes, ["now", "later", "now"]);
});
