import assert from "node:assert/strict";
import fc from "fast-check";
import type { ComponentVariableType, RequestOf } from "../../../src/ocpp/messages.ts";
import { reportPages } from "../../../src/variables/report-pages.ts";
import {
  selectBaseReport,
  type SelectedVariable,
  selectReport,
} from "../../../src/variables/report-selection.ts";
import { displayName } from "../../../src/variables/variable-id.ts";
import { component, modelOf, variable } from "./fixture.ts";

const flag = (name: string, initial: string) =>
  variable(name, { dataType: "boolean" }, [{ mutability: "ReadOnly", initial }]);
const state = (initial: string) =>
  variable("AvailabilityState", { dataType: "OptionList", valuesList: "Available,Occupied" }, [
    { mutability: "ReadOnly", initial },
  ]);
const connector = (id: number) => ({ name: "Connector", evse: { id: 1, connectorId: id } });

const { model } = modelOf([
  component("ChargingStation", [state("Available"), flag("Problem", "false")]),
  component("AuthCtrlr", [
    variable("Enabled", { dataType: "boolean" }, [{ initial: "true" }]),
    variable("MasterPassGroupId", { dataType: "string" }),
  ]),
  component("CacheCtrlr", [flag("Available", "false"), flag("Enabled", "false")]),
  component("SecurityCtrlr", [
    variable("BasicAuthPassword", { dataType: "string" }, [{ mutability: "WriteOnly", initial: "secret" }]),
  ]),
  component({ name: "EVSE", evse: { id: 1 } }, [
    flag("Available", "true"),
    state("Available"),
    variable("Power", { dataType: "decimal", maxLimit: 22000 }, [
      { mutability: "ReadOnly" },
      { type: "MaxSet", mutability: "ReadWrite" },
    ]),
  ]),
  component(connector(1), [state("Available")]),
  component(connector(2), [state("Occupied"), flag("Problem", "true")]),
  component({ name: "Display", instance: "left" }, [
    variable({ name: "Text", instance: "de" }, { dataType: "string" }, [{ mutability: "ReadOnly" }]),
    variable({ name: "Text", instance: "en" }, { dataType: "string" }, [{ mutability: "ReadOnly" }]),
  ]),
]);

function names(selection: Iterable<SelectedVariable>): string[] {
  return [...selection].map(({ variable }) => displayName(variable.component, variable.variable));
}

function report(request: Omit<RequestOf<"GetReport">, "requestId">): string[] {
  return names(selectReport({ requestId: 1, ...request }, model.components()));
}

Deno.test("B07.FR.08, FR.11: the full inventory has every variable with every attribute", () => {
  const full = [...selectBaseReport("FullInventory", model.components())];
  assert.equal(full.length, 15);
  const power = full.find(({ variable }) => variable.variable.name === "Power");
  assert.deepEqual(power?.attributes.map(({ type }) => type), ["Actual", "MaxSet"]);
});

Deno.test("B07.FR.07: the configuration inventory has what the operator can set, and only those attributes", () => {
  const selection = [...selectBaseReport("ConfigurationInventory", model.components())];
  assert.deepEqual(names(selection), [
    "AuthCtrlr.Enabled",
    "AuthCtrlr.MasterPassGroupId",
    "SecurityCtrlr.BasicAuthPassword",
    "EVSE[1].Power",
  ]);
  assert.deepEqual(selection.at(-1)?.attributes.map(({ type }) => type), ["MaxSet"]);
});

Deno.test("B07.FR.09: the summary has availability, of a connector only where it differs, and what is wrong", () => {
  assert.deepEqual(names(selectBaseReport("SummaryInventory", model.components())), [
    "ChargingStation.AvailabilityState",
    "EVSE[1].AvailabilityState",
    "Connector[1.2].AvailabilityState",
    "Connector[1.2].Problem",
  ]);
});

