import assert from "node:assert/strict";
import fc from "fast-check";
import { EntryDescriber, type MessageDirection } from "../../../src/message-log/message-log-entry.ts";

const OUT = "ChargingStationToCSMS";
const IN = "CSMSToChargingStation";

function describer() {
  const entries = new EntryDescriber();
  return (timestampMs: number, direction: MessageDirection, frame: unknown) =>
    entries.describe({
      kind: "message",
      timestampMs,
      direction,
      text: typeof frame === "string" ? frame : JSON.stringify(frame),
    });
}

Deno.test("an answer is named for its call and says how long it took", () => {
  const describe = describer();
  assert.equal(describe(1000, OUT, [2, "a", "BootNotification", {}]).title, "BootNotification");
  assert.equal(describe(1005, IN, [2, "a", "GetVariables", {}]).title, "GetVariables");
  assert.equal(describe(1012, IN, [3, "a", {}]).title, "BootNotificationResponse (12 ms)");
  assert.equal(
    describe(1006, OUT, [4, "a", "InternalError", "", {}]).title,
    "GetVariables CALLERROR InternalError (1 ms)",
  );
  assert.equal(describe(1020, IN, [3, "a", {}]).title, "UnknownResponse");
});

Deno.test("direction, indented JSON and the original text are kept", () => {
  const text = `[2, "a","Heartbeat",{ }]`;
  const { origin, body, rawBody } = describer()(0, OUT, text);
  assert.deepEqual({ origin, body, rawBody }, {
    origin: "ChargePoint",
    body: JSON.stringify(JSON.parse(text), null, 2),
    rawBody: text,
  });
  assert.equal(describer()(0, IN, text).origin, "CentralSystem");
});

Deno.test("passwords are masked in every shape of the log", () => {
  const variable = (name: string) => ({
    component: { name: "SecurityCtrlr" },
    variable: { name },
    attributeValue: "hunter2",
  });
  const profile = {
    apn: { apn: "a", apnPassword: "hunter2", simPin: 1234 },
    vpn: { server: "s", password: "hunter2", key: "hunter2" },
  };
  const frames = [
    [2, "a", "SetVariables", { setVariableData: [variable("BasicAuthPassword"), variable("vpnKey")] }],
    [2, "a", "SetVariables", { setVariableData: variable("BASICAUTHPASSWORD") }],
    [2, "a", "SetNetworkProfile", { connectionData: profile }],
    [3, "a", { getVariableResult: [{ ...variable("private_key_password"), attributeStatus: "Accepted" }] }],
    [2, "a", "NotifyEvent", { eventData: [{ variable: { name: "api_key" }, actualValue: "hunter2" }] }],
    [2, "a", "NotifyReport", {
      reportData: [{
        component: { name: "EvseSecurity" },
        variable: { name: "private_key_password" },
        variableAttribute: [{ type: "Actual", value: "hunter2" }, 7, null],
      }],
    }],
    // C04.FR.04
    [2, "a", "Authorize", { idToken: { idToken: "1234", type: "KeyCode" } }],
    [3, "a", { idTokenInfo: { status: "Accepted", groupIdToken: { idToken: "1234", type: "keycode" } } }],
    `[2,"a","SetVariables",{"variable":"BasicAuthPassword","attributeValue":"hunter2"`,
  ];
  for (const frame of frames) {
    const { body, rawBody } = describer()(0, IN, frame);
    assert.doesNotMatch(body + rawBody, /hunter2|1234/, JSON.stringify(frame));
  }
  const { body } = describer()(0, IN, frames[2]);
  assert.match(body, /"server": "s"/);
});

const profiles = (basicAuthPassword: string) => JSON.stringify([{ connectionData: { basicAuthPassword } }]);
const NETWORK_PROFILES = { variable: { name: "NetworkConnectionProfiles" } };

