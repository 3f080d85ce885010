import { assertReadOnly } from "./harness/read-only.ts";
import { booted } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_E_24_CS Disconnect cable on EV-side - Deauthorize transaction - UnlockEVSideDisconnect is true: not applicable, for the EVSE decides what it unlocks", async () => {
  await using station = await startStation();
  await booted(station);
  await assertReadOnly(station, "OCPPCommCtrlr.UnlockOnEVSideDisconnect", "false");
});