Deno.test("B08.FR.09: Enabled selects components where it is true, or that have no such variable", () => {
  const selected = report({ componentCriteria: ["Enabled"] });
  assert.ok(selected.includes("AuthCtrlr.MasterPassGroupId"));
  assert.ok(selected.includes("EVSE[1].Power"));
  assert.ok(!selected.some((name) => name.startsWith("CacheCtrlr")));
});

Deno.test("B08.FR.07, FR.08: Active and Available likewise", () => {
  assert.ok(!report({ componentCriteria: ["Available"] }).some((name) => name.startsWith("CacheCtrlr")));
  assert.ok(report({ componentCriteria: ["Active"] }).includes("CacheCtrlr.Available"));
});

Deno.test("B08.FR.10: Problem selects only components that have one", () => {
  assert.deepEqual(report({ componentCriteria: ["Problem"] }), [
    "Connector[1.2].AvailabilityState",
    "Connector[1.2].Problem",
  ]);
});

Deno.test("B08.FR.13: one of several criteria is enough", () => {
  const selected = report({ componentCriteria: ["Problem", "Enabled"] });
  assert.ok(selected.includes("Connector[1.2].Problem"));
  assert.ok(selected.includes("AuthCtrlr.Enabled"));
  assert.ok(!selected.includes("CacheCtrlr.Enabled"));
});

Deno.test("criteria on a variable with instances: one true instance is enough", () => {
  const cost = { name: "Available", instance: "Cost" };
  const tariff = { name: "Available", instance: "Tariff" };
  const available = (first: string, second: string) =>
    modelOf([component("TariffCostCtrlr", [
      variable(cost, { dataType: "boolean" }, [{ initial: first }]),
      variable(tariff, { dataType: "boolean" }, [{ initial: second }]),
    ])]).model.components();
  const request = { requestId: 1, componentCriteria: ["Available"] } as const;
  assert.equal([...selectReport(request, available("false", "true"))].length, 2);
  assert.equal([...selectReport(request, available("false", "false"))].length, 0);
});

const FILTERS:
  readonly (readonly [title: string, filter: ComponentVariableType, expected: readonly string[]])[] = [
    [
      "TC_B_17: one variable of one EVSE",
      { component: { name: "EVSE", evse: { id: 1 } }, variable: { name: "AvailabilityState" } },
      ["EVSE[1].AvailabilityState"],
    ],
    [
      "B08.FR.20: no variable means all variables",
      { component: { name: "cachectrlr" } },
      ["CacheCtrlr.Available", "CacheCtrlr.Enabled"],
    ],
    [
      "B08.FR.21: no variable instance means all instances",
      { component: { name: "Display" }, variable: { name: "Text" } },
      ["Display(left).Text(de)", "Display(left).Text(en)"],
    ],
    [
      "a variable instance means this one",
      { component: { name: "Display" }, variable: { name: "Text", instance: "EN" } },
      ["Display(left).Text(en)"],
    ],
    [
      "B08.FR.22: no connector means all connectors of the EVSE",
      { component: { name: "Connector", evse: { id: 1 } }, variable: { name: "AvailabilityState" } },
      ["Connector[1.1].AvailabilityState", "Connector[1.2].AvailabilityState"],
    ],
    [
      "B08.FR.23: no EVSE means all of them and the top level",
      { component: { name: "EVSE" }, variable: { name: "Power" } },
      ["EVSE[1].Power"],
    ],
    [
      "a connector means this one",
      {
        component: { name: "Connector", evse: { id: 1, connectorId: 2 } },
        variable: { name: "AvailabilityState" },
      },
      ["Connector[1.2].AvailabilityState"],
    ],
    [
      "B08.FR.24: a component instance means this one",
      { component: { name: "Display", instance: "right" } },
      [],
    ],
    ["an unknown component matches nothing", { component: { name: "Nowhere" } }, []],
    ["another EVSE matches nothing", { component: { name: "EVSE", evse: { id: 2 } } }, []],
  ];

