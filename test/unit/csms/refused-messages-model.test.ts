import assert from "node:assert/strict";
import fc from "fast-check";
import type { SocketClosed } from "../../../src/csms/socket.ts";
import { REFUSALS_TO_SET_ASIDE } from "../../../src/csms/suspicion.ts";
import { settled } from "../../fakes/memory-socket.ts";
import { QueueBench } from "./queue-bench.ts";

const REFUSES: SocketClosed = { kind: "closedByPeer", code: 1009, reason: "" };

const scenarios = fc.record({
  /** Whether the CSMS closes the connection at the n-th message. */
  refused: fc.array(fc.boolean(), { minLength: 1, maxLength: 30 }),
  lane: fc.array(fc.constantFrom("TransactionEvent", "SecurityEventNotification"), {
    minLength: 30,
    maxLength: 30,
  }),
  /** The line also breaks by itself before so many exchanges. */
  breaks: fc.array(fc.integer({ min: 1, max: 10 }), { maxLength: 5 }),
});

Deno.test("whatever the CSMS cannot take: the rest arrives once and in order, and in the end all of it", async () => {
  await fc.assert(
    fc.asyncProperty(scenarios, async ({ refused, lane, breaks }) => {
      const bench = new QueueBench().online();
      refused.forEach((_, n) => bench.outbox.add(`{"n":${n}}`, lane[n]));
      bench.queue.outboxGrew();
      const accepted: number[] = [];
      let refuses = true;
      let seen = 0;
      let closed = 0;
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
            closed++;
            bench.lose(REFUSES);
            await settled();
            bench.reconnect();
          } else {
            accepted.push(n);
            bench.accept();
          }
          await settled();
        }
      }

      await serve();
      const healthy = refused.flatMap((isRefused, n) => isRefused ? [] : [n]);
      assert.deepEqual(accepted.toSorted((a, b) => a - b), healthy);
      for (const action of ["TransactionEvent", "SecurityEventNotification"]) {
        const inLane = accepted.filter((n) => lane[n] === action);
        assert.deepEqual(inLane, inLane.toSorted((a, b) => a - b));
      }
      const setAside = refused.length - healthy.length;
      assert.equal(closed, setAside * REFUSALS_TO_SET_ASIDE);
      assert.equal(bench.outbox.count(), setAside);

      refuses = false;
      for (let exchange = 0; bench.outbox.count() > 0 && exchange < 100; exchange++) {
        await bench.clock.fire("csms.setAside");
        await serve();
      }
      assert.deepEqual(accepted.toSorted((a, b) => a - b), refused.map((_, n) => n));
    }),
    { numRuns: 300 },
  );
});
