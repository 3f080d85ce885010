import assert from "node:assert/strict";
import { sendDataTransfer } from "../../../../src/station/data-transfer/data-transfer.ts";
import type { CallOutcome } from "../../../../src/station/ports/csms.ts";
import { FakeCsms } from "../fake-csms.ts";

const REQUEST = { vendorId: "org.example", messageId: "m", data: { any: ["JSON"] } };

const OUTCOMES: readonly [string, CallOutcome<unknown>, unknown][] = [
  [
    "an answer is handed over whole (P02.FR.08)",
    { kind: "result", response: { status: "UnknownVendorId", data: 1 } },
    { kind: "answered", response: { status: "UnknownVendorId", data: 1 } },
  ],
  [
    "a CALLERROR counts as refused",
    { kind: "error", code: "InternalError", description: "broken" },
    { kind: "refused", reason: "InternalError: broken" },
  ],
  ["no answer counts as unreachable", { kind: "timeout" }, { kind: "unreachable" }],
  ["a message that was not sent counts as unreachable", { kind: "offline" }, { kind: "unreachable" }],
];
for (const [name, outcome, expected] of OUTCOMES) {
  Deno.test(`data transfer to the CSMS: ${name}`, async () => {
    const csms = new FakeCsms();
    const sending = sendDataTransfer(csms, REQUEST);
    await csms.settle("DataTransfer", outcome);
    assert.deepEqual(await sending, expected);
    // B02.FR.02: only once the CSMS has accepted the station.
    assert.deepEqual(csms.sent, [{ action: "DataTransfer", request: REQUEST, lane: "ordinary" }]);
  });
}