for (const [title, filter, expected] of FILTERS) {
  Deno.test(`GetReport, ${title}`, () => {
    assert.deepEqual(report({ componentVariable: [filter] }), expected);
  });
}

Deno.test("a variable that two filters name is reported once, in the order of the device model", () => {
  const station = { component: { name: "ChargingStation" } };
  assert.deepEqual(report({ componentVariable: [{ component: { name: "AuthCtrlr" } }, station, station] }), [
    "ChargingStation.AvailabilityState",
    "ChargingStation.Problem",
    "AuthCtrlr.Enabled",
    "AuthCtrlr.MasterPassGroupId",
  ]);
});

Deno.test("B08.FR.05: criteria and filters together select what meets both (TC_B_18)", () => {
  const componentVariable = [{
    component: { name: "EVSE", evse: { id: 1 } },
    variable: { name: "AvailabilityState" },
  }];
  assert.equal(report({ componentCriteria: ["Available"], componentVariable }).length, 1);
  assert.equal(report({ componentCriteria: ["Problem"], componentVariable }).length, 0);
});

Deno.test("a request without criteria and filters selects everything", () => {
  assert.equal(report({}).length, 15);
});

function pages(maxBytes: number, valueSize = 2500) {
  return [...reportPages(selectBaseReport("FullInventory", model.components()), maxBytes, valueSize)];
}

Deno.test("a report entry carries characteristics and attributes; an unset value is the empty text", () => {
  const entries = pages(1e6).flatMap(({ entries }) => entries);
  assert.deepEqual(entries.find(({ variable }) => variable.name === "Power"), {
    component: { name: "EVSE", evse: { id: 1 } },
    variable: { name: "Power" },
    variableAttribute: [
      { type: "Actual", value: "", mutability: "ReadOnly" },
      { type: "MaxSet", value: "", mutability: "ReadWrite", persistent: true },
    ],
    variableCharacteristics: { supportsMonitoring: true, dataType: "decimal", maxLimit: 22000 },
  });
});

Deno.test("B07.FR.03, B08.FR.03 (errata): the value of a WriteOnly variable is left out", () => {
  const entries = pages(1e6).flatMap(({ entries }) => entries);
  const password = entries.find(({ variable }) => variable.name === "BasicAuthPassword");
  assert.deepEqual(password?.variableAttribute, [{
    type: "Actual",
    mutability: "WriteOnly",
    persistent: true,
  }]);
  assert.ok(!JSON.stringify(entries).includes("secret"));
});

Deno.test("a reported value is cut to ReportingValueSize", () => {
  const [entry] = pages(1e6, 3).flatMap(({ entries }) => entries);
  assert.equal(entry?.variableAttribute[0]?.value, "Ava");
});

Deno.test("pages keep every entry once and in order, stay below the limit, and only the last ends the report", () => {
  const whole = pages(1e6).flatMap(({ entries }) => entries);
  fc.assert(fc.property(fc.integer({ min: 1, max: 5000 }), (maxBytes) => {
    const cut = pages(maxBytes);
    assert.deepEqual(cut.flatMap(({ entries }) => entries), whole);
    cut.forEach(({ entries: reportData, tbc }, index) => {
      assert.equal(tbc, index < cut.length - 1);
      assert.ok(reportData.length === 1 || JSON.stringify(reportData).length <= maxBytes + 2);
    });
  }));
});

Deno.test("pages are as few as possible: the first entry of a page would not fit the page before", () => {
  const cut = pages(1000);
  assert.ok(cut.length > 2);
  for (let i = 1; i < cut.length; i++) {
    const together = [...cut[i - 1]?.entries ?? [], cut[i]?.entries[0]];
    assert.ok(JSON.stringify(together).length > 1000);
  }
});

Deno.test("a page is made only when somebody takes it", () => {
  let taken = 0;
  function* counted() {
    for (const selected of selectBaseReport("FullInventory", model.components())) {
      taken++;
      yield selected;
    }
  }
  reportPages(counted(), 1, 2500).next();
  assert.equal(taken, 2);
});
