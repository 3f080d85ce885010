import assert from "node:assert/strict";
import fc from "fast-check";
import type { MessageInfoType } from "../../../../src/ocpp/messages.ts";
import {
  displacedBy,
  isExpired,
  matches,
  merged,
  nextEndMs,
} from "../../../../src/station/display-message/message-list.ts";
import { pagesOf } from "../../../../src/kernel/pages.ts";

const message = (id: number, more: Partial<MessageInfoType> = {}): MessageInfoType => ({
  id,
  priority: "NormalCycle",
  message: { format: "UTF8", content: `text ${id}` },
  ...more,
});
const NOW = Date.parse("2026-01-15T10:00:00Z");
const context = { nowMs: NOW, isOngoing: (id: string) => id === "ongoing" };
const ids = (messages: readonly MessageInfoType[]) => messages.map(({ id }) => id);

Deno.test("a message is over when its time or its transaction is (O01.FR.07, O02.FR.02)", () => {
  assert.equal(isExpired(message(1), context), false);
  assert.equal(isExpired(message(1, { endDateTime: "2026-01-15T10:00:00Z" }), context), true);
  assert.equal(isExpired(message(1, { endDateTime: "2026-01-15T10:00:00.001Z" }), context), false);
  assert.equal(isExpired(message(1, { transactionId: "ongoing" }), context), false);
  assert.equal(isExpired(message(1, { transactionId: "over" }), context), true);
});

Deno.test("a query narrows by everything that it names (O04.FR.01)", () => {
  const asked = message(7, { state: "Idle", priority: "InFront" });
  assert.equal(matches(asked, {}), true);
  assert.equal(matches(asked, { id: [3, 7], state: "Idle", priority: "InFront" }), true);
  assert.equal(matches(asked, { id: [3] }), false);
  assert.equal(matches(asked, { state: "Faulted" }), false);
  assert.equal(matches(asked, { priority: "NormalCycle" }), false);
  assert.equal(matches(message(7), { state: "Idle" }), false);
});

Deno.test("only a message that is always in front displaces others of its kind (O01.FR.16)", () => {
  const kept = [message(1, { priority: "AlwaysFront" }), message(2), message(3, { priority: "InFront" })];
  assert.deepEqual(ids(displacedBy(message(4, { priority: "AlwaysFront" }), kept)), [1]);
  assert.deepEqual(ids(displacedBy(message(1, { priority: "AlwaysFront" }), kept)), []);
  assert.deepEqual(ids(displacedBy(message(4, { priority: "InFront" }), kept)), []);
});

Deno.test("what the station keeps counts, and what only the display knows comes in addition", () => {
  const kept = [message(1, { transactionId: "ongoing" })];
  assert.deepEqual(merged(kept, [message(1), message(2)]), [kept[0], message(2)]);
});

Deno.test("the next end is the earliest of those that can be read", () => {
  assert.equal(nextEndMs([message(1)]), undefined);
  const ends = ["2026-01-15T12:00:00Z", "2026-01-15T11:00:00Z", "2026-12-31T23:59:60Z"];
  assert.equal(
    nextEndMs(ends.map((endDateTime, id) => message(id, { endDateTime }))),
    Date.parse("2026-01-15T11:00:00Z"),
  );
});

Deno.test("pages keep every message in order, stay below the size, and tell which is the last (O03.FR.03, FR.04)", () => {
  const lengths = fc.array(fc.integer({ min: 0, max: 512 }), { minLength: 1, maxLength: 60 });
  fc.assert(fc.property(lengths, fc.integer({ min: 100, max: 4000 }), (contents, maxBytes) => {
    const messages = contents.map((length, id) =>
      message(id, { message: { format: "UTF8", content: "é".repeat(length) } })
    );
    const pages = [...pagesOf(messages, maxBytes)];
    assert.deepEqual(pages.flatMap(({ entries }) => entries), messages);
    assert.deepEqual(pages.map(({ tbc }) => tbc), pages.map((_, index) => index < pages.length - 1));
    for (const { entries } of pages) {
      const bytes = new TextEncoder().encode(JSON.stringify(entries)).length;
      assert(entries.length === 1 || bytes <= maxBytes + 1, `${bytes} of ${maxBytes}`);
    }
  }));
});

Deno.test("a full page is full: one message more would not fit", () => {
  const messages = Array.from({ length: 10 }, (_, id) => message(id));
  const size = JSON.stringify(messages[0]).length + 1;
  assert.deepEqual([...pagesOf(messages, 5 * size)].map(({ entries }) => entries.length), [5, 5]);
  assert.deepEqual([...pagesOf(messages, 5 * size - 1)].map(({ entries }) => entries.length), [
    4,
    4,
    2,
  ]);
});
