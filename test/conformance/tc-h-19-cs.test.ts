import { assertRedeemed, GROUP_TOKEN, OTHER_TOKEN, redeemed, reserved } from "./harness/reservations.ts";
import { arrived, energyTransferStarted } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

for (const how of ["local", "remote"] as const) {
  Deno.test(`TC_H_19_CS Reserve a specific EVSE - Use a reserved EVSE with GroupId (${how})`, async () => {
    await using station = await startStation();
    const visit = await arrived(station);
    // Steps 1 to 4.
    await reserved(station, { groupIdToken: GROUP_TOKEN });
    // Step 5: only the answer of the CSMS tells the group (H03.FR.08).
    await redeemed(visit, { how, token: OTHER_TOKEN, group: GROUP_TOKEN });
    // Step 6.
    await energyTransferStarted(visit);
    await assertRedeemed(visit, { token: OTHER_TOKEN });
  });
}
