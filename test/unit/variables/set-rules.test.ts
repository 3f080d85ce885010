import assert from "node:assert/strict";
import { variableKey } from "../../../src/variables/device-model.ts";
import type { SetBy } from "../../../src/variables/device-model.ts";
import { standardRule } from "../../../src/variables/set-rules.ts";
import { checkVariable } from "../../../src/variables/variable-rules.ts";

type Values = Readonly<Record<string, string>>;

function profiles(...slots: readonly (readonly [slot: number, securityProfile: number])[]): string {
  return JSON.stringify(slots.map(([configurationSlot, securityProfile]) => ({
    configurationSlot,
    connectionData: {
      securityProfile,
      ocppCsmsUrl: securityProfile > 1 ? "wss://localhost" : "ws://localhost",
    },
  })));
}

/** The same in NetworkConfiguration components. */
function slots(...slots: readonly (readonly [slot: number, securityProfile: number])[]): Values {
  return Object.fromEntries(slots.flatMap(([slot, securityProfile]) => [
    [`NetworkConfiguration(${slot}).OcppCsmsUrl`, securityProfile > 1 ? "wss://localhost" : "ws://localhost"],
    [`NetworkConfiguration(${slot}).SecurityProfile`, String(securityProfile)],
  ]));
}

/** The reason code with which setting `name` to `value` is refused, while the others are as in `values`. */
function refusal(name: string, value: string, values: Values, by: SetBy = "csms"): string | undefined {
  const [component = "", variable = ""] = name.split(".");
  const [, owner = component, instance] = /^(.*)\((.*)\)$/.exec(component) ?? [];
  const key = variableKey(owner, variable);
  const proposal = {
    ...key,
    component: instance === undefined ? key.component : { ...key.component, instance },
    attribute: "Actual",
    value,
    by,
  } as const;
  return standardRule(proposal, ({ component, variable }) => {
    const instance = component.instance ? `(${component.instance})` : "";
    return values[`${component.name}${instance}.${variable.name}`];
  })?.reasonCode;
}

const PRIORITY = "OCPPCommCtrlr.NetworkConfigurationPriority";
const PROFILES = "InternalCtrlr.NetworkConnectionProfiles";
const PROFILE = "SecurityCtrlr.SecurityProfile";
const DOWNGRADE = "SecurityCtrlr.AllowSecurityProfileDowngrade";

Deno.test("the priority must name slots that hold a network profile", () => {
  const values = {
    ...slots([1, 1], [2, 1]),
    [PROFILE]: "1",
    "NetworkConfiguration(4).OcppCsmsUrl": "ws://localhost",
    "NetworkConfiguration(4).SecurityProfile": "2",
  };
  assert.equal(refusal(PRIORITY, "2,1", values), undefined);
  assert.equal(refusal(PRIORITY, "1, 2", values), undefined);
  assert.equal(refusal(PRIORITY, "1,3", values), "InvalidConfSlot");
  // B10.FR.02: a URL that does not go with the security profile.
  assert.equal(refusal(PRIORITY, "1,4", values), "InvalidNetworkConf");
  assert.equal(refusal(PRIORITY, "", values), "InvalidValue");
  assert.equal(refusal(PRIORITY, "1,1", values), "InvalidValue");
  assert.equal(refusal(PRIORITY, "2, 1, 2", values), "InvalidValue");
});

