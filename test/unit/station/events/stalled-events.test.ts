import assert from "node:assert/strict";
import {
  ALONE_AFTER,
  batchOf,
  BEHIND_AFTER,
  orderAfter,
  type Stall,
  stalledAt,
} from "../../../../src/station/events/stalled-events.ts";
import type { WaitingEvent } from "../../../../src/station/events/waiting-events.ts";

const event = (eventId: number, identity: string) =>
  ({ eventId, identity, severity: 4, data: {} }) as unknown as WaitingEvent;
const WAITING = [event(1, "a"), event(2, "b"), event(3, "a"), event(4, "c")];
const ids = (events: readonly WaitingEvent[]) => events.map(({ eventId }) => eventId);

Deno.test("unanswered: all together, then the first alone, then behind the others with what follows of it", () => {
  let stall: Stall | undefined;
  let waiting: readonly WaitingEvent[] = WAITING;
  const sent: number[][] = [];
  for (let message = 0; message < BEHIND_AFTER + 1; message++) {
    sent.push(ids(batchOf(waiting, stall, 10_000)));
    stall = stalledAt(waiting[0]!, stall);
    waiting = orderAfter(waiting, stall);
  }
  const together = Array<number[]>(ALONE_AFTER).fill([1, 2, 3, 4]);
  const alone = Array<number[]>(BEHIND_AFTER - ALONE_AFTER).fill([1]);
  assert.deepEqual(sent, [...together, ...alone, [2, 4, 1, 3]]);
});

Deno.test("another first event begins a new count", () => {
  assert.deepEqual(stalledAt(event(2, "b"), { eventId: 1, times: 3 }), { eventId: 2, times: 1 });
  assert.deepEqual(orderAfter(WAITING, { eventId: 9, times: 99 }), WAITING);
  assert.deepEqual(orderAfter([], { eventId: 9, times: 99 }), []);
});
