import assert from "node:assert/strict";
import fc from "fast-check";
import type { SocketClosed } from "../../../src/csms/socket.ts";
import { settled } from "../../fakes/memory-socket.ts";
import { QueueBench } from "./queue-bench.ts";

const refusedWith = (code: number): SocketClosed => ({ kind: "closedByPeer", code, reason: "" });

/** Several messages are recalled one after the other. */
const rested = (): Promise<void> => settled(200);

const scenarios = fc.record({
  /** Whether the CSMS closes the connection at the n-th message. */
  refused: fc.array(fc.boolean(), { minLength: 1, maxLength: 30 }),
  lane: fc.array(fc.constantFrom("TransactionEvent", "SecurityEventNotification"), {
    minLength: 30,
    maxLength: 30,
  }),
  /** The transaction of each transaction event. */
  transaction: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 30, maxLength: 30 }),
  code: fc.constantFrom(1009, 1011),
  /** The line also breaks by itself before so many exchanges. */
  breaks: fc.array(fc.integer({ min: 1, max: 10 }), { maxLength: 5 }),
});

Deno.test("whatever the CSMS cannot take: each transaction arrives once and in order, nothing blocks the others, and in the end all is there", async () => {
  await fc.assert(
    fc.asyncProperty(scenarios, async ({ refused, lane, transaction, code, breaks }) => {
      const bench = new QueueBench().online();
      const isEvent = (n: number) => lane[n] === "TransactionEvent";
      const about = (n: number) =>
        isEvent(n) ? { transactionInfo: { transactionId: `${transaction[n]}` } } : {};
      refused.forEach((_, n) => bench.outbox.add(JSON.stringify({ n, ...about(n) }), lane[n]));
      bench.queue.outboxGrew();
      const accepted: number[] = [];
      let refuses = true;
      let seen = 0;
      let untilBreak = breaks.shift() ?? Infinity;

      /** The CSMS meets whatever is sent, until nothing more is. */
      async function serve(): Promise<void> {
        while (bench.sent.length > seen) {
          const { n } = bench.sent[seen++]!.payload as { n: number };
          if (--untilBreak === 0) {
            untilBreak = breaks.shift() ?? Infinity;
            bench.lose();
            bench.reconnect();
          } else if (refuses && refused[n]) {
            bench.lose(refusedWith(code));
            await rested();
            bench.reconnect();
          } else {
            accepted.push(n);
            bench.accept();
          }
          await rested();
        }
      }

      async function pass(minutes: number): Promise<void> {
        for (let minute = 0; minute < minutes; minute++) {
          bench.clock.advance(60_000);
          await rested();
          await serve();
        }
      }

      await serve();
      await pass(60);
      const all = refused.map((_, n) => n);
      const waits = (n: number) =>
        refused[n] ||
        (isEvent(n) &&
          all.some((m) => m < n && refused[m] && isEvent(m) && transaction[m] === transaction[n]));
      assert.deepEqual(accepted.toSorted((a, b) => a - b), all.filter((n) => !waits(n)));

      refuses = false;
      for (let hour = 0; bench.outbox.count() > 0 && hour < 48; hour++) await pass(60);
      assert.deepEqual(accepted.toSorted((a, b) => a - b), all);
      for (const one of [1, 2, 3, 4]) {
        const arrived = accepted.filter((n) => isEvent(n) && transaction[n] === one);
        assert.deepEqual(arrived, arrived.toSorted((a, b) => a - b));
      }
    }),
    { numRuns: 100 },
  );
});
