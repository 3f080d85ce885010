import assert from "node:assert/strict";
import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { overlaid, readErrorMap } from "../../../src/bridge/error-map-format.ts";

const read = (contents: unknown) => {
  const reading = readErrorMap(contents);
  assert.ok(reading.kind === "map", JSON.stringify(reading));
  return reading.map;
};

const WRONG: readonly (readonly [contents: unknown, path: string, reason: RegExp])[] = [
  [[], "", /object/],
  ["CX001", "", /object/],
  [{ "a/B": 5 }, "a/B", /techCode or an object/],
  [{ "a/B": { severity: 10 } }, "a/B / severity", /0 to 9/],
  [{ "a/B": { severity: "3" } }, "a/B / severity", /0 to 9/],
  [{ "a/B": { severity: 2.5 } }, "a/B / severity", /0 to 9/],
  [{ "a/B": { at: "bay" } }, "a/B / at", /station, evse, connector/],
  [{ "a/B": { trigger: "Periodic" } }, "a/B / trigger", /Alerting, Delta/],
  [{ "a/B": { component: "" } }, "a/B / component", /1 to 50/],
  [{ "a/B": { component: "EVSE" } }, "a/B / component", /"at"/],
  [{ "a/B": { variable: "x".repeat(51) } }, "a/B / variable", /1 to 50/],
  [{ "a/B": { techCode: 4 } }, "a/B / techCode", /text/],
  [{ "a/B": { techcode: "X" } }, "a/B / techcode", /is not one of component, instance/],
  [{ "a/B": { toString: "X" } }, "a/B / toString", /is not one of/],
  [{ "a/B": { subTypes: [] } }, "a/B / subTypes", /object/],
  [{ "a/B": { subTypes: { s: 7 } } }, "a/B / subTypes / s", /techCode or an object/],
  [{ "a/B": { subTypes: { s: { at: 1 } } } }, "a/B / subTypes / s / at", /station/],
  [{ "a/B": { subTypes: { s: { subTypes: {} } } } }, "a/B / subTypes / s / subTypes", /is not one of/],
];

Deno.test("what is no error map is refused with the key and the reason", () => {
  for (const [contents, path, reason] of WRONG) {
    const reading = readErrorMap(contents);
    assert.ok(reading.kind === "wrong", JSON.stringify(contents));
    assert.equal(reading.path, path);
    assert.match(reading.reason, reason);
  }
});

Deno.test("the format of EVerest's own module is read: a type and its techCode", () => {
  assert.deepEqual([...read({ "a/B": "X", "$schema": "s" })], [["a/B", {
    techCode: "X",
    subTypes: new Map(),
  }]]);
});

Deno.test("the reader never throws", () => {
  fc.assert(fc.property(fc.jsonValue(), (contents) => {
    assert.ok(["map", "wrong"].includes(readErrorMap(contents).kind));
    assert.ok(["map", "wrong"].includes(readErrorMap({ "a/B": contents }).kind));
  }));
});

Deno.test("own entries lie over the shipped ones, key by key", () => {
  const shipped = read({
    "a/B": { component: "RCD", at: "evse", variable: "Tripped", severity: 3, subTypes: { s: "S" } },
    "a/C": "C",
  });
  const own = read({
    "a/B": { severity: 1, subTypes: { t: "T" } },
    "a/D": "D",
  });
  assert.deepEqual([...overlaid(shipped, own)], [
    ["a/B", {
      component: "RCD",
      at: "evse",
      variable: "Tripped",
      severity: 1,
      subTypes: new Map([["s", { techCode: "S" }], ["t", { techCode: "T" }]]),
    }],
    ["a/C", { techCode: "C", subTypes: new Map() }],
    ["a/D", { techCode: "D", subTypes: new Map() }],
  ]);
});

Deno.test("an own component does not inherit where the shipped one was, nor its variable", () => {
  const shipped = read({ "a/B": { component: "RCD", at: "evse", variable: "Tripped", techCode: "CX002" } });
  const own = read({ "a/B": { component: "Heater" } });
  assert.deepEqual(overlaid(shipped, own).get("a/B"), {
    component: "Heater",
    techCode: "CX002",
    subTypes: new Map(),
  });
});

Deno.test("the schema for editors agrees with the reader", () => {
  const schema = JSON.parse(
    Deno.readTextFileSync(new URL("../../../config/error-map.schema.json", import.meta.url)),
  );
  const agrees = new Ajv2020({ strict: false }).compile(schema);
  for (const [contents] of WRONG) assert.equal(agrees(contents), false, JSON.stringify(contents));
  const right = [
    {},
    { "a/B": "X" },
    { "a/B": { severity: 0, subTypes: { s: "S", t: { at: "evse", component: "RCD" } } } },
  ];
  for (const contents of right) assert.ok(agrees(contents), JSON.stringify(agrees.errors));
});
