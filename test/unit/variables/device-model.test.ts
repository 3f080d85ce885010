import assert from "node:assert/strict";
import { variableKey } from "../../../src/variables/device-model.ts";
import type { StoredValue } from "../../../src/variables/variable-store.ts";
import { component, FakeStore, modelOf, variable } from "./fixture.ts";

function stored(component: string, variable: string, value: string): StoredValue {
  return { ...variableKey(component, variable), attribute: "Actual", value, setBy: "csms" };
}

const INTERVAL = variableKey("C", "Interval");

function withInterval(initial: string, minLimit = 0) {
  return [component("C", [variable("Interval", { dataType: "integer", minLimit }, [{ initial }])])];
}

Deno.test("the configuration's value holds while nobody has set another, also when the configuration changes", () => {
  assert.equal(modelOf(withInterval("60")).model.text(INTERVAL), "60");
  assert.equal(modelOf(withInterval("90")).model.text(INTERVAL), "90");
});

Deno.test("what somebody set survives a change of the configuration", () => {
  const store = new FakeStore([stored("c", "INTERVAL", "5")]);
  const { model, log } = modelOf(withInterval("90"), { store });
  assert.equal(model.text(INTERVAL), "5");
  assert.deepEqual(log.lines, []);
});

Deno.test("a set value whose variable is gone is removed from the disk and named in the log", () => {
  const store = new FakeStore([
    stored("C", "Gone", "5"),
    stored("Away", "X", "1"),
    stored("C", "Interval", "5"),
  ]);
  const { log } = modelOf(withInterval("60"), { store });
  assert.deepEqual(store.all().map(({ variable }) => variable.name), ["Interval"]);
  assert.deepEqual(log.lines.map(({ fields }) => fields["variable"]), ["C.Gone", "Away.X"]);
});

Deno.test("a set value that the changed variable no longer allows gives way to the configuration's", () => {
  const store = new FakeStore([stored("C", "Interval", "5")]);
  const { model, log } = modelOf(withInterval("60", 10), { store });
  assert.equal(model.text(INTERVAL), "60");
  assert.deepEqual(store.all(), []);
  assert.match(String(log.lines[0]?.fields["reason"]), /below 10/);
});

Deno.test("while a file of the configuration is unreadable, no set value is removed", () => {
  const store = new FakeStore([stored("Away", "X", "1")]);
  modelOf(withInterval("60"), { store, configurationComplete: false });
  assert.equal(store.all().length, 1);
});

Deno.test("values are read in the type that the reader asks for, and never throw", () => {
  const { model } = modelOf([component("C", [
    variable("Number", { dataType: "integer" }, [{ initial: "42" }]),
    variable("Fraction", { dataType: "decimal" }, [{ initial: "1.5" }]),
    variable("Flag", { dataType: "boolean" }, [{ initial: "true" }]),
    variable("List", { dataType: "string" }, [{ initial: "a, b,,c" }]),
    variable("Empty", { dataType: "string" }, [{ initial: "" }]),
    variable("Unset", { dataType: "integer" }),
  ])]);
  const key = (name: string) => variableKey("c", name.toUpperCase());
  assert.equal(model.integer(key("Number")), 42);
  assert.equal(model.integer(key("Fraction")), undefined);
  assert.equal(model.decimal(key("Fraction")), 1.5);
  assert.equal(model.boolean(key("Flag")), true);
  assert.deepEqual(model.list(key("List")), ["a", "b", "c"]);
  assert.deepEqual(model.list(key("Empty")), []);
  for (const name of ["Unset", "Nowhere", "Empty"]) {
    assert.equal(model.integer(key(name)), undefined);
    assert.equal(model.decimal(key(name)), undefined);
    assert.equal(model.boolean(key(name)), undefined);
  }
  assert.equal(model.text(key("Unset")), undefined);
  assert.equal(model.text(key("Empty")), "");
  assert.equal(model.list(key("Unset")), undefined);
});

