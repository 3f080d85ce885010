import assert from "node:assert/strict";
import { assertReported, operativeCommands, rebooted, unavailable } from "./harness/availability.ts";
import { assertOneOf, booted, VALID_TOKEN } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_G_21_CS Change Availability Charging Station - state persists across reboot", async () => {
  await using station = await startStation({ everest: { evses: 2 } });
  await booted(station);
  await unavailable(station);
  const before = operativeCommands(station).length;
  await rebooted(station);
  await station.csms.expect("BootNotification");
  await assertReported(station, "Unavailable", [1, 2]);
  const { payload } = await station.csms.expect("SecurityEventNotification");
  assertOneOf(payload.type, ["StartupOfTheDevice", "ResetOrReboot"]);
  await station.settle();
  // The EVSEs were told before they were let go.
  assert.deepEqual(operativeCommands(station, before).slice(0, 2).toSorted(), [
    "evse_manager_1 Disable",
    "evse_manager_2 Disable",
  ]);
  // Whoever plugs in is not served, and nobody can start from afar.
  await station.evse(1).plugIn();
  const { status } = await station.csms.call("RequestStartTransaction", {
    idToken: VALID_TOKEN,
    remoteStartId: 1,
    evseId: 1,
  });
  assert.equal(status, "Rejected");
});
