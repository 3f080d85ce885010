import {
  assertStoppedByMasterPass,
  lastEventOn,
  masterPassPresented,
  twoVehiclesCharge,
  vehicleLeaves,
} from "./harness/master-pass.ts";
import { queueEmptied } from "./harness/reusable-states.ts";

Deno.test("TC_C_49_CS Stop Transaction with a Master Pass - Without UI", async () => {
  await using station = await twoVehiclesCharge();
  // Steps 1 and 2.
  await masterPassPresented(station);
  await station.pass(100);
  await queueEmptied(station);
  // Steps 3 to 7.
  for (const evse of [1, 2]) {
    assertStoppedByMasterPass(lastEventOn(station, evse));
    await vehicleLeaves(station, evse);
  }
});
