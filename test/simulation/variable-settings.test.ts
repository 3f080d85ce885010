import assert from "node:assert/strict";
import { overridableNames } from "../fakes/component-config.ts";
import { readVariableSettings } from "./variable-settings.ts";

const names = await overridableNames();

Deno.test("settings of variables are read, values with an equals sign among them", () => {
  const settings = [
    "OCPPCommCtrlr.HeartbeatInterval=5",
    "TariffCostCtrlr.Available[Cost]=true",
    "SecurityCtrlr.Identity=a=b",
  ];
  assert.deepEqual(readVariableSettings(settings, names), {
    kind: "settings",
    overrides: {
      "OCPPCommCtrlr.HeartbeatInterval": "5",
      "TariffCostCtrlr.Available[Cost]": "true",
      "SecurityCtrlr.Identity": "a=b",
    },
  });
});

for (
  const [setting, reason] of [
    ["HeartbeatInterval=5", "the device model has no HeartbeatInterval: OCPPCommCtrlr.HeartbeatInterval?"],
    [
      "TxCtrlr.heartbeatinterval=5",
      "the device model has no TxCtrlr.heartbeatinterval: OCPPCommCtrlr.HeartbeatInterval?",
    ],
    ["TxCtrl.TxStrtPoint=x", "the device model has no TxCtrl.TxStrtPoint: TxCtrlr.TxStartPoint?"],
    ["TxStrtPoint=x", "the device model has no TxStrtPoint: TxCtrlr.TxStartPoint?"],
    ["Weather=fine", "the device model has no Weather"],
    ["TxCtrlr.TxStartPoint", "TxCtrlr.TxStartPoint has no value: TxCtrlr.TxStartPoint=…"],
    ["Weather", "Weather has no value: Component.Variable=…"],
  ] as const
) {
  Deno.test(`a setting that cannot be used is told in one line: ${setting}`, () => {
    assert.deepEqual(readVariableSettings([setting], names), {
      kind: "refused",
      reason: `--variable: ${reason}`,
    });
  });
}
