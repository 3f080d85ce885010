import assert from "node:assert/strict";
import { sleep } from "../../../src/kernel/clock.ts";
import { settled } from "../../fakes/memory-socket.ts";
import { QueueBench } from "./queue-bench.ts";

const MESSAGES = 1000;
const ROUND_TRIP_MS = 20;

/** Drains a backlog over a network and a disk that take their time on the fake clock; gives what it took. */
async function drainMs(diskMs: number): Promise<number> {
  const bench = new QueueBench();
  bench.outbox.flush = async () => void await sleep(bench.clock, "disk", diskMs);
  bench.queue.setRegistration("accepted");
  bench.enqueue(...Array.from({ length: MESSAGES }, (_, index) => index));
  const { send, ...line } = bench.line();
  bench.queue.open({
    ...line,
    send: (text) => {
      const sent = send(text);
      const { messageId } = bench.last;
      bench.clock.setTimer("network", ROUND_TRIP_MS, () => bench.accept(messageId));
      return sent;
    },
  });
  bench.queue.resume();
  await settled();
  while (bench.outbox.count() > 0) {
    bench.clock.advance(Math.min(...bench.clock.pending().map((name) => bench.clock.remainingMs(name) ?? 0)));
    await settled();
  }
  assert.deepEqual(bench.sentSeqNos, Array.from({ length: MESSAGES }, (_, index) => index));
  return bench.clock.monotonicMs();
}

for (const diskMs of [0, 3, 15]) {
  Deno.test(`a backlog of 1000 drains at the pace of the network, with a disk of ${diskMs} ms`, async () => {
    const took = await drainMs(diskMs);
    assert(took <= 1.01 * MESSAGES * ROUND_TRIP_MS + diskMs, `${took} ms`);
  });
}
