import assert from "node:assert/strict";
import { booted } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_N_21_CS Alert Event - Caused by hardwired trigger", async () => {
  await using station = await startStation();
  const { csms, clock } = station;
  await booted(station);
  // The tester opens the enclosure.
  await station.evse(1).warn("evse_board_support/EnclosureOpen");
  // Steps 1, 2.
  const { payload } = await csms.expect("NotifyEvent");
  assert.equal(Date.parse(payload.generatedAt), clock.wallMs());
  assert.equal(payload.seqNo, 0);
  const [event] = payload.eventData;
  assert.equal(event?.eventNotificationType, "HardWiredNotification");
  assert.deepEqual(event.component, { name: "CaseAccessSensor", evse: { id: 1 } });
  assert.deepEqual(event.variable, { name: "Active" });
});
