import { assertRedeemed, redeemed, reserved } from "./harness/reservations.ts";
import { arrived, energyTransferStarted } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

const CASE = "TC_H_01_CS Reserve a specific EVSE - Accepted - Valid idToken";

for (const start of ["PowerPathClosed", "EVConnected", "Authorized"]) {
  for (const how of ["local", "remote"] as const) {
    Deno.test(`${CASE} (TxStartPoint ${start}, ${how})`, async () => {
      await using station = await startStation();
      const visit = await arrived(station, { start });
      // Step 1.
      await reserved(station);
      // Step 2.
      await redeemed(visit, { how });
      // Step 3.
      await energyTransferStarted(visit);
      await assertRedeemed(visit);
    });
  }
}