Deno.test("A05.FR.08 to FR.10: the priority must not lead to a lower security profile, 3 to 2 only where allowed", () => {
  const stored = slots([1, 1], [2, 2], [3, 3]);
  const rows: readonly [
    current: string,
    allowed: string | undefined,
    wanted: string,
    reason: string | undefined,
  ][] = [
    ["1", undefined, "1,2,3", undefined],
    ["2", undefined, "2,3", undefined],
    ["2", undefined, "1", "NoSecurityDowngrade"],
    ["2", "true", "1", "NoSecurityDowngrade"],
    ["3", undefined, "2", "NoSecurityDowngrade"],
    ["3", "false", "2", "NoSecurityDowngrade"],
    ["3", "true", "2", undefined],
    ["3", "true", "3,1", "NoSecurityDowngrade"],
  ];
  for (const [current, allowed, wanted, reason] of rows) {
    const values: Values = {
      ...stored,
      [PROFILE]: current,
      ...(allowed === undefined ? {} : { [DOWNGRADE]: allowed }),
    };
    assert.equal(refusal(PRIORITY, wanted, values), reason, `${current} ${allowed} ${wanted}`);
  }
});

Deno.test("the station itself may order its slots freely, as when it removes lower profiles", () => {
  assert.equal(
    refusal(PRIORITY, "1", { ...slots([1, 1]), [PROFILE]: "2" }, "station"),
    undefined,
  );
});

Deno.test("stored network profiles are a list with distinct slots, none lower, none of the priority missing", () => {
  const values = { [PRIORITY]: "1", [PROFILE]: "2" };
  assert.equal(refusal(PROFILES, profiles([1, 2], [2, 3]), values), undefined);
  assert.equal(refusal(PROFILES, profiles([1, 2], [1, 3]), values), "InvalidValue");
  assert.equal(refusal(PROFILES, profiles([2, 2]), values), "InvalidValue");
  assert.equal(refusal(PROFILES, profiles([1, 1]), values), "NoSecurityDowngrade");
  assert.equal(
    refusal(PROFILES, profiles([1, 2]).replace("wss:", "ws:"), values),
    "InvalidNetworkConf",
  );
  for (
    const junk of [
      "",
      "{}",
      "[1]",
      '[{"configurationSlot":1}]',
      '[{"configurationSlot":1,"connectionData":{}}]',
    ]
  ) {
    assert.equal(refusal(PROFILES, junk, values), "InvalidValue", junk);
  }
});

Deno.test("A00.FR.005: nobody but the station lowers the security profile", () => {
  for (const by of ["csms", "everest"] as const) {
    assert.equal(refusal(PROFILE, "1", { [PROFILE]: "2" }, by), "NoSecurityDowngrade");
    assert.equal(refusal(PROFILE, "2", { [PROFILE]: "2" }, by), undefined);
    assert.equal(
      refusal("NetworkConfiguration(2).SecurityProfile", "1", { [PROFILE]: "2" }, by),
      "NoSecurityDowngrade",
    );
  }
  assert.equal(refusal(PROFILE, "1", { [PROFILE]: "2" }, "station"), undefined);
});

Deno.test("the identity is an identifierString without colon", () => {
  assert.equal(refusal("SecurityCtrlr.Identity", "DE*ABC_1-2@x|=+.", {}), undefined);
  for (const bad of ["", "a:b", "a b", "ä", "x".repeat(49)]) {
    assert.equal(refusal("SecurityCtrlr.Identity", bad, {}), "InvalidValue", bad);
  }
});

Deno.test("a station without start or stop point could not run transactions", () => {
  assert.equal(refusal("TxCtrlr.TxStartPoint", "", {}), "InvalidValue");
  assert.equal(refusal("TxCtrlr.TxStopPoint", " ", {}), "InvalidValue");
  assert.equal(refusal("TxCtrlr.TxStartPoint", "Authorized", {}), undefined);
});

function variableRefusal(name: string, value: string, limits: { minLimit?: number; maxLimit?: number } = {}) {
  const [component = "", variable = ""] = name.split(".");
  const dataType = name.endsWith("Password") ? "string" : "integer";
  const characteristics = { dataType, supportsMonitoring: false, ...limits } as const;
  return checkVariable({ ...variableKey(component, variable), characteristics }, value)?.reasonCode;
}

