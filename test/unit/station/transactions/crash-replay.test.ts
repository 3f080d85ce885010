import assert from "node:assert/strict";
import fc from "fast-check";
import { setImmediate } from "node:timers";
import { copyFileSync, existsSync } from "node:fs";
import type { EvseEvent } from "../../../../src/station/evse-event.ts";
import { reading, SessionScript, swiped } from "./evse-events.ts";
import { inWords, type TransactionEvent } from "./machine-runner.ts";
import { createBench } from "./transactions-bench.ts";

/** What the files hold at this very moment is what a process finds after `kill -9`. */
function copyDatabase(from: string, to: string): void {
  for (const suffix of ["", "-wal"]) if (existsSync(from + suffix)) copyFileSync(from + suffix, to + suffix);
}

/** A day at one EVSE: sessions one after the other, each charging and pausing some times. */
function day(shape: readonly number[]): EvseEvent[] {
  return shape.flatMap((pauses, index) => {
    const token = swiped(`RFID${index}`);
    const session = new SessionScript(`session-${index}`);
    const cycles = Array.from({ length: pauses }, () => [session.charge(), session.pauseEv()]).flat();
    return [
      session.plug(),
      session.begin(token, { meter: reading(index) }),
      ...cycles,
      session.finish("Local", { token }),
      session.unplug(),
    ];
  });
}

interface Life {
  /** Events the EVSE sends in this life of the process. */
  readonly events: number;
  /** How many of them are under way, not acknowledged, when the process is killed. */
  readonly unacknowledged: number;
  /** Turns of the event loop that these get before the kill; some are then on disk, some are not. */
  readonly turns: number;
  /** How many of the queued messages the CSMS has answered before. */
  readonly delivered: number;
}

const life: fc.Arbitrary<Life> = fc.record({
  events: fc.nat(12),
  unacknowledged: fc.nat(3),
  turns: fc.nat(3),
  delivered: fc.nat(6),
});

Deno.test("killed at any moment, the CSMS still gets every transaction complete, in order, with the same content", async () => {
  const directory = await Deno.makeTempDir();
  let runs = 0;
  try {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(2), { minLength: 1, maxLength: 4 }),
        fc.array(life, { maxLength: 6 }),
        async (shape, lives) => {
          const events = day(shape);
          const path = (n: number) => `${directory}/${runs}-${n}.db`;
          runs++;
          const received = new Map<string, string>();
          let position = 0;
          for (const [n, { events: count, unacknowledged, turns, delivered }] of lives.entries()) {
            const bench = createBench({ path: path(n), firstId: n * 1000 });
            await bench.block.recover("Unknown");
            const acknowledged = events.slice(position, position + count);
            for (const event of acknowledged) await bench.block.handle(event);
            position += acknowledged.length;
            await deliver(bench, delivered, received);
            let taken = 0;
            const pending = events.slice(position, position + unacknowledged)
              .map((event) => bench.block.handle(event).then(() => void taken++));
            for (let turn = 0; turn < turns; turn++) {
              await new Promise<void>((resolve) => setImmediate(() => resolve()));
            }
            copyDatabase(path(n), path(n + 1));
            position += taken;
            await Promise.all(pending);
            bench.db.close();
          }
          const last = createBench({ path: path(lives.length), firstId: lives.length * 1000 });
          await last.block.recover("Unknown");
          for (const event of events.slice(position)) await last.block.handle(event);
          await deliver(last, Infinity, received);
          last.db.close();
          assertComplete([...received.values()].map((text) => JSON.parse(text)), shape);
        },
      ),
      { numRuns: 60 },
    );
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
});

type Bench = ReturnType<typeof createBench>;

async function deliver(bench: Bench, count: number, received: Map<string, string>): Promise<void> {
  for (let i = 0; i < count; i++) {
    const head = bench.outbox.head();
    if (head === undefined) return;
    const known = received.get(head.messageId);
    assert.ok(known === undefined || known === head.payloadText, "one message id, two contents");
    received.set(head.messageId, head.payloadText);
    // The last removal before a crash is lost with it: that message is sent a second time.
    if (i < count - 1) await bench.outbox.remove([head.position]);
  }
}

function assertComplete(events: readonly TransactionEvent[], shape: readonly number[]): void {
  const stories = [...Map.groupBy(events, (event) => event.transactionInfo.transactionId).values()];
  assert.equal(stories.length, shape.length, events.map(inWords).join("\n"));
  for (const [index, story] of stories.entries()) {
    assert.deepEqual(story.map((event) => event.seqNo), story.map((_, seqNo) => seqNo));
    // Started, two for every charge and pause, Ended.
    assert.equal(story.length, 2 + 2 * (shape[index] ?? 0), story.map(inWords).join("\n"));
    assert.equal(story[0]?.eventType, "Started");
    assert.equal(story.at(-1)?.eventType, "Ended");
  }
}
