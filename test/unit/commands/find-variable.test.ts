import assert from "node:assert/strict";
import { findVariable } from "../../../src/commands/variables-answer.ts";
import { parseVariableName, variableName } from "../../../src/inspection/variable-name.ts";
import type { InspectedVariable } from "../../../src/inspection/variables.ts";

const VARIABLES = [
  "OCPPCommCtrlr.HeartbeatInterval",
  "DeviceDataCtrlr.ItemsPerMessage(GetReport)",
  "DeviceDataCtrlr.ItemsPerMessage(GetVariables)",
  "NetworkConfiguration(1).OcppCsmsUrl",
  ...["AuthCtrlr", "ClockCtrlr", "DataCtrlr", "LogCtrlr", "MeterCtrlr", "TxCtrlr"].map((name) =>
    `${name}.Enabled`
  ),
].map((name): InspectedVariable => ({
  ...parseVariableName(name)!,
  ...{ dataType: "string", supportsMonitoring: false, source: "OCPP", isRequired: false, attributes: [] },
  takesEffect: "atOnce",
}));

Deno.test("a variable by its name, or what was probably meant", () => {
  const table: readonly (readonly [typed: string, found: string])[] = [
    ["ocppcommctrlr.heartbeatinterval", "OCPPCommCtrlr.HeartbeatInterval"],
    [
      "HeartbeatInterval",
      "the station has no variable HeartbeatInterval; did you mean OCPPCommCtrlr.HeartbeatInterval?",
    ],
    [
      "heartbeatintervall",
      "the station has no variable heartbeatintervall; did you mean OCPPCommCtrlr.HeartbeatInterval?",
    ],
    [
      "OCPPComCtrlr.HeartbeatInterval",
      "the station has no variable OCPPComCtrlr.HeartbeatInterval; did you mean OCPPCommCtrlr.HeartbeatInterval?",
    ],
    [
      "Heartbeat.HeartbeatInterval",
      "the station has no variable Heartbeat.HeartbeatInterval; did you mean OCPPCommCtrlr.HeartbeatInterval?",
    ],
    [
      "ItemsPerMessage",
      "the station has no variable ItemsPerMessage; it has DeviceDataCtrlr.ItemsPerMessage(GetReport), " +
      "DeviceDataCtrlr.ItemsPerMessage(GetVariables)",
    ],
    [
      "ItemsPerMessage(GetReport)",
      "the station has no variable ItemsPerMessage(GetReport); did you mean DeviceDataCtrlr.ItemsPerMessage(GetReport)?",
    ],
    [
      "Enabled",
      "the station has no variable Enabled; it has AuthCtrlr.Enabled, ClockCtrlr.Enabled, DataCtrlr.Enabled, " +
      "LogCtrlr.Enabled, MeterCtrlr.Enabled and 1 more",
    ],
    [
      "OcppCsmsUrl",
      "the station has no variable OcppCsmsUrl; did you mean NetworkConfiguration(1).OcppCsmsUrl?",
    ],
    ["Nonsense.Nothing", "the station has no variable Nonsense.Nothing"],
    ["[", "[ is no name of a variable; write it as variables list does, e.g. EVSE[1].Power"],
  ];
  for (const [typed, expected] of table) {
    const found = findVariable(VARIABLES, typed);
    assert.equal(typeof found === "string" ? found : variableName(found), expected);
  }
});
