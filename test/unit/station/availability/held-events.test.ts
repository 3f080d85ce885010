import assert from "node:assert/strict";
import fc from "fast-check";
import { bounded, type HeldEvent, stillTrue } from "../../../../src/station/availability/held-events.ts";

function event(identity: string, cleared: boolean): HeldEvent {
  const data = {
    timestamp: "2026-01-15T10:00:00.000Z",
    trigger: "Alerting",
    actualValue: String(!cleared),
    cleared,
    eventNotificationType: "HardWiredNotification",
    component: { name: "EVSE" },
    variable: { name: "Problem" },
  } as const;
  return { identity, data };
}

const names = (events: readonly HeldEvent[]) =>
  events.map(({ identity, data }) => `${data.cleared ? "-" : "+"}${identity}`).join(" ");
const make = (text: string) =>
  text.split(" ").filter(Boolean).map((word) => event(word.slice(1), word.startsWith("-")));

Deno.test("what was raised and cleared unheard is forgotten, the rest keeps its order", () => {
  assert.equal(names(stillTrue(make("+a +b -a +c"))), "+b +c");
  assert.equal(names(stillTrue(make("+a -a +a"))), "+a");
});

Deno.test("the clear of an error that the CSMS has heard of is kept", () => {
  assert.equal(names(stillTrue(make("-a +b -b"))), "-a");
  assert.equal(names(stillTrue(make("-a +a"))), "-a +a");
});

Deno.test("at the limit all are kept; one past it, what is no longer true goes first", () => {
  assert.equal(names(bounded(make("+a -a +b"), 3)), "+a -a +b");
  assert.equal(names(bounded(make("+a -a +b +c"), 3)), "+b +c");
  assert.equal(names(bounded(make("+a +b +c +d"), 3)), "+b +c +d");
});

Deno.test("the CSMS ends up with the same raised errors, whether it hears all or only what is still true", () => {
  const any = fc.array(fc.tuple(fc.constantFrom("a", "b", "c"), fc.boolean()), { maxLength: 20 });
  const raised = (events: readonly HeldEvent[], known: ReadonlySet<string>) => {
    const set = new Set(known);
    for (const { identity, data } of events) data.cleared ? set.delete(identity) : set.add(identity);
    return [...set].sort();
  };
  fc.assert(fc.property(any, (steps) => {
    // Errors alternate between raised and cleared (the bus de-duplicates); "c" is known to the CSMS from before.
    const now = new Map([["a", false], ["b", false], ["c", true]]);
    const events = steps.filter(([identity, up]) => {
      if (now.get(identity) === up) return false;
      now.set(identity, up);
      return true;
    }).map(([identity, up]) => event(identity, !up));
    assert.deepEqual(raised(stillTrue(events), new Set(["c"])), raised(events, new Set(["c"])));
  }));
});
