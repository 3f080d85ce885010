import assert from "node:assert/strict";
import type { LoggedMessage } from "../../src/inspection/exchanges.ts";
import { driverActs } from "./driver-acts.ts";
import { milestones } from "./follow-recording.ts";

let count = 0;

const call = (action: string, request: unknown, id = `m${++count}`): LoggedMessage => ({
  ...{ timestampMs: 0, direction: "ChargingStationToCSMS", frame: [2, id, action, request] },
});
const csms = (...frame: unknown[]): LoggedMessage => ({
  ...{ timestampMs: 0, direction: "CSMSToChargingStation", frame },
});
const status = (connectorStatus: string, evseId = 1) =>
  call("StatusNotification", { evseId, connectorId: 1, connectorStatus });
const authorized = (idToken: string, status: string) => [
  call("Authorize", { idToken: { idToken, type: "ISO14443" } }, "a"),
  csms(3, "a", { idTokenInfo: { status } }),
];
const event = (triggerReason: string, info: Record<string, unknown>, more: Record<string, unknown> = {}) =>
  call("TransactionEvent", {
    ...{ eventType: "Updated", triggerReason, transactionInfo: { transactionId: "t", ...info }, ...more },
  });
const token = (idToken: string) => ({ idToken: { idToken, type: "ISO14443" } });
const evse = (id: number) => ({ evse: { id, connectorId: 1 } });
const remoteStart = csms(2, "r", "RequestStartTransaction", { ...token("R"), remoteStartId: 1 });

const TABLE: readonly (readonly [string, readonly LoggedMessage[], readonly string[]])[] = [
  ["cable", [status("Available"), status("Occupied"), status("Available")], ["1 plugIn 1", "2 unplug 1"]],
  ["a refused card", authorized("A", "Invalid"), ["0 swipe A"]],
  [
    "a card, at the EVSE where it is used",
    [...authorized("A", "Accepted"), event("Authorized", {}, { ...token("A"), ...evse(2) })],
    ["0 swipe A 2"],
  ],
  ["a card that is known", [event("Authorized", {}, { ...token("A"), ...evse(1) })], ["0 swipe A 1"]],
  [
    "a card again, to stop",
    [
      event("Authorized", { chargingState: "Charging" }, { ...token("A"), ...evse(1) }),
      event("StopAuthorized", { chargingState: "EVConnected" }, token("A")),
    ],
    ["0 swipe A 1", "0 plugIn 1", "0 charge 1", "1 swipe A 1"],
  ],
  [
    "the CSMS presents a card",
    [remoteStart, ...authorized("R", "Accepted"), event("RemoteStart", {}, { ...token("R"), ...evse(1) })],
    [],
  ],
  [
    "energy",
    [
      event("CablePluggedIn", { chargingState: "EVConnected" }, evse(2)),
      event("ChargingStateChanged", { chargingState: "SuspendedEVSE" }),
      event("ChargingStateChanged", { chargingState: "Charging" }),
      event("MeterValuePeriodic", { chargingState: "Charging" }),
      event("ChargingStateChanged", { chargingState: "SuspendedEV" }),
      event("ChargingStateChanged", { chargingState: "Charging" }),
      event("ChargingStateChanged", { stoppedReason: "StoppedByEV", chargingState: "EVConnected" }),
      event("EVCommunicationLost", { chargingState: "Idle" }),
    ],
    ["0 plugIn 2", "2 charge 2", "4 pauseEv 2", "5 charge 2", "6 stopByEv 2", "7 unplug 2"],
  ],
  [
    "a fault, which pauses by itself",
    [
      event("ChargingStateChanged", { chargingState: "Charging" }, evse(1)),
      status("Faulted"),
      event("AbnormalCondition", { chargingState: "SuspendedEVSE" }),
      status("Occupied"),
    ],
    ["0 plugIn 1", "0 charge 1", "1 fault 1", "3 clearFault 1"],
  ],
];

for (const [name, messages, expected] of TABLE) {
  Deno.test(`what a recording shows of drivers: ${name}`, () => {
    const acts = driverActs(messages).map(({ act, index }) =>
      [index, act.kind, "idToken" in act ? act.idToken : "", act.evse ?? ""].filter((word) => word !== "")
        .join(" ")
    );
    assert.deepEqual(acts, expected);
  });
}

Deno.test("milestones: each message by name, but what comes by the clock or is not played", () => {
  assert.deepEqual(
    milestones([
      call("Heartbeat", {}, "h"),
      csms(3, "h", {}),
      call("NotifyEvent", {}),
      call("Authorize", {}, "x"),
      csms(2, "x", "ClearCache", {}),
      { ...call("", {}), frame: [3, "x", { status: "Accepted" }] },
      csms(3, "x", {}),
      csms(2, "s", "SetVariables", { attributeValue: "***" }),
      { ...call("", {}), frame: [3, "s", {}] },
    ]),
    [
      "",
      "",
      "",
      "Authorize of the station",
      "ClearCache of the CSMS",
      "the answer to ClearCache of the CSMS",
      "the answer to Authorize of the station",
      "",
      "",
    ],
  );
});
