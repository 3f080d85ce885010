import assert from "node:assert/strict";
import type { GetVariableDataType } from "../../../src/ocpp/messages.ts";
import { component, modelOf, variable } from "./fixture.ts";

const COMPONENTS = [
  component("OCPPCommCtrlr", [
    variable("OfflineThreshold", { dataType: "integer" }, [{ initial: "300" }]),
    variable({ name: "MessageTimeout", instance: "Default" }, { dataType: "integer" }, [{ initial: "30" }]),
  ]),
  component("SecurityCtrlr", [
    variable("BasicAuthPassword", { dataType: "string" }, [
      { mutability: "WriteOnly", initial: "0123456789abcdef" },
    ]),
  ]),
  component({ name: "EVSE", evse: { id: 1 } }, [
    variable("Power", { dataType: "decimal" }, [{}, { type: "Target" }]),
  ]),
  component({ name: "Display", instance: "left" }, [variable("Available", { dataType: "boolean" })]),
];

async function getOne(request: GetVariableDataType) {
  const [result] = await modelOf(COMPONENTS).model.getVariables([request]);
  assert.ok(result);
  return result;
}

function question(
  component: string,
  variable: string,
  more: Partial<GetVariableDataType> = {},
): GetVariableDataType {
  return { component: { name: component }, variable: { name: variable }, ...more };
}

Deno.test("B06.FR.01, FR.02: one result per question, in order, duplicates and spelling kept", async () => {
  const questions = [
    question("OCPPCommCtrlr", "OfflineThreshold"),
    question("Nowhere", "X"),
    question("OCPPCOMMCTRLR", "offlinethreshold"),
    question("OCPPCommCtrlr", "OfflineThreshold"),
  ];
  const results = await modelOf(COMPONENTS).model.getVariables(questions);
  assert.deepEqual(results.map(({ component, variable }) => ({ component, variable })), questions);
  assert.deepEqual(results.map(({ attributeValue }) => attributeValue), ["300", undefined, "300", "300"]);
});

Deno.test("B06.FR.03, FR.04, FR.10, FR.11: the value with its attribute type, Actual where none was named", async () => {
  assert.deepEqual(await getOne(question("OCPPCommCtrlr", "OfflineThreshold")), {
    ...question("OCPPCommCtrlr", "OfflineThreshold"),
    attributeType: "Actual",
    attributeStatus: "Accepted",
    attributeValue: "300",
  });
});

Deno.test("B06.FR.06: an unknown component gives no value", async () => {
  const result = await getOne(question("UnknownComponent", "OfflineThreshold"));
  assert.equal(result.attributeStatus, "UnknownComponent");
  assert.ok(!("attributeValue" in result));
});

Deno.test("B06.FR.07: an unknown variable gives no value", async () => {
  const result = await getOne(question("OCPPCommCtrlr", "UnknownVariable"));
  assert.equal(result.attributeStatus, "UnknownVariable");
  assert.ok(!("attributeValue" in result));
});

Deno.test("B06.FR.08: an attribute type that the variable does not have gives no value", async () => {
  const result = await getOne(question("OCPPCommCtrlr", "OfflineThreshold", { attributeType: "Target" }));
  assert.deepEqual([result.attributeStatus, result.attributeType], ["NotSupportedAttributeType", "Target"]);
  assert.ok(!("attributeValue" in result));
});

Deno.test("B06.FR.09: a WriteOnly value is never disclosed", async () => {
  const result = await getOne(question("SecurityCtrlr", "BasicAuthPassword"));
  assert.deepEqual([result.attributeStatus, result.attributeStatusInfo?.reasonCode], [
    "Rejected",
    "WriteOnly",
  ]);
  assert.ok(!JSON.stringify(result).includes("0123456789abcdef"));
});

Deno.test("B06.FR.13: an attribute without value is the empty text", async () => {
  const evse = { component: { name: "EVSE", evse: { id: 1 } } };
  for (const attributeType of ["Actual", "Target"] as const) {
    const result = await getOne(question("EVSE", "Power", { ...evse, attributeType }));
    assert.deepEqual([result.attributeStatus, result.attributeValue], ["Accepted", ""]);
  }
});

Deno.test("B06.FR.14, FR.15: instances must match, and an empty one is none", async () => {
  const timeout = (instance?: string) =>
    getOne(question("OCPPCommCtrlr", "MessageTimeout", {
      variable: { name: "MessageTimeout", ...(instance === undefined ? {} : { instance }) },
    }));
  assert.equal((await timeout("default")).attributeValue, "30");
  assert.equal((await timeout()).attributeStatus, "UnknownVariable");
  assert.equal((await timeout("")).attributeStatus, "UnknownVariable");
  assert.equal((await getOne(question("Display", "Available"))).attributeStatus, "UnknownComponent");
  const left = { component: { name: "Display", instance: "LEFT" } };
  assert.equal((await getOne(question("Display", "Available", left))).attributeStatus, "Accepted");
  const threshold = { variable: { name: "OfflineThreshold", instance: "" } };
  assert.equal(
    (await getOne(question("OCPPCommCtrlr", "OfflineThreshold", threshold))).attributeValue,
    "300",
  );
});

Deno.test("a value longer than ReportingValueSize is cut", async () => {
  const { model } = modelOf([
    component("DeviceDataCtrlr", [
      variable("ReportingValueSize", { dataType: "integer" }, [{ initial: "4" }]),
      variable("Long", { dataType: "string" }, [{ initial: "abcdef" }]),
    ]),
  ]);
  const [result] = await model.getVariables([question("DeviceDataCtrlr", "Long")]);
  assert.equal(result?.attributeValue, "abcd");
});

Deno.test("a cut value never ends with half a character", async () => {
  const { model } = modelOf([
    component("DeviceDataCtrlr", [
      variable("ReportingValueSize", { dataType: "integer" }, [{ initial: "2" }]),
      variable("Long", { dataType: "string" }, [{ initial: "a\u{1f50c}b" }]),
    ]),
  ]);
  const [result] = await model.getVariables([question("DeviceDataCtrlr", "Long")]);
  assert.equal(result?.attributeValue, "a\u{1f50c}");
});
