import assert from "node:assert/strict";
import { describeProblem } from "../../../src/variables/config-problem.ts";
import { withLayout } from "../../../src/variables/layout-components.ts";
import { loadComponents } from "../../../src/variables/load-components.ts";
import { component, variable } from "./fixture.ts";

function file(path: string, json: Record<string, unknown>) {
  return { path, text: JSON.stringify({ properties: {}, ...json }) };
}

Deno.test("a custom file replaces the standardized one of the same component entirely, whatever its file name", () => {
  const property = {
    variable_name: "V",
    characteristics: { dataType: "boolean", supportsMonitoring: true },
    attributes: [{}],
  };
  const { components, problems } = loadComponents({
    standardized: [file("a.json", { name: "TxCtrlr", properties: { V: property } })],
    custom: [file("mine.json", { name: "txctrlr" })],
  });
  assert.deepEqual(components, [{ component: { name: "txctrlr" }, variables: [], isStandardized: true }]);
  assert.deepEqual(problems, []);
});

Deno.test("components of the same name on different EVSEs are different ones", () => {
  const custom = [1, 2].map((id) => file(`EVSE_${id}.json`, { name: "EVSE", evse_id: id }));
  assert.equal(loadComponents({ standardized: [], custom }).components.length, 2);
});

Deno.test("two files of one folder for the same component are a problem", () => {
  const files = ["a.json", "b.json"].map((path) => file(path, { name: "C" }));
  const { components, problems } = loadComponents({ standardized: files, custom: [] });
  assert.equal(components.length, 1);
  assert.deepEqual(problems.map(describeProblem), [
    "b.json: C: another file, a.json, defines the same component and counts",
  ]);
});

Deno.test("a configuration without any component is a problem", () => {
  assert.equal(loadComponents({ standardized: [], custom: [] }).problems.length, 1);
});

const LAYOUT = [{ id: 1, connectors: [{ id: 1, type: "cCCS2" }] }];
const EVSE_1 = { name: "EVSE", evse: { id: 1 } };
const CONNECTOR_1_1 = { name: "Connector", evse: { id: 1, connectorId: 1 } };

Deno.test("every EVSE and connector of the layout gets the variables that OCPP requires", () => {
  const { components } = withLayout([], LAYOUT);
  assert.deepEqual(
    components.map(({ component, variables }) => [component, variables.map((entry) => entry.variable.name)]),
    [
      [EVSE_1, [
        "Available",
        "AvailabilityState",
        "Problem",
        "SupplyPhases",
        "Power",
        "AllowReset",
        "ISO15118EvseId",
      ]],
      [CONNECTOR_1_1, ["Available", "AvailabilityState", "Problem", "ConnectorType", "SupplyPhases"]],
    ],
  );
  const type = components[1]?.variables.find((entry) => entry.variable.name === "ConnectorType");
  assert.equal(type?.attributes[0]?.initial, "cCCS2");
});

Deno.test("what a file says about an EVSE wins, what it leaves out is added", () => {
  const configured = component(EVSE_1, [
    variable("Power", { dataType: "decimal", maxLimit: 11000 }),
    variable("Custom", { dataType: "string" }),
  ]);
  const { components } = withLayout([configured], LAYOUT);
  const names = components[0]?.variables.map((entry) => entry.variable.name);
  assert.deepEqual(names?.slice(0, 3), ["Power", "Custom", "Available"]);
  assert.equal(components[0]?.variables[0]?.characteristics.maxLimit, 11000);
});

Deno.test("the hardware knows its connector better than a file that came with the software", () => {
  const inFile = component({ name: "Connector", evse: { id: 1, connectorId: 1 } }, [
    variable("connectorType", { dataType: "string", maxLimit: 20 }, [{ initial: "sType2" }]),
    variable("SupplyPhases", { dataType: "integer" }, [{ initial: "3" }]),
  ]);
  const typeOf = (layout: Parameters<typeof withLayout>[1]) =>
    withLayout([inFile], layout).components.find(({ component }) => component.evse?.connectorId === 1)
      ?.variables.slice(0, 2).map(({ attributes }) => attributes[0]?.initial);
  assert.deepEqual(typeOf([{ id: 1, connectors: [{ id: 1, type: "cCCS2" }] }]), ["cCCS2", "3"]);
  assert.deepEqual(typeOf([{ id: 1, connectors: [{ id: 1 }] }]), ["sType2", "3"]);
});

Deno.test("an EVSE that the station does not have is left out and named", () => {
  const second = { name: "EVSE", evse: { id: 2 } };
  const other = component({ name: "TokenReader", evse: { id: 1 } }, []);
  const { components, leftOut } = withLayout([component(second, []), other], LAYOUT);
  assert.deepEqual(leftOut, [second]);
  assert.ok(components.includes(other));
});

Deno.test("components at an EVSE or connector that the station lacks are left out, whatever they are called", () => {
  const at = (name: string, id: number, connectorId?: number) =>
    component({ name, evse: connectorId === undefined ? { id } : { id, connectorId } }, []);
  const there = [at("Heater", 1), at("Lock", 1, 1)];
  const strange = [at("Heater", 7), at("Lock", 1, 9)];
  const { components, leftOut } = withLayout([...there, ...strange], LAYOUT);
  assert.deepEqual(leftOut, strange.map(({ component }) => component));
  assert(there.every(({ component }) => components.some((placed) => placed.component === component)));
});
