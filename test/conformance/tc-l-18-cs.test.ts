import assert from "node:assert/strict";
import { updateFirmware } from "./harness/firmware-updates.ts";
import { booted } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_L_18_CS Secure Firmware Update - Missing firmware signing certificate and signature", async () => {
  await using station = await startStation();
  await booted(station);
  // Steps 1, 2: EVerest's system module decides whether firmware must be signed; the stock one wants it so.
  const { status } = await updateFirmware(station, 18);
  assert.equal(status, "Rejected");
  await station.settle();
  assert.deepEqual(station.csms.received("FirmwareStatusNotification"), []);
});
