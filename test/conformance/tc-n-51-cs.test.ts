import assert from "node:assert/strict";
import { eventOf, eventsOf, EVSE_POWER, monitored } from "./harness/monitoring.ts";
import { arrived, energyTransferStarted } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_N_51_CS Set Variable Monitoring - Modifying a VariableMonitor and trigger", async () => {
  await using station = await startStation();
  const visit = await arrived(station);
  const { value: maxLimit } = { value: 22_079 };
  // Memory state.
  const [id] = await monitored(station, {
    ...EVSE_POWER,
    type: "UpperThreshold",
    value: maxLimit,
    severity: 5,
  });
  assert.equal((await station.csms.call("SetMonitoringLevel", { severity: 8 })).status, "Accepted");
  // Step 1.
  await energyTransferStarted(visit);
  await station.pass(6000);
  assert.deepEqual(eventsOf(station, id!), []);
  // Steps 2 and 3.
  const [again] = await monitored(station, {
    ...EVSE_POWER,
    id: id!,
    type: "UpperThreshold",
    value: 0,
    severity: 5,
  });
  assert.equal(again, id);
  // Steps 4 and 5.
  const event = await eventOf(station, id!);
  assert.equal(event.trigger, "Alerting");
  assert.equal(event.cleared ?? false, false);
  assert.ok(Number(event.actualValue) > 0, event.actualValue);
  // Likewise a bound that clears the alert (N07.FR.11).
  await station.pass(6000);
  await monitored(station, { ...EVSE_POWER, id: id!, type: "UpperThreshold", value: maxLimit, severity: 5 });
  assert.equal((await eventOf(station, id!)).cleared, true);
});
