import assert from "node:assert/strict";
import type { IdTokenInfoType } from "../../../src/ocpp/messages.ts";
import { CustomerRepository } from "../../../src/storage/customer-repository.ts";
import { LocalListRepository } from "../../../src/storage/local-list-repository.ts";
import { TokenCacheRepository } from "../../../src/storage/token-cache-repository.ts";
import { openCore } from "./open-core.ts";

const TOKEN = { idToken: 'A"é', type: "ISO14443" } as const;
const OF_GROUP = { status: "Accepted", groupIdToken: { idToken: "Account", type: "Central" } } as const;

Deno.test("customers are found in cache and list by token and by account, in queue and transactions by text", async () => {
  const db = openCore();
  const cache = new TokenCacheRepository(db);
  const list = new LocalListRepository(db);
  const customers = new CustomerRepository(db);
  await cache.save(TOKEN, { info: OF_GROUP, updatedMs: 1 }, { maxBytes: 9999, policy: "LRU", inUse: [] });
  await list.apply(
    { kind: "replace", version: 1, listed: [{ idToken: TOKEN, info: OF_GROUP }], removed: [] },
    { entries: 9, bytes: 9999 },
  );
  db.statement(
    "INSERT INTO outbox (message_id, action, payload, occurred_ms) VALUES ('1', 'TransactionEvent', ?, 0)",
  )
    .run(JSON.stringify({ idToken: TOKEN }));
  db.statement("INSERT INTO open_transaction (transaction_id, state) VALUES ('t', ?)")
    .run(JSON.stringify({ token: TOKEN }));
  db.statement("INSERT INTO idle_session (evse_id, state) VALUES (1, ?)").run(
    JSON.stringify({ token: TOKEN }),
  );
  const token = { kind: "token", idToken: { ...TOKEN, idToken: 'a"é' } } as const;
  const account = { kind: "identifier", text: "ACCOUNT" } as const;
  assert.deepEqual([customers.cached(token), customers.listed(token)], [[OF_GROUP], [OF_GROUP]]);
  assert.deepEqual([customers.cached(account), customers.listed(account)], [[OF_GROUP], [OF_GROUP]]);
  assert.deepEqual(customers.containing("queue", 'a"é'), [
    { action: "TransactionEvent", message: { idToken: TOKEN } },
  ]);
  assert.deepEqual(customers.containing("transactions", 'A"é'), [{ token: TOKEN }, { token: TOKEN }]);
  assert.deepEqual(customers.containing("queue", "B"), []);
  await cache.remove({ kind: "naming", text: "account" });
  assert.deepEqual([customers.cached(token), cache.bytes()], [[], 0]);
});

Deno.test("the token of a group, or one beside it, is found in the entries that name it, each once", async () => {
  const db = openCore();
  const cache = new TokenCacheRepository(db);
  const customers = new CustomerRepository(db);
  const info: IdTokenInfoType = {
    status: "Accepted",
    groupIdToken: {
      idToken: "GROUP",
      type: "Central",
      additionalInfo: [{ additionalIdToken: "BESIDE", type: "visible number" }],
    },
  };
  const room = { maxBytes: 9999, policy: "LRU", inUse: [] } as const;
  for (const idToken of ["Group", "member"]) {
    await cache.save({ idToken, type: "Central" }, { info, updatedMs: 1 }, room);
  }
  // "group" is also the name of a property.
  await cache.save({ idToken: "other", type: "Central" }, {
    info: { status: "Accepted", groupIdToken: { idToken: "others", type: "Central" } },
    updatedMs: 1,
  }, room);
  const cached = (idToken: string) =>
    customers.cached({ kind: "token", idToken: { idToken, type: "Central" } }).length;
  assert.deepEqual([cached("group"), cached("beside"), cached("Member"), cached("groupIdToken")], [
    2,
    2,
    1,
    0,
  ]);
  await cache.remove({ kind: "naming", text: "beside" });
  assert.deepEqual([cached("group"), cached("other")], [0, 1]);
});

Deno.test("a customer whose name has capital letters beyond ASCII is found as it is written", () => {
  const db = openCore();
  const customers = new CustomerRepository(db);
  const payload = { customer: "ÜNAL" };
  db.statement(
    "INSERT INTO outbox (message_id, action, payload, occurred_ms) VALUES ('1', 'DataTransfer', ?, 0)",
  )
    .run(JSON.stringify(payload));
  assert.deepEqual(customers.containing("queue", "ÜNAL"), [{ action: "DataTransfer", message: payload }]);
  assert.deepEqual(customers.containing("queue", "Ünal"), [{ action: "DataTransfer", message: payload }]);
});
