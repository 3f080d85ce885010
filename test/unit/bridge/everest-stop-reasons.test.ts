import assert from "node:assert/strict";
import { encode } from "../../../src/everest/codec/mod.ts";
import { stopTransactionReason } from "../../../src/everest/interfaces/types/session-event.ts";
import type { ReasonEnumType } from "../../../src/ocpp/messages.ts";
import { toStoppedReason, toStopTransactionReason } from "../../../src/bridge/everest-stop-reasons.ts";

const ocppReasons: readonly ReasonEnumType[] = [
  "DeAuthorized",
  "EmergencyStop",
  "EnergyLimitReached",
  "EVDisconnected",
  "GroundFault",
  "ImmediateReset",
  "Local",
  "LocalOutOfCredit",
  "MasterPass",
  "Other",
  "OvercurrentFault",
  "PowerLoss",
  "PowerQuality",
  "Reboot",
  "Remote",
  "SOCLimitReached",
  "StoppedByEV",
  "TimeLimitReached",
  "Timeout",
];

Deno.test("every OCPP reason has a literal of EVerest's and comes back as itself", () => {
  for (const reason of ocppReasons) {
    const sent = toStopTransactionReason(reason);
    assert.equal(encode(stopTransactionReason, sent).kind, "value", reason);
    assert.equal(toStoppedReason(sent), reason);
  }
  assert.equal(toStopTransactionReason("ImmediateReset"), "HardReset");
});

Deno.test("every reason of EVerest's becomes one of OCPP 2.0.1, Other where there is none", () => {
  const shape = stopTransactionReason.shape;
  assert.ok(shape.kind === "enum");
  const others = [];
  for (const literal of shape.literals) {
    const reason = toStoppedReason(literal as Parameters<typeof toStoppedReason>[0]);
    assert.ok(ocppReasons.includes(reason), literal);
    if (reason === "Other") others.push(literal);
  }
  assert.deepEqual(others, [
    "Other",
    "SoftReset",
    "UnlockCommand",
    "ReqEnergyTransferRejected",
    "EVSEDisabled",
  ]);
  assert.equal(toStoppedReason(undefined), "Other");
});
