import assert from "node:assert/strict";
import { IdMap } from "../../../../src/inspection/replay/id-map.ts";
import { maskedField, playedPayload } from "../../../../src/inspection/replay/played-payload.ts";

const recordedMs = Date.parse("2026-01-15T10:00:00.000Z");
const nowMs = Date.parse("2026-03-01T12:00:00.000Z");

const ids = new IdMap();
ids.pair("transaction", "old", "new");
ids.pair("monitor", 4, 11);

const TABLE: readonly (readonly [string, string, unknown, unknown])[] = [
  [
    "currentTime is the present time, whatever the CSMS said then",
    "BootNotification",
    { status: "Accepted", currentTime: "2026-01-15T09:00:00Z", interval: 300 },
    { status: "Accepted", currentTime: "2026-03-01T12:00:00.000Z", interval: 300 },
  ],
  [
    "what had an hour left has an hour left",
    "ReserveNow",
    { id: 4, expiryDateTime: "2026-01-15T12:00:00+01:00" },
    { id: 4, expiryDateTime: "2026-03-01T13:00:00.000Z" },
  ],
  [
    "a time without a zone is UTC, as the station had read it",
    "ReserveNow",
    { id: 4, expiryDateTime: "2026-01-15 11:00:00" },
    { id: 4, expiryDateTime: "2026-03-01T13:00:00.000Z" },
  ],
  ["a transaction", "RequestStopTransaction", { transactionId: "old" }, { transactionId: "new" }],
  ["in a profile", "SetChargingProfile", { chargingProfile: { transactionId: "old", id: 4 } }, {
    chargingProfile: { transactionId: "new", id: 4 },
  }],
  ["an unknown transaction", "RequestStopTransaction", { transactionId: "x" }, { transactionId: "x" }],
  ["monitors", "ClearVariableMonitoring", { id: [4, 5] }, { id: [11, 5] }],
  ["a monitor that is replaced", "SetVariableMonitoring", { setMonitoringData: [{ id: 4, severity: 4 }] }, {
    setMonitoringData: [{ id: 11, severity: 4 }],
  }],
  ["no monitor: the id of an EVSE", "SetVariableMonitoring", {
    setMonitoringData: [{ component: { evse: { id: 4 } } }],
  }, { setMonitoringData: [{ component: { evse: { id: 4 } } }] }],
];

for (const [name, action, payload, played] of TABLE) {
  Deno.test(`played again: ${name}`, () => {
    assert.deepEqual(playedPayload(action, payload, { recordedMs, nowMs, ids }), played);
  });
}

Deno.test("the first masked field is named", () => {
  assert.equal(maskedField({ a: "x", b: [{ c: 1 }, { attributeValue: "***" }] }), "b[1].attributeValue");
  assert.equal(maskedField({ log: { remoteLocation: "ftp://***@host/" } }), "log.remoteLocation");
  assert.equal(maskedField({ a: ["**", 3, null] }), undefined);
});