Deno.test("standardized numbers have a floor where the file gives none", () => {
  assert.equal(variableRefusal("OCPPCommCtrlr.HeartbeatInterval", "0"), "ValueOutOfRange");
  assert.equal(variableRefusal("OCPPCommCtrlr.HeartbeatInterval", "1"), undefined);
  assert.equal(variableRefusal("OCPPCommCtrlr.WebSocketPingInterval", "-1"), "ValueOutOfRange");
  assert.equal(variableRefusal("OCPPCommCtrlr.WebSocketPingInterval", "-1", { minLimit: -1 }), undefined);
  assert.equal(variableRefusal("Vendor.Number", "-1"), undefined);
});

Deno.test("what locks the CSMS out is refused, whatever minLimit the file gives", () => {
  const name = "DeviceDataCtrlr.BytesPerMessage";
  assert.equal(variableRefusal(name, "999"), "ValueOutOfRange");
  assert.equal(variableRefusal(name, "999", { minLimit: 0 }), "ValueOutOfRange");
  assert.equal(variableRefusal(name, "1000", { minLimit: 0 }), undefined);
  assert.equal(variableRefusal(name, "1000", { minLimit: 2000 }), "ValueOutOfRange");
});

Deno.test("A00.FR.205: a password shorter than 16 characters is refused", () => {
  assert.equal(variableRefusal("SecurityCtrlr.BasicAuthPassword", "x".repeat(15)), "ValueOutOfRange");
  assert.equal(variableRefusal("SecurityCtrlr.BasicAuthPassword", "x".repeat(16)), undefined);
});

Deno.test("zero switches an interval off, whatever its lowest other value", () => {
  assert.equal(variableRefusal("SampledDataCtrlr.TxUpdatedInterval", "0", { minLimit: 10 }), undefined);
  assert.equal(
    variableRefusal("SampledDataCtrlr.TxUpdatedInterval", "9", { minLimit: 10 }),
    "ValueOutOfRange",
  );
  assert.equal(variableRefusal("TxCtrlr.EVConnectionTimeOut", "0", { minLimit: 10 }), "ValueOutOfRange");
});

Deno.test("B09 (2.1): the CSMS does not change a slot that is in use or wanted; the commissioner may", () => {
  const values = { [PRIORITY]: "1", "OCPPCommCtrlr.ActiveNetworkProfile": "2", [PROFILE]: "1" };
  for (const slot of [1, 2]) {
    const name = `NetworkConfiguration(${slot}).OcppCsmsUrl`;
    assert.equal(refusal(name, "ws://localhost", values), "PriorityNetworkConf");
    assert.equal(refusal(name, "ws://localhost", values, "everest"), undefined);
  }
  assert.equal(refusal("NetworkConfiguration(3).OcppCsmsUrl", "ws://localhost", values), undefined);
});

Deno.test("what is wrong with one value of a slot is said at once", () => {
  const rows: readonly [name: string, value: string, reason: string | undefined][] = [
    ["OcppCsmsUrl", "wss://csms/path", undefined],
    ["OcppCsmsUrl", "csms.example", undefined],
    ["OcppCsmsUrl", "", undefined],
    ["OcppCsmsUrl", "ftp://csms", "InvalidNetworkConf"],
    ["OcppCsmsUrl", "ws://user:pw@csms", "InvalidNetworkConf"],
    ["OcppTransport", "SOAP", "InvalidNetworkConf"],
    ["SecurityProfile", "0", "InvalidNetworkConf"],
    ["SecurityProfile", "2", undefined],
    ["Identity", "", undefined],
    ["Identity", "a:b", "InvalidValue"],
    ["BasicAuthPassword", "", undefined],
    ["BasicAuthPassword", "x".repeat(15), "InvalidValue"],
    ["BasicAuthPassword", "x".repeat(16), undefined],
  ];
  for (const [name, value, reason] of rows) {
    assert.equal(refusal(`NetworkConfiguration(3).${name}`, value, {}), reason, `${name} ${value}`);
  }
});
