import assert from "node:assert/strict";
import { createProfilePrerequisites } from "../../../../src/station/network-profiles/profile-prerequisites.ts";
import { slotKey } from "../../../../src/variables/network-slots.ts";
import { sameVariable } from "../../../../src/variables/variable-id.ts";
import type { VariableKey } from "../../../../src/variables/device-model.ts";
import type { Proposal } from "../../../../src/variables/set-rule.ts";

const SLOT_2 = {
  OcppCsmsUrl: "wss://csms.example",
  SecurityProfile: "3",
  OcppTransport: "JSON",
  OcppInterface: "Any",
  MessageTimeout: "30",
};

/** Slot 2 asks for security profile 3; the station has 1. */
function text(key: VariableKey): string | undefined {
  if (key.variable.name === "SecurityProfile" && key.component.name === "SecurityCtrlr") return "1";
  const found = Object.entries(SLOT_2).find(([name]) => sameVariable(slotKey(2, name), key));
  return found?.[1];
}

const proposal = (more: Partial<Proposal> = {}): Proposal => ({
  component: { name: "OCPPCommCtrlr" },
  variable: { name: "NetworkConfigurationPriority" },
  attribute: "Actual",
  by: "csms",
  value: "2,1",
  ...more,
});

Deno.test("a slot whose security profile lacks its certificates cannot be given priority by the CSMS", async () => {
  const installed = { csmsRoot: false, own: false };
  const { rule, refresh } = createProfilePrerequisites({
    csmsRootInstalled: () => Promise.resolve(installed.csmsRoot),
    stationCertificateInstalled: () => Promise.resolve(installed.own),
  });
  const refusal = (more?: Partial<Proposal>) => rule(proposal(more), text)?.text;
  await refresh();
  assert.match(refusal() ?? "", /no CSMS root certificate/);
  // What the station itself does, another attribute, and another variable.
  assert.equal(refusal({ by: "station" }), undefined);
  assert.equal(refusal({ attribute: "Target" }), undefined);
  assert.equal(refusal({ variable: { name: "OfflineThreshold" } }), undefined);
  installed.csmsRoot = true;
  await refresh();
  assert.match(refusal() ?? "", /no charging station certificate/);
  installed.own = true;
  await refresh();
  assert.equal(refusal(), undefined);
});
