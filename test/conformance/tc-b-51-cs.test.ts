import assert from "node:assert/strict";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_B_51_CS Status change during offline period - > Offline Threshold", async () => {
  await using station = await startStation({
    everest: { evses: 2 },
    variables: {
      "OCPPCommCtrlr.OfflineThreshold": 5,
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
  // Step 3: the first attempt comes after the threshold.
  csms.resume();
  const back = csms.nextConnection();
  await station.pass(7_000);
  await back;

  // Steps 4, 5: every connector.
  const reported = [await csms.expect("StatusNotification"), await csms.expect("StatusNotification")];
  assert.deepEqual(reported.map(({ payload: p }) => `${p.evseId}/${p.connectorId} ${p.connectorStatus}`), [
    "1/1 Occupied",
    "2/1 Available",
  ]);
  // No new registration: the station has not booted.
  assert.equal(csms.received("BootNotification").length, 1);
});
