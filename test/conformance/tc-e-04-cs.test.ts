import { arrived, authorized, energyTransferStarted, nothingMore } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

for (const start of ["PowerPathClosed", "Authorized", "EnergyTransfer"]) {
  Deno.test(`TC_E_04_CS Local start transaction - Authorization first - Success (${start})`, async () => {
    await using station = await startStation();
    const visit = await arrived(station, {
      start,
      variables: { "AuthCtrlr.Enabled": "true", "AuthCtrlr.DisableRemoteAuthorization": "false" },
    });
    // Step 1.
    await authorized(visit, "local");
    // Step 2: plugs in, then energy flows.
    await energyTransferStarted(visit);
    await nothingMore(visit);
  });
}