Deno.test("a live value is seen at once, is announced, and is not stored", () => {
  const { model, store } = modelOf(withInterval("60"));
  const heard: string[] = [];
  model.onChange(({ newValue, by }) => heard.push(`${newValue} ${by}`));
  model.setActual(INTERVAL, "61");
  assert.equal(model.integer(INTERVAL), 61);
  assert.deepEqual(heard, ["61 station"]);
  assert.deepEqual(store.all(), []);
});

Deno.test("a live value of an unknown variable or of the wrong type is ignored and reported once", () => {
  const { model, log } = modelOf(withInterval("60"));
  for (let i = 0; i < 3; i++) {
    model.setActual(INTERVAL, "NaN");
    model.setActual(variableKey("C", "Nowhere"), "1");
  }
  assert.equal(model.text(INTERVAL), "60");
  assert.deepEqual(log.lines.map(({ fields }) => fields["variable"]), ["C.Interval", "C.Nowhere"]);
});

Deno.test("the largest power of an EVSE is what the hardware says last, unless it is configured", () => {
  const { model } = modelOf([
    component("EVSE", [variable("Power", { dataType: "decimal" })]),
    component("Configured", [variable("Power", { dataType: "decimal", maxLimit: 11000 })]),
  ]);
  for (const watts of [22000, 7400]) {
    for (const name of ["EVSE", "Configured"]) model.setMaxLimit(variableKey(name, "Power"), watts);
  }
  const limits = [...model.components()].map(({ variables }) => variables[0]?.characteristics.maxLimit);
  assert.deepEqual(limits, [7400, 11000]);
});

Deno.test("the clock's DateTime is the time now; model and vendor repeat what BootNotification says", () => {
  const { model, clock } = modelOf([
    component("ClockCtrlr", [variable("DateTime", { dataType: "dateTime" })]),
    component("ChargingStation", [
      variable("Model", { dataType: "string" }),
      variable("VendorName", { dataType: "string" }, [{ initial: "Fallback" }]),
    ]),
    component("InternalCtrlr", [variable("ChargePointModel", { dataType: "string" }, [{ initial: "M1" }])]),
  ]);
  const now = variableKey("ClockCtrlr", "DateTime");
  assert.equal(model.text(now), "2026-01-15T10:00:00.000Z");
  clock.advance(1500);
  assert.equal(model.text(now), "2026-01-15T10:00:01.500Z");
  assert.equal(model.text(variableKey("ChargingStation", "Model")), "M1");
  assert.equal(model.text(variableKey("ChargingStation", "VendorName")), "Fallback");
});

Deno.test("names that differ only in where one part ends are different names", async () => {
  const { model } = modelOf([
    component({ name: "A", instance: "b:c" }, [variable("V", { dataType: "string" })]),
  ]);
  const variableV = { variable: { name: "V" } };
  const results = await model.getVariables([
    { component: { name: "A:b", instance: "c" }, ...variableV },
    { component: { name: "A:b:c" }, ...variableV },
    { component: { name: "A", instance: "b:c", evse: { id: 1 } }, ...variableV },
    { component: { name: "A", instance: "B:C" }, ...variableV },
  ]);
  assert.deepEqual(results.map(({ attributeStatus }) => attributeStatus), [
    "UnknownComponent",
    "UnknownComponent",
    "UnknownComponent",
    "Accepted",
  ]);
});

Deno.test("two definitions of one component add up, and of one variable the first counts", () => {
  const text = (name: string, initial: string) => variable(name, { dataType: "string" }, [{ initial }]);
  const { model } = modelOf([
    component("C", [text("A", "first")]),
    component("c", [text("a", "second"), text("B", "added")]),
  ]);
  assert.equal(model.text(variableKey("C", "A")), "first");
  assert.equal(model.text(variableKey("C", "B")), "added");
  assert.equal([...model.components()].length, 1);
});
