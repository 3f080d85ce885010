import assert from "node:assert/strict";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_B_52_CS Status change during offline period - < Offline Threshold", async () => {
  await using station = await startStation({
    everest: { evses: 2 },
    variables: {
      "OCPPCommCtrlr.OfflineThreshold": 9,
      "OCPPCommCtrlr.RetryBackOffWaitMinimum": 7,
      "OCPPCommCtrlr.RetryBackOffRandomRange": 0,
    },
  });
  const { csms } = station;
  await csms.expect("BootNotification");
  for (let connector = 0; connector < 2; connector++) await csms.expect("StatusNotification");
  await station.settle(); // the answers have arrived

  // Step 1.
  csms.stopAccepting();
  csms.drop();
  await csms.disconnected();
  // Step 2.
  await station.evse(1).plugIn();
  await station.pass(1_000);
  csms.resume();
  // Step 3.
  const back = csms.nextConnection();
  await station.pass(6_000);
  await back;

  // Steps 4, 5: only the connector that changed.
  const { payload } = await csms.expect("StatusNotification");
  assert.equal(`${payload.evseId}/${payload.connectorId} ${payload.connectorStatus}`, "1/1 Occupied");
  await csms.expect("Heartbeat");
  await station.settle();
  assert.equal(csms.received("StatusNotification").length, 3);
});
