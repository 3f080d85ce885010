import {
  assertStoppedByMasterPass,
  lastEventOn,
  masterPassPresented,
  twoVehiclesCharge,
  vehicleLeaves,
} from "./harness/master-pass.ts";
import { queueEmptied } from "./harness/reusable-states.ts";

// EVerest's Auth knows no user interface: one that is built lets the driver choose and names the EVSEs with the token.
Deno.test("TC_C_47_CS Stop Transaction with a Master Pass - With UI - All transactions", async () => {
  await using station = await twoVehiclesCharge();
  // Steps 1 and 2, and the choice of all transactions.
  await masterPassPresented(station, [1, 2]);
  await station.pass(100);
  await queueEmptied(station);
  // Steps 3 to 7.
  for (const evse of [1, 2]) {
    assertStoppedByMasterPass(lastEventOn(station, evse));
    await vehicleLeaves(station, evse);
  }
});
