import assert from "node:assert/strict";
import fc from "fast-check";
import {
  outlived,
  surplus,
  unheardPairs,
  type WaitingEvent,
} from "../../../../src/station/events/waiting-events.ts";

function event(identity: string, cleared: boolean, eventId: number, severity = 5): WaitingEvent {
  const data = {
    timestamp: "2026-01-15T10:00:00.000Z",
    trigger: "Alerting",
    actualValue: String(!cleared),
    cleared,
    eventNotificationType: "HardWiredNotification",
    component: { name: "EVSE" },
    variable: { name: "Problem" },
  } as const;
  return { identity, severity, eventId, data };
}

/** `+a` is a raise of a, `-a` its clear; `+a2` is one of severity 2. Numbers from 1. */
const make = (text: string) =>
  text.split(" ").filter(Boolean).map((word, index) =>
    event(word.slice(1, 2), word.startsWith("-"), index + 1, Number(word[2] ?? 5))
  );
const without = (waiting: readonly WaitingEvent[], gone: readonly number[]) =>
  waiting.filter(({ eventId }) => !gone.includes(eventId))
    .map(({ identity, data }) => `${data.cleared ? "-" : "+"}${identity}`).join(" ");

Deno.test("a raise and its clear are a pair when the CSMS has heard of neither", () => {
  const pairs = (text: string, mayBeKnown = 0) =>
    unheardPairs(make(text), mayBeKnown).map((pair) => pair.map(({ eventId }) => eventId));
  assert.deepEqual(pairs("+a +b -a +c"), [[1, 3]]);
  assert.deepEqual(pairs("+a -a +a -a"), [[1, 2], [3, 4]]);
  // The clear of an error that the CSMS has heard of, and a raise that may have reached it.
  assert.deepEqual(pairs("-a +b -b"), [[2, 3]]);
  assert.deepEqual(pairs("-a +a"), []);
  assert.deepEqual(pairs("+a -a +a -a", 1), [[3, 4]]);
});

Deno.test("at the limit all are kept; past it pairs go, the least severe first, then the oldest", () => {
  const kept = (text: string, limit: number, mayBeKnown = 0) => {
    const waiting = make(text);
    return without(waiting, surplus(waiting, limit, mayBeKnown));
  };
  assert.equal(kept("+a -a +b", 3), "+a -a +b");
  assert.equal(kept("+a -a +b +c", 3), "+b +c");
  assert.equal(kept("+a2 -a2 +b7 -b7 +c", 4), "+a -a +c");
  assert.equal(kept("+a -a +b -b +c", 4), "+b -b +c");
  // What is still raised stays, as does the clear of what the CSMS knows.
  assert.equal(kept("+a +b +c -d", 2), "+a +b +c -d");
  assert.equal(kept("+a -a +b -b", 2, 1), "+a -a");
});

Deno.test("where pairs do not make room enough, as many values of monitors go as are missing, the first and last never", () => {
  const { cleared: _, ...data } = event("m", false, 0).data;
  const values = Array.from({ length: 10 }, (_, index): WaitingEvent => ({
    ...event("m", false, index + 3),
    data: { ...data, timestamp: `2026-01-15T10:00:0${index}.000Z` },
  }));
  const waiting = [...make("+a -a"), ...values];
  const gone = surplus(waiting, 8, 0);
  const left = waiting.filter(({ eventId }) => !gone.includes(eventId)).map(({ eventId }) => eventId);
  assert.equal(left.length, 8);
  assert.deepEqual([left[0], left.at(-1)], [3, 12]);
});

Deno.test("after the fact the severe ones are told in full, of the others what is still true", () => {
  const waiting = make("+a2 -a2 +b3 -b3 +c5 -c5 +d7");
  assert.equal(without(waiting, outlived(waiting, 3, 0)), "+a -a +b -b +d");
  assert.equal(without(waiting, outlived(waiting, 9, 0)), "+a -a +b -b +c -c +d");
});

Deno.test("the CSMS ends up with the same raised errors, whatever was thinned", () => {
  const any = fc.array(
    fc.tuple(fc.constantFrom("a", "b", "c"), fc.boolean(), fc.integer({ max: 9, min: 0 })),
    {
      maxLength: 30,
    },
  );
  const raisedAfter = (events: readonly WaitingEvent[]) => {
    const set = new Set(["c"]);
    for (const { identity, data } of events) data.cleared ? set.delete(identity) : set.add(identity);
    return [...set].sort();
  };
  fc.assert(fc.property(any, fc.nat(10), fc.nat(10), (steps, limit, mayBeKnown) => {
    // Errors alternate between raised and cleared; "c" is known to the CSMS from before.
    const now = new Map([["a", false], ["b", false], ["c", true]]);
    const waiting = steps.filter(([identity, up]) => {
      if (now.get(identity) === up) return false;
      now.set(identity, up);
      return true;
    }).map(([identity, up, severity], index) => event(identity, !up, index + 1, severity));
    for (const gone of [surplus(waiting, limit, mayBeKnown), outlived(waiting, 4, mayBeKnown)]) {
      const left = waiting.filter(({ eventId }) => !gone.includes(eventId));
      assert.deepEqual(raisedAfter(left), raisedAfter(waiting));
      // Whatever the CSMS has perhaps heard of is told to its end, and never told twice in a row.
      let known = new Set(["c"]);
      for (const { identity, data } of left) {
        assert.equal(known.has(identity), data.cleared === true);
        known = new Set(known);
        data.cleared ? known.delete(identity) : known.add(identity);
      }
    }
  }));
});
