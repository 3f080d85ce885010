import assert from "node:assert/strict";
import { exchangesOf, type LoggedMessage } from "../../../src/inspection/exchanges.ts";
import { toTraceLines } from "../../../src/inspection/ocpp-trace.ts";
import { readTraceLines } from "../../../src/inspection/trace-records.ts";

const MESSAGES: readonly LoggedMessage[] = [
  { timestampMs: 1, direction: "ChargingStationToCSMS", frame: [2, "a", "Heartbeat", {}] },
  { timestampMs: 2, direction: "CSMSToChargingStation", frame: [3, "a", { currentTime: "now" }] },
  { timestampMs: 3, direction: "CSMSToChargingStation", frame: [2, "b", "Reset", { type: "OnIdle" }] },
  { timestampMs: 4, direction: "ChargingStationToCSMS", frame: [4, "b", "NotSupported", "no", { x: 1 }] },
];

Deno.test("what is exported is read again", () => {
  const text = toTraceLines(exchangesOf(MESSAGES), "CS-1").join("\n\n");
  assert.deepEqual(readTraceLines(text), { messages: MESSAGES, identity: "CS-1" });
});

const RECORD = {
  ...{ timestamp: "2026-01-15T10:00:00Z", ocppVersion: "2.0.1", direction: "cp-to-csms" },
  ...{ messageType: "CALL", messageId: "a", action: "Heartbeat", payload: {} },
};

const MISTAKES: readonly (readonly [string, RegExp])[] = [
  ["{", /not JSON/],
  ["[]", /not a JSON object/],
  [JSON.stringify({ ...RECORD, timestamp: "yesterday" }), /timestamp/],
  [JSON.stringify({ ...RECORD, timestamp: 5 }), /timestamp/],
  [JSON.stringify({ ...RECORD, direction: "up" }), /direction/],
  [JSON.stringify({ ...RECORD, direction: "constructor" }), /direction/],
  [JSON.stringify({ ...RECORD, ocppVersion: "1.6" }), /ocppVersion is not 2\.0\.1/],
  [JSON.stringify({ ...RECORD, messageType: "SEND" }), /messageType/],
  [JSON.stringify({ ...RECORD, messageId: 7 }), /messageId/],
  [JSON.stringify({ ...RECORD, action: undefined }), /action/],
  [JSON.stringify({ ...RECORD, payload: [] }), /payload/],
  [`{"a":${"[".repeat(100)}${"]".repeat(100)}}`, /nested/],
];

Deno.test("the first line that is no record is named", () => {
  for (const [line, reason] of MISTAKES) {
    const read = readTraceLines([JSON.stringify(RECORD), "", line, "{"].join("\n"));
    assert.ok("reason" in read, line);
    assert.equal(read.line, 3);
    assert.match(read.reason, reason);
  }
});
