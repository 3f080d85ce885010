import assert from "node:assert/strict";
import fc from "fast-check";
import { variableKey } from "../../../src/variables/device-model.ts";
import { component, FakeStore, modelOf, variable } from "./fixture.ts";

const NAMES = ["A", "B", "C"] as const;
const COMPONENTS = [
  component(
    "Heater",
    NAMES.map((name) => variable(name, { dataType: "integer", maxLimit: 100 }, [{ initial: "0" }])),
  ),
  component("Cooler", [variable("Owned", { dataType: "integer" }, [{ initial: "0" }], "EVEREST")]),
];
const set = (name: string, attributeValue: string, owner = "Heater") => ({
  ...variableKey(owner, name),
  attributeValue,
});

function started() {
  const context = modelOf(COMPONENTS);
  const changes: string[] = [];
  context.model.onChange(({ key, oldValue, newValue }) =>
    void changes.push(`${key.variable.name}: ${oldValue} -> ${newValue}`)
  );
  const values = () => NAMES.map((name) => context.model.text(variableKey("Heater", name)));
  return { ...context, changes, values };
}

Deno.test("what is set together is stored in one commit, and heard of value by value", async () => {
  const saves: number[] = [];
  const store = new FakeStore();
  store.disk = (count) => Promise.resolve(void saves.push(count));
  const { model } = modelOf(COMPONENTS, { store });
  assert.deepEqual(await model.setTogether([set("A", "1"), set("B", "2")], "station"), { kind: "stored" });
  assert.deepEqual(saves, [2]);
  const { model: other, changes, values } = started();
  await other.setTogether([set("A", "1"), set("A", "2"), set("B", "3")], "station");
  assert.deepEqual(values(), ["2", "3", "0"]);
  assert.deepEqual(changes, ["A: 0 -> 1", "A: 1 -> 2", "B: 0 -> 3"]);
});

Deno.test("one entry that may not be set leaves all as it was, wherever it stands", () => {
  const good = fc.tuple(fc.constantFrom(...NAMES), fc.integer({ min: 0, max: 100 }))
    .map(([name, value]) => set(name, String(value)));
  const bad = fc.constantFrom(
    set("A", "101"),
    set("B", "warm"),
    set("Nowhere", "1"),
    set("Owned", "1", "Cooler"),
  );
  return fc.assert(fc.asyncProperty(fc.array(good), bad, fc.array(good), async (before, entry, after) => {
    const { model, store, changes, values } = started();
    const answer = await model.setTogether([...before, entry, ...after], "station");
    assert.ok(answer.kind === "refused");
    assert.equal(answer.entry, entry);
    assert.deepEqual([values(), changes, [...store.values]], [["0", "0", "0"], [], []]);
  }));
});

Deno.test("what the disk refuses is not in force, however sets overlap (B05.FR.09)", () => {
  const sets = fc.array(
    fc.record({
      values: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 3 }),
      taken: fc.boolean(),
    }),
    { minLength: 1, maxLength: 6 },
  );
  return fc.assert(fc.asyncProperty(sets, fc.boolean(), async (plan, together) => {
    const outcomes: ((taken: boolean) => void)[] = [];
    const store = new FakeStore();
    store.disk = () => {
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      outcomes.push((taken) => taken ? resolve() : reject(new Error("disk full")));
      return promise;
    };
    const { model } = modelOf(COMPONENTS, { store });
    const attempts = plan.map(({ values, taken }) => {
      const requests = values.map((value) => set("A", String(value)));
      const before = outcomes.length;
      const answers = together ? model.setTogether(requests, "csms") : model.setVariables(requests, "csms");
      const asked = outcomes.slice(before);
      return { answers, decide: () => asked.forEach((outcome) => outcome(taken)) };
    });
    for (const { decide } of attempts) decide();
    await Promise.all(attempts.map(({ answers }) => answers));
    const inForce = model.text(variableKey("Heater", "A"));
    const stored = store.all().find(({ variable }) => variable.name === "A")?.value;
    assert.equal(inForce, stored ?? "0");
  }));
});
