import assert from "node:assert/strict";
import { NO_ANSWER } from "../fakes/csms/csms.ts";
import { poweredUp } from "./harness/power-up.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_B_01_CS Cold Boot Charging Station - Accepted", async () => {
  await using station = await startStation({ start: false, everest: { evses: 2 } });
  const { csms } = station;
  // B01.FR.08: as long as nobody answers it, nothing but BootNotification is sent, although the start itself and
  // what drivers do would be worth telling.
  csms.on("BootNotification", () => NO_ANSWER);
  station.start();
  const { payload } = await csms.expect("BootNotification");
  await station.settle();
  await station.evse(1).plugIn();
  await station.evse(1).unplug();
  await station.pass(100_000);
  assert.deepEqual([...new Set(csms.calls.map(({ action }) => action))], ["BootNotification"]);
  const attempts = csms.calls.length;
  assert(attempts > 1);
  // B01.FR.01, B01.FR.09
  assert.equal(payload.reason, "PowerUp");
  assert.equal(payload.chargingStation.model, "EVerestModel");
  assert.equal(payload.chargingStation.vendorName, "EVerestVendor");

  // Step 1, once more with an answer at once: the power is cycled.
  await station.stop();
  await station.everest.powerCut();
  csms.answerAsUsual("BootNotification");
  station.start();
  await poweredUp(station);
  // A message to report the state of a connector has been received for all connectors, and for nothing else.
  await station.settle();
  assert.deepEqual(
    csms.received("StatusNotification").map(({ evseId, connectorId }) => [evseId, connectorId]),
    [[1, 1], [2, 1]],
  );
  assert.equal(csms.received("BootNotification").length, attempts + 1);
  // A04.FR.02: both starts are security events, and the first one has waited for somebody to hear of it.
  assert.equal(csms.received("SecurityEventNotification").length, 2);
});
