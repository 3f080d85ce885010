import assert from "node:assert/strict";
import { booted } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_N_21_CS Alert Event - Caused by hardwired trigger", async () => {
  await using station = await startStation();
  await booted(station);
  // The station reports errors of its equipment whatever monitors there are.
  await station.evse(1).warn("evse_board_support/VendorWarning");
  // Steps 1 and 2.
  const { payload } = await station.csms.expect("NotifyEvent");
  assert.equal(Date.parse(payload.generatedAt), station.clock.wallMs());
  assert.equal(payload.seqNo, 0);
  assert.deepEqual(payload.eventData.map(({ eventNotificationType }) => eventNotificationType), [
    "HardWiredNotification",
  ]);
});
