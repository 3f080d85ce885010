import assert from "node:assert/strict";
import { baseReport } from "./harness/reports.ts";
import { startStation } from "./harness/station-under-test.ts";

const OFFLINE_THRESHOLD = {
  component: { name: "OCPPCommCtrlr" },
  variable: { name: "OfflineThreshold" },
} as const;

Deno.test("TC_B_02_CS Cold Boot Charging Station - Pending", async () => {
  await using station = await startStation({ start: false, everest: { evses: 2 } });
  const { csms, clock } = station;
  // Steps 1, 2.
  csms.on("BootNotification", () => ({
    status: "Pending",
    interval: 300,
    currentTime: new Date(clock.wallMs()).toISOString(),
  }));
  station.start();
  await csms.expect("BootNotification");

  // Steps 3, 4.
  const set = await csms.call("SetVariables", {
    setVariableData: [{ ...OFFLINE_THRESHOLD, attributeValue: "300" }],
  });
  assert.equal(set.setVariableResult[0]?.attributeStatus, "Accepted");
  // Steps 5, 6.
  const got = await csms.call("GetVariables", { getVariableData: [OFFLINE_THRESHOLD] });
  assert.equal(got.getVariableResult[0]?.attributeStatus, "Accepted");
  assert.equal(got.getVariableResult[0]?.attributeValue, "300");
  // Steps 7 to 10: the report is sent although nothing else may be.
  await baseReport(station, "FullInventory");

  // Steps 11, 12.
  const remote = await csms.call("RequestStartTransaction", {
    remoteStartId: 1,
    evseId: 1,
    idToken: { idToken: "REMOTE", type: "Central" },
  });
  assert.equal(remote.status, "Rejected");

  // B02.FR.02: so far only what the CSMS asked for.
  assert.deepEqual([...new Set(csms.calls.map(({ action }) => action))], [
    "BootNotification",
    "NotifyReport",
  ]);

  // Steps 13 to 16: before the interval is over.
  csms.answerAsUsual("BootNotification");
  const trigger = await csms.call("TriggerMessage", { requestedMessage: "BootNotification" });
  assert.equal(trigger.status, "Accepted");
  assert.equal((await csms.expect("BootNotification")).payload.reason, "Triggered");

  // Steps 17, 18.
  const reported = [await csms.expect("StatusNotification"), await csms.expect("StatusNotification")];
  assert.deepEqual(reported.map(({ payload: p }) => `${p.evseId}/${p.connectorId} ${p.connectorStatus}`), [
    "1/1 Available",
    "2/1 Available",
  ]);
  // B02.FR.06: all on one connection.
  assert.equal(csms.connections, 1);
  // B02.FR.04, B02.FR.08: acceptance has ended the waiting.
  await station.pass(600_000);
  assert.equal(csms.received("BootNotification").length, 2);
});
