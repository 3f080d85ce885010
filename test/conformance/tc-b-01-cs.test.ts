import assert from "node:assert/strict";
import { poweredUp } from "./harness/power-up.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_B_01_CS Cold Boot Charging Station - Accepted", async () => {
  await using station = await startStation({ start: false, everest: { evses: 2 } });
  const { csms } = station;
  // B01.FR.08: whatever happens meanwhile, nothing comes before the answer to BootNotification.
  csms.hold("BootNotification");
  station.start();
  const { payload } = await csms.expect("BootNotification");
  await station.settle();
  assert.deepEqual(csms.calls.map(({ action }) => action), ["BootNotification"]);
  // B01.FR.01, B01.FR.09
  assert.equal(payload.reason, "PowerUp");
  assert.equal(payload.chargingStation.model, "EVerestModel");
  assert.equal(payload.chargingStation.vendorName, "EVerestVendor");

  // Step 1, once more with an answer at once: the power is cycled.
  await station.stop();
  await station.everest.powerCut();
  csms.answerAsUsual("BootNotification");
  station.start();
  assert.equal((await poweredUp(station)).reason, "PowerUp");
  // A message to report the state of a connector has been received for all connectors, and for nothing else.
  await station.settle();
  assert.deepEqual(
    csms.received("StatusNotification").map(({ evseId, connectorId }) => [evseId, connectorId]),
    [[1, 1], [2, 1]],
  );
  assert.equal(csms.received("BootNotification").length, 2);
});
