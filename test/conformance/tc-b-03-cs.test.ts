import assert from "node:assert/strict";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_B_03_CS Cold Boot Charging Station - Rejected", async () => {
  await using station = await startStation({ start: false, everest: { evses: 2 } });
  const { csms, clock } = station;
  // Steps 1, 2.
  csms.on("BootNotification", () => ({
    status: "Rejected",
    interval: 45,
    currentTime: new Date(clock.wallMs()).toISOString(),
  }));
  station.start();
  const first = await csms.expect("BootNotification");
  await station.settle();
  csms.answerAsUsual("BootNotification");

  // Step 3: not before the interval is over, and nothing else meanwhile, whatever happens at the station.
  await station.evse(1).plugIn();
  await station.evse(1).unplug();
  await station.pass(44_999);
  assert.deepEqual(csms.calls.map(({ action }) => action), ["BootNotification"]);
  await station.pass(1);
  const second = await csms.expect("BootNotification");
  assert.equal(second.payload.reason, first.payload.reason);

  // Steps 4 to 6.
  const reported = [await csms.expect("StatusNotification"), await csms.expect("StatusNotification")];
  assert.deepEqual(reported.map(({ payload: p }) => `${p.evseId}/${p.connectorId} ${p.connectorStatus}`), [
    "1/1 Available",
    "2/1 Available",
  ]);
});
