import assert from "node:assert/strict";
import {
  assertStoppedByMasterPass,
  lastEventOn,
  masterPassPresented,
  twoVehiclesCharge,
  vehicleLeaves,
} from "./harness/master-pass.ts";
import { queueEmptied } from "./harness/reusable-states.ts";

// EVerest's Auth knows no user interface: one that is built lets the driver choose and names the EVSEs with the token.
Deno.test("TC_C_48_CS Stop Transaction with a Master Pass - With UI - Specific transactions", async () => {
  await using station = await twoVehiclesCharge();
  // Steps 1 and 2, and the choice of the transaction on EVSE 1.
  await masterPassPresented(station, [1]);
  await station.pass(100);
  await queueEmptied(station);
  // Steps 3 to 7.
  assertStoppedByMasterPass(lastEventOn(station, 1));
  await vehicleLeaves(station, 1);
  // Post scenario validation: all other EVSEs still transfer energy.
  const { meter } = station.evse(2);
  const before = meter.wattHours;
  await station.pass(30_000);
  assert(meter.wattHours > before);
  assert.notEqual(lastEventOn(station, 2).eventType, "Ended");
});
