import assert from "node:assert/strict";
import fc from "fast-check";
import type { IdTokenType } from "../../../src/ocpp/messages.ts";
import type { ListChange } from "../../../src/station/local-list/local-list-store.ts";
import { LocalListRepository } from "../../../src/storage/local-list-repository.ts";
import { openCore } from "./open-core.ts";

const UNLIMITED = { entries: Infinity, bytes: Infinity };
const INFO = { status: "Accepted" } as const;
/** A hash of 32 bytes and `{"status":"Accepted"}`. */
const ENTRY_BYTES = 32 + 21;

function card(idToken: string): IdTokenType {
  return { idToken, type: "ISO14443" };
}

function full(version: number, ...tokens: string[]): ListChange {
  return {
    kind: "replace",
    version,
    listed: tokens.map((token) => ({ idToken: card(token), info: INFO })),
    removed: [],
  };
}

Deno.test("local list: found whatever its case, with its type, and over a restart", async () => {
  const directory = await Deno.makeTempDir();
  let db = openCore(`${directory}/cp.db`);
  let list = new LocalListRepository(db);
  assert.equal(list.version(), 0);
  assert.deepEqual(list.size(), { entries: 0, bytes: 0 });
  assert.equal(await list.apply(full(7, "aBc"), UNLIMITED), "stored");
  db.close();
  db = openCore(`${directory}/cp.db`);
  list = new LocalListRepository(db);
  for (const written of ["abc", "ABC", "aBc"]) assert.deepEqual(list.find(card(written)), INFO);
  assert.equal(list.find({ idToken: "abc", type: "KeyCode" }), undefined);
  assert.equal(list.version(), 7);
  assert.deepEqual(list.size(), { entries: 1, bytes: ENTRY_BYTES });
  db.close();
  await Deno.remove(directory, { recursive: true });
});

Deno.test("local list: a differential update adds, replaces and removes", async () => {
  const list = new LocalListRepository(openCore());
  await list.apply(full(1, "A", "B"), UNLIMITED);
  await list.apply({
    kind: "amend",
    version: 2,
    listed: [{ idToken: card("b"), info: { status: "Blocked" } }, { idToken: card("C"), info: INFO }],
    removed: [card("a"), card("not there")],
  }, UNLIMITED);
  assert.equal(list.find(card("A")), undefined);
  assert.deepEqual(list.find(card("B")), { status: "Blocked" });
  assert.deepEqual(list.size(), { entries: 2, bytes: 2 * ENTRY_BYTES - 1 });
  await list.apply(full(3), UNLIMITED);
  assert.deepEqual(list.size(), { entries: 0, bytes: 0 });
  assert.equal(list.version(), 3);
});

Deno.test("local list: what has no room changes nothing, at the limit all of it fits", async () => {
  const list = new LocalListRepository(openCore());
  await list.apply(full(1, "A"), UNLIMITED);
  const two = full(2, "B", "C");
  assert.equal(await list.apply(two, { entries: 1, bytes: Infinity }), "tooManyEntries");
  assert.equal(await list.apply(two, { entries: 2, bytes: 2 * ENTRY_BYTES - 1 }), "tooManyBytes");
  assert.equal(list.version(), 1);
  assert.deepEqual(list.find(card("A")), INFO);
  assert.equal(list.find(card("B")), undefined);
  assert.equal(await list.apply(two, { entries: 2, bytes: 2 * ENTRY_BYTES }), "stored");
  assert.equal(list.find(card("A")), undefined);
});

Deno.test("local list: any sequence of updates leaves what a list in memory would hold, counted to the byte", async () => {
  const token = fc.constantFrom("a", "A", "b", "B", "c", "long-token-of-somebody");
  const info = fc.constantFrom({ status: "Accepted" as const }, {
    status: "Blocked" as const,
    groupIdToken: { idToken: "é", type: "Central" as const },
  });
  const change = fc.record({
    kind: fc.constantFrom("replace" as const, "amend" as const),
    listed: fc.uniqueArray(fc.record({ token, info }), { selector: (entry) => entry.token.toLowerCase() }),
    removed: fc.uniqueArray(token, { selector: (written) => written.toLowerCase() }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(change, { maxLength: 12 }), async (changes) => {
      const list = new LocalListRepository(openCore());
      const model = new Map<string, string>();
      for (const [index, { kind, listed, removed }] of changes.entries()) {
        if (kind === "replace") model.clear();
        if (kind === "amend") { for (const written of removed) model.delete(written.toLowerCase()); }
        for (const entry of listed) model.set(entry.token.toLowerCase(), JSON.stringify(entry.info));
        await list.apply({
          kind,
          version: index + 1,
          listed: listed.map((entry) => ({ idToken: card(entry.token), info: entry.info })),
          removed: kind === "amend" ? removed.map(card) : [],
        }, UNLIMITED);
      }
      for (const written of ["a", "B", "c", "LONG-token-of-somebody"]) {
        assert.equal(JSON.stringify(list.find(card(written))), model.get(written.toLowerCase()));
      }
      const bytes = [...model.values()].reduce(
        (sum, json) => sum + 32 + new TextEncoder().encode(json).length,
        0,
      );
      assert.deepEqual(list.size(), { entries: model.size, bytes });
    }),
    { numRuns: 50 },
  );
});
