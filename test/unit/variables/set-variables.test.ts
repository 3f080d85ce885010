import assert from "node:assert/strict";
import fc from "fast-check";
import type { SetVariableDataType } from "../../../src/ocpp/messages.ts";
import type { SetBy, VariableChange } from "../../../src/variables/device-model.ts";
import { variableKey } from "../../../src/variables/device-model.ts";
import type { VariableSource } from "../../../src/variables/variable-source.ts";
import { component, FakeStore, modelOf, variable } from "./fixture.ts";

const COMPONENTS = [
  component("OCPPCommCtrlr", [
    variable("OfflineThreshold", { dataType: "integer", minLimit: 0, maxLimit: 1000 }, [{ initial: "60" }]),
    variable({ name: "MessageTimeout", instance: "Default" }, { dataType: "integer" }, [
      { mutability: "ReadOnly", initial: "30" },
    ]),
    variable("NetworkConfigurationPriority", { dataType: "SequenceList", valuesList: "1,2" }, [
      { initial: "1" },
    ]),
  ]),
  slot("1", "ws://localhost", "1"),
  slot("2", "wss://localhost", "2"),
  component("SecurityCtrlr", [
    variable("BasicAuthPassword", { dataType: "string", maxLimit: 40 }, [{ mutability: "WriteOnly" }]),
  ]),
  component("SmartChargingCtrlr", [
    variable("Available", { dataType: "boolean" }, [{ mutability: "ReadOnly", initial: "false" }]),
    variable("LimitChangeSignificance", { dataType: "decimal" }),
  ]),
  component({ name: "EVSE", evse: { id: 1 } }, [
    variable("Power", { dataType: "decimal" }, [
      { mutability: "ReadWrite", initial: "5" },
      { type: "MinSet" },
      { type: "MaxSet" },
    ]),
    variable("Owned", { dataType: "string" }, [{ initial: "a" }], "EVEREST"),
    variable("Orphan", { dataType: "string" }, [{}], "NOBODY"),
  ]),
];

function slot(instance: string, url: string, securityProfile: string) {
  return component({ name: "NetworkConfiguration", instance }, [
    variable("OcppCsmsUrl", { dataType: "string" }, [{ initial: url }]),
    variable("SecurityProfile", { dataType: "integer" }, [{ initial: securityProfile }]),
  ]);
}

function entry(
  [component, variable]: readonly [string, string],
  attributeValue: string,
  more: Partial<SetVariableDataType> = {},
): SetVariableDataType {
  return { component: { name: component }, variable: { name: variable }, attributeValue, ...more };
}

const THRESHOLD = ["OCPPCommCtrlr", "OfflineThreshold"] as const;
const EVSE_1 = { component: { name: "EVSE", evse: { id: 1 } } };

async function setOne(request: SetVariableDataType, by: SetBy = "csms", context = modelOf(COMPONENTS)) {
  const [result] = await context.model.setVariables([request], by);
  assert.ok(result);
  return {
    ...context,
    result,
    status: result.attributeStatus,
    reason: result.attributeStatusInfo?.reasonCode,
  };
}

Deno.test("B05.FR.01, FR.02: one result per entry, in order, duplicates and spelling kept", async () => {
  const { model } = modelOf(COMPONENTS);
  const requests = [
    entry(THRESHOLD, "100"),
    entry(["Nowhere", "X"], "1"),
    entry(["ocppcommctrlr", "OFFLINETHRESHOLD"], "200"),
    entry(THRESHOLD, "100"),
    entry(THRESHOLD, "100"),
  ];
  const results = await model.setVariables(requests, "csms");
  assert.deepEqual(
    results.map((
      { component, variable, attributeStatus },
    ) => [component.name, variable.name, attributeStatus]),
    [
      ["OCPPCommCtrlr", "OfflineThreshold", "Accepted"],
      ["Nowhere", "X", "UnknownComponent"],
      ["ocppcommctrlr", "OFFLINETHRESHOLD", "Accepted"],
      ["OCPPCommCtrlr", "OfflineThreshold", "Accepted"],
      ["OCPPCommCtrlr", "OfflineThreshold", "Accepted"],
    ],
  );
  assert.equal(model.text(variableKey(...THRESHOLD)), "100");
});

Deno.test("B05.FR.03, FR.12: the attribute type is repeated, Actual where none was given", async () => {
  assert.equal((await setOne(entry(THRESHOLD, "1"))).result.attributeType, "Actual");
  const target = await setOne(entry(THRESHOLD, "1", { attributeType: "Target" }));
  assert.equal(target.result.attributeType, "Target");
});

Deno.test("B05.FR.04: an unknown component, also one that exists on another EVSE only", async () => {
  assert.equal((await setOne(entry(["Nowhere", "X"], "1"))).status, "UnknownComponent");
  const evse2 = { component: { name: "EVSE", evse: { id: 2 } } };
  assert.equal((await setOne(entry(["EVSE", "Power"], "1", evse2))).status, "UnknownComponent");
  assert.equal((await setOne(entry(["EVSE", "Power"], "1"))).status, "UnknownComponent");
});

