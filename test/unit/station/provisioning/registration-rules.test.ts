import assert from "node:assert/strict";
import {
  allowsRemoteTransactions,
  refusesCalls,
} from "../../../../src/station/provisioning/registration-rules.ts";
import type { Registration } from "../../../../src/station/provisioning/boot-gate.ts";

const ALL: readonly Registration[] = ["none", "Pending", "Rejected", "Accepted"];

Deno.test("calls of the CSMS are refused only while Rejected (B03.FR.08, B02.FR.01)", () => {
  assert.deepEqual(ALL.filter(refusesCalls), ["Rejected"]);
});

Deno.test("remote start and stop need acceptance (B02.FR.05)", () => {
  assert.deepEqual(ALL.filter(allowsRemoteTransactions), ["Accepted"]);
});
