import assert from "node:assert/strict";
import { transactionId } from "../../../../src/kernel/ids.ts";
import type { MessageInfoType } from "../../../../src/ocpp/messages.ts";
import type { Customer } from "../../../../src/station/customer-information/customer.ts";
import { createCustomerArchives } from "../../../../src/station/customer-information/customer-archives.ts";

const CUSTOMER: Customer = { kind: "token", idToken: { idToken: "A", type: "ISO14443" } };
const STRANGER: Customer = { kind: "token", idToken: { idToken: "B", type: "ISO14443" } };
const TRANSACTION = transactionId("t-1");

function message(id: number, of?: string): MessageInfoType {
  return {
    id,
    priority: "NormalCycle",
    message: { format: "UTF8", content: `message ${id}` },
    ...(of && { transactionId: of }),
  };
}

function setUp() {
  const done: string[] = [];
  const token = CUSTOMER.kind === "token" ? CUSTOMER.idToken : undefined;
  const archives = createCustomerArchives({
    store: {
      cached: (customer) => customer === CUSTOMER ? [{ status: "Accepted" }] : [],
      listed: () => [],
      containing: (where, text) =>
        text !== "A" ? [] : where === "queue"
          // The same text, but not this customer.
          ? [{ idToken: { idToken: "A", type: "KeyCode" } }]
          : [{ transactionId: TRANSACTION, token }],
    },
    clearCached: (customer) => Promise.resolve(void done.push(`cache ${customer.kind}`)),
    reservations: {
      all: () =>
        [7, 8, 9].map((id) => ({ id, idToken: { ...token!, idToken: id === 8 ? "B" : "a" }, expiresMs: 0 })),
      cancel: (id) => Promise.resolve(void done.push(`reservation ${id}`)),
    },
    displayMessages: { all: () => [message(1, TRANSACTION), message(2), message(3, "t-2")] },
    logs: {
      count: ({ text }) => Promise.resolve(text === "A" ? 4 : 0),
      mask: ({ text }) => Promise.resolve(void done.push(`logs ${text}`)),
    },
    earlierDatabases: {
      naming(customer) {
        done.push("search of databases");
        const none = customer === CUSTOMER ? ["cp.db.v1-1"] : [];
        return Promise.resolve({ none, unsentTransactions: [], nextStart: [] });
      },
      remove: (names) => Promise.resolve(void done.push(`databases ${names}`)),
    },
  });
  return { archives, done };
}

async function found(customer: Customer): Promise<Record<string, number>> {
  const pieces = await Promise.all(
    setUp().archives.map(async ({ title, find }) => [title, (await find(customer)).length] as const),
  );
  return Object.fromEntries(pieces.filter(([, count]) => count > 0));
}

Deno.test("a customer is found in every archive that holds something of him, and in no other", async () => {
  assert.deepEqual(await found(CUSTOMER), {
    "Authorization cache": 1,
    "Open transactions": 1,
    "Reservations": 2,
    // That of his transaction.
    "Display messages": 1,
    "Log files": 1,
    "Earlier databases": 1,
  });
  assert.deepEqual(await found(STRANGER), { "Reservations": 1 });
  // A text that identifies nobody.
  assert.deepEqual(await found({ kind: "identifier", text: "message 2" }), {});
});

Deno.test("what may be cleared is cleared, and what must stay has a reason", async () => {
  const { archives, done } = setUp();
  const reasons: string[] = [];
  for (const { find } of archives) await find(CUSTOMER);
  for (const { title, removal } of archives) {
    if (removal.kind === "possible") await removal.clear(CUSTOMER);
    else reasons.push(title);
  }
  assert.deepEqual(done, [
    "search of databases",
    "cache token",
    "reservation 7",
    "reservation 9",
    "logs A",
    "databases cp.db.v1-1",
  ]);
  assert.deepEqual(reasons, [
    "Local authorization list",
    "Open transactions",
    "Messages that wait for the CSMS",
    "Display messages",
    "Earlier databases with unsent transactions",
    "Database that waits for room on the disk",
  ]);
});