Deno.test("B05.FR.05: an unknown variable, also where only another instance exists", async () => {
  assert.equal((await setOne(entry(["OCPPCommCtrlr", "X"], "1"))).status, "UnknownVariable");
  assert.equal((await setOne(entry(["OCPPCommCtrlr", "MessageTimeout"], "1"))).status, "UnknownVariable");
});

Deno.test("B05.FR.06: an attribute type that the variable does not have", async () => {
  const { status } = await setOne(entry(THRESHOLD, "300", { attributeType: "Target" }));
  assert.equal(status, "NotSupportedAttributeType");
});

Deno.test("B05.FR.07: a malformed value is rejected with the reason, and nothing changes", async () => {
  for (const value of ["60.1", "true", "2026-01-15T10:00:00Z", "abc", ""]) {
    const { status, reason, model } = await setOne(entry(THRESHOLD, value));
    assert.deepEqual([status, reason], ["Rejected", "InvalidValue"], value);
    assert.equal(model.text(variableKey(...THRESHOLD)), "60");
  }
});

Deno.test("B05.FR.08: a value out of range is rejected", async () => {
  for (const value of ["-1", "1001"]) {
    const { status, reason } = await setOne(entry(THRESHOLD, value));
    assert.deepEqual([status, reason], ["Rejected", "ValueOutOfRange"], value);
  }
});

Deno.test("B05.FR.09: a ReadOnly variable is rejected before its value is looked at", async () => {
  const timeout = { variable: { name: "MessageTimeout", instance: "Default" } };
  const { status, reason } = await setOne(entry(["OCPPCommCtrlr", "MessageTimeout"], "abc", timeout));
  assert.deepEqual([status, reason], ["Rejected", "ReadOnly"]);
});

Deno.test("the station and EVerest's modules may write what is ReadOnly for the CSMS", async () => {
  const timeout = { variable: { name: "MessageTimeout", instance: "Default" } };
  for (const by of ["station", "everest"] as const) {
    const { status } = await setOne(entry(["OCPPCommCtrlr", "MessageTimeout"], "40", timeout), by);
    assert.equal(status, "Accepted");
  }
});

Deno.test("B05.FR.09: what a function would do that the station does not have cannot be set", async () => {
  const { status, reason } = await setOne(entry(["SmartChargingCtrlr", "LimitChangeSignificance"], "1"));
  assert.deepEqual([status, reason], ["Rejected", "NotEnabled"]);
});

Deno.test("B05.FR.10: an accepted value holds, is stored with its author, and is announced once", async () => {
  const { model, store } = modelOf(COMPONENTS);
  const heard: VariableChange[] = [];
  model.onChange((change) => heard.push(change));
  await model.setVariables([entry(THRESHOLD, "300")], "csms");
  assert.equal(model.integer(variableKey(...THRESHOLD)), 300);
  assert.deepEqual(store.all(), [{
    ...variableKey(...THRESHOLD),
    attribute: "Actual",
    value: "300",
    setBy: "csms",
  }]);
  assert.deepEqual(heard, [{
    key: variableKey(...THRESHOLD),
    attribute: "Actual",
    oldValue: "60",
    newValue: "300",
    by: "csms",
  }]);
});

Deno.test("a set that repeats the old value is announced, one that was refused is not", async () => {
  const { model } = modelOf(COMPONENTS);
  let heard = 0;
  const stop = model.onChange(() => heard++);
  await model.setVariables([entry(THRESHOLD, "60"), entry(THRESHOLD, "-1")], "csms");
  assert.equal(heard, 1);
  stop();
  await model.setVariables([entry(THRESHOLD, "61")], "csms");
  assert.equal(heard, 1);
});

Deno.test("a value that the disk refuses is rejected, and the old one holds", async () => {
  const store = new FakeStore();
  store.failing = true;
  const { status, reason, model, log } = await setOne(
    entry(THRESHOLD, "300"),
    "csms",
    modelOf(COMPONENTS, { store }),
  );
  assert.deepEqual([status, reason], ["Rejected", "InternalError"]);
  assert.equal(model.text(variableKey(...THRESHOLD)), "60");
  assert.equal(log.messages("error").length, 1);
});

Deno.test("a value that works only after a reboot is stored and answered RebootRequired", async () => {
  const { status, model } = await setOne(entry(["OCPPCommCtrlr", "NetworkConfigurationPriority"], "2,1"));
  assert.equal(status, "RebootRequired");
  assert.deepEqual(model.list(variableKey("OCPPCommCtrlr", "NetworkConfigurationPriority")), ["2", "1"]);
});

