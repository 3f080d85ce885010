import { assertReadOnly } from "./harness/read-only.ts";
import { booted } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_E_26_CS Disconnect cable on EV-side - Suspend transaction: not applicable, for an EVSE of EVerest always ends what was unplugged", async () => {
  await using station = await startStation();
  await booted(station);
  await assertReadOnly(station, "TxCtrlr.StopTxOnEVSideDisconnect", "true");
});
