import assert from "node:assert/strict";
import { ConfigurationReadings } from "../../../src/bridge/everest-configuration-readings.ts";
import type { ConfigParameter } from "../../../src/everest/module.ts";

const limit: ConfigParameter = { name: "limit", value: 16, datatype: "number", mutability: "ReadWrite" };
const path: ConfigParameter = { name: "path", value: "/tmp", datatype: "string", mutability: "ReadOnly" };
const secret: ConfigParameter = { name: "key", value: "x", datatype: "string", mutability: "WriteOnly" };
const DIRECTORY = { types: { evse_1: "EvseManager" }, mappings: {}, ownModuleId: "ocpp" };

function bench() {
  const readings = new ConfigurationReadings();
  const take = (...parameters: readonly ConfigParameter[]) => {
    const { changes, added, wrongValues, problems } = readings.take(
      { evse_1: { "!module": parameters } },
      DIRECTORY,
    );
    return {
      changes: changes.map(({ key, value, before }) => [key.variable.name, value, before]),
      added: added?.flatMap(({ variables }) => variables.map(({ name }) => name)),
      complaints: wrongValues.length + problems.length,
    };
  };
  return { readings, take };
}

Deno.test("the first reading tells everything, later ones only what is new or has changed", () => {
  const { readings, take } = bench();
  assert.equal(readings.isIncomplete, true);
  assert.deepEqual(take(limit), { changes: [], added: ["limit"], complaints: 0 });
  assert.equal(readings.isIncomplete, false);
  assert.deepEqual(take(limit), { changes: [], added: undefined, complaints: 0 });
  assert.deepEqual(take({ ...limit, value: 20 }, secret), {
    changes: [["limit", "20", "16"]],
    added: ["key"],
    complaints: 0,
  });
  assert.deepEqual(take({ ...limit, value: 20 }, { ...secret, value: "y" }).changes, []);
});

Deno.test("a first reading without parameters also tells that there is nothing", () => {
  const { readings, take } = bench();
  assert.deepEqual(take(), { changes: [], added: [], complaints: 0 });
  assert.equal(readings.isIncomplete, false);
});

Deno.test("what a reading does not have, or has wrong, loses its value; back again it is no change", () => {
  const { readings, take } = bench();
  take(limit, path);
  assert.deepEqual(take({ ...limit, value: "many" }), {
    changes: [["limit", undefined, "16"], ["path", undefined, "/tmp"]],
    added: undefined,
    complaints: 1,
  });
  assert.deepEqual(take(limit, path).changes, [["limit", "16", "16"], ["path", "/tmp", "/tmp"]]);
  assert.deepEqual(readings.lose().map(({ key, value }) => [key.variable.name, value]), [
    ["limit", undefined],
    ["path", undefined],
  ]);
  assert.deepEqual(readings.lose(), []);
});

Deno.test("a value that the manager took is known; the manager may write it in another way", () => {
  const { readings, take } = bench();
  take(limit, secret);
  for (const variable of readings.variables()) readings.stored(variable, "20.50");
  // No change for those who listen: `before` equals the value.
  assert.deepEqual(take({ ...limit, value: 20.5 }, secret).changes, [["limit", "20.5", "20.5"]]);
});