Deno.test("a value longer than ConfigurationValueSize is rejected", async () => {
  const sized = component("DeviceDataCtrlr", [
    variable("ConfigurationValueSize", { dataType: "integer" }, [{ mutability: "ReadOnly", initial: "20" }]),
  ]);
  const context = modelOf([...COMPONENTS, sized]);
  const { status, reason } = await setOne(
    entry(["SecurityCtrlr", "BasicAuthPassword"], "x".repeat(21)),
    "csms",
    context,
  );
  assert.deepEqual([status, reason], ["Rejected", "TooLargeElement"]);
  assert.equal(
    (await setOne(entry(["SecurityCtrlr", "BasicAuthPassword"], "x".repeat(20)), "csms", context)).status,
    "Accepted",
  );
});

Deno.test("MinSet and MaxSet bound the Actual value and each other", async () => {
  const { model } = modelOf(COMPONENTS);
  const set = async (attributeType: SetVariableDataType["attributeType"], attributeValue: string) => {
    const request = entry(["EVSE", "Power"], attributeValue, {
      ...EVSE_1,
      ...(attributeType && { attributeType }),
    });
    return (await model.setVariables([request], "csms"))[0]?.attributeStatus;
  };
  assert.equal(await set("MaxSet", "10"), "Accepted");
  assert.equal(await set("MinSet", "10.5"), "Rejected");
  assert.equal(await set("MinSet", "2"), "Accepted");
  assert.equal(await set("Actual", "10.1"), "Rejected");
  assert.equal(await set("Actual", "1.9"), "Rejected");
  assert.equal(await set("Actual", "10"), "Accepted");
  assert.equal(await set("MaxSet", "1"), "Rejected");
});

Deno.test("a variable of another source is set by its owner, with the owner's answer", async () => {
  const asked: string[] = [];
  const answers = [
    { kind: "accepted" },
    { kind: "afterReboot" },
    { kind: "refused", violation: { reasonCode: "InvalidValue", text: "no" } },
  ] as const;
  const source: VariableSource = {
    name: "EVEREST",
    set: ({ value }) => {
      asked.push(value);
      return Promise.resolve(answers[asked.length - 1] ?? answers[0]);
    },
  };
  const { model, store } = modelOf(COMPONENTS, { sources: [source] });
  const results = await model.setVariables(
    ["b", "c", "d"].map((value) => entry(["EVSE", "Owned"], value, EVSE_1)),
    "csms",
  );
  assert.deepEqual(results.map(({ attributeStatus }) => attributeStatus), [
    "Accepted",
    "RebootRequired",
    "Rejected",
  ]);
  assert.deepEqual(asked, ["b", "c", "d"]);
  assert.equal(model.text({ ...EVSE_1, variable: { name: "Owned" } }), "b");
  assert.deepEqual(store.all(), []);
});

Deno.test("live values of EVerest cannot be set by the CSMS, and a source that nobody is sets nothing", async () => {
  assert.equal((await setOne(entry(["EVSE", "Owned"], "b", EVSE_1))).status, "Rejected");
  assert.equal((await setOne(entry(["EVSE", "Owned"], "b", EVSE_1), "station")).status, "Accepted");
  assert.equal((await setOne(entry(["EVSE", "Orphan"], "b", EVSE_1))).status, "Rejected");
});

Deno.test("any text that is accepted for a string variable is read back as it was set", async () => {
  const { model } = modelOf([component("C", [variable("V", { dataType: "string" })])]);
  await fc.assert(
    fc.asyncProperty(
      fc.string({ unit: "grapheme", maxLength: 500 }).filter((text) => !text.includes("\0")),
      async (value) => {
        const [set] = await model.setVariables([entry(["C", "V"], value)], "csms");
        const [got] = await model.getVariables([{ component: { name: "C" }, variable: { name: "V" } }]);
        assert.equal(set?.attributeStatus, "Accepted");
        assert.equal(got?.attributeValue, value);
      },
    ),
  );
});

Deno.test("whatever a request holds, its results match it entry by entry", async () => {
  const name = fc.constantFrom(
    "OCPPCommCtrlr",
    "OfflineThreshold",
    "EVSE",
    "Power",
    "X",
    "toString",
    "__proto__",
  );
  const requests = fc.array(fc.record({
    component: fc.record({ name, evse: fc.record({ id: fc.integer({ min: 0, max: 2 }) }) }, {
      requiredKeys: ["name"],
    }),
    variable: fc.record({ name, instance: fc.string() }, { requiredKeys: ["name"] }),
    attributeValue: fc.oneof(fc.string(), fc.integer().map(String)),
  }));
  await fc.assert(fc.asyncProperty(requests, async (data) => {
    const { model } = modelOf(COMPONENTS);
    const results = await model.setVariables(data, "csms");
    assert.deepEqual(
      results.map(({ component, variable }) => ({ component, variable })),
      data.map(({ component, variable }) => ({ component, variable })),
    );
  }));
});