/** Where else a secret can be than in a value of its own; each holds "hunter2". */
const HIDDEN_SECRETS: Readonly<Record<string, unknown>> = {
  "a URL": [2, "a", "GetLog", { log: { remoteLocation: "ftp://logs:hunter2@host/x" } }],
  "a URL in a place that no schema has": [2, "a", "GetLog", { x: [["see ftp://hunter2@host/x"]] }],
  "a URL with escaped slashes": `[2,"a","GetLog",{"log":{"remoteLocation":"ftp:\\/\\/u:hunter2@host"}}]`,
  "a URL with an escaped @": `[2,"a","GetLog",{"log":{"remoteLocation":"ftp://u:hunter2\\u0040host"}}]`,
  "a URL in a text that is no JSON": `[2,"a","GetLog",{"remoteLocation":"ftp://u:hunter2@host"`,
  "a value that is set": [2, "a", "SetVariables", {
    setVariableData: [{ ...NETWORK_PROFILES, attributeValue: profiles("hunter2") }],
  }],
  "a value that is read": [3, "a", {
    getVariableResult: [{ ...NETWORK_PROFILES, attributeValue: profiles("hunter2") }],
  }],
  "a value that was cut off": [3, "a", {
    getVariableResult: [{ ...NETWORK_PROFILES, attributeValue: profiles("hunter2").slice(0, -3) }],
  }],
  "a value that is reported": [2, "a", "NotifyReport", {
    reportData: [{ ...NETWORK_PROFILES, variableAttribute: [{ value: profiles("hunter2") }] }],
  }],
  "a value of an event": [2, "a", "NotifyEvent", {
    eventData: [{ ...NETWORK_PROFILES, actualValue: profiles("hunter2") }],
  }],
  "JSON within JSON": [2, "a", "DataTransfer", { data: JSON.stringify({ data: profiles("hunter2") }) }],
  "the PIN of a key code": [2, "a", "Authorize", {
    idToken: {
      idToken: "1",
      type: "KeyCode",
      additionalInfo: [{ additionalIdToken: "hunter2", type: "second factor" }],
    },
  }],
  "the PIN of a card": [2, "a", "Authorize", {
    idToken: {
      idToken: "1",
      type: "ISO14443",
      additionalInfo: [{ additionalIdToken: "hunter2", type: "PIN" }],
    },
  }],
};

for (const [where, frame] of Object.entries(HIDDEN_SECRETS)) {
  Deno.test(`a secret is masked in ${where}`, () => {
    const { body, rawBody } = describer()(0, IN, frame);
    assert.doesNotMatch(body + rawBody, /hunter2/);
    assert.match(rawBody, /"a"/, "the message itself is logged");
  });
}

Deno.test("a remark names no credentials", () => {
  const entry = { kind: "system", timestampMs: 0, text: "connected to wss://cs:hunter2@host/cs" } as const;
  assert.equal(new EntryDescriber().describe(entry).title, "connected to wss://***@host/cs");
});

Deno.test("ordinary values are not masked", () => {
  const frame = [2, "a", "SetVariables", {
    setVariableData: [{
      variable: { name: "HeartbeatInterval" },
      component: { name: "vpn" },
      attributeValue: "300",
    }],
  }];
  const { body, rawBody } = describer()(0, IN, frame);
  assert.match(body, /"300"/);
  assert.match(rawBody, /"300"/);
  const harmless = [
    `[2, "a", "DataTransfer", {"vendorId": "vpn"}]`,
    `[2, "a", "DataTransfer", {"data": "mail service@example.com, see https://example.com/?at=a@b"}]`,
    `[2, "a", "SetVariables", {"attributeValue": "[{ \\"messageTimeout\\": 30 }]", "x": "a@b"}]`,
    `[2, "a", "Authorize", {"idToken": {"idToken": "04AA", "type": "ISO14443"}}]`,
  ];
  for (const text of harmless) assert.equal(describer()(0, IN, text).rawBody, text);
});

Deno.test("text that is no OCPP message is logged as it is", () => {
  for (const text of ["", "nonsense", "null", "{}", "[]", "[2]", `[2,7,"A",{}]`, `[9,"a",{}]`, `"text"`]) {
    const { title, rawBody } = describer()(0, IN, text);
    assert.deepEqual({ title, rawBody }, { title: "not an OCPP message", rawBody: text });
  }
});

Deno.test("nothing that a peer sends makes the log throw", () => {
  const deep = "[".repeat(100_000) + "]".repeat(100_000);
  const odd = [
    `[2,"a",${deep},{}]`,
    `[2,"a","A",${deep}]`,
    `[2,"a","vpn",${deep}]`,
    `[2,"a",{"toString":1},{}]`,
  ];
  for (const text of odd) assert.ok(describer()(0, IN, text).title.length > 0);
  fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
    describer()(0, IN, text);
  }));
});

Deno.test("calls that are never answered are forgotten", () => {
  const describe = describer();
  for (let id = 0; id < 1000; id++) describe(0, IN, [2, `${id}`, "Reset", {}]);
  assert.equal(describe(5, OUT, [3, "0", {}]).title, "UnknownResponse");
  assert.equal(describe(5, OUT, [3, "999", {}]).title, "ResetResponse (5 ms)");
});
