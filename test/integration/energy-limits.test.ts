import assert from "node:assert/strict";
import { startStation } from "../conformance/harness/station-under-test.ts";

Deno.test("the default limits reach the sinks of the station and of every EVSE, again at every interval", async () => {
  await using station = await startStation({
    variables: { "SmartChargingCtrlr.CompositeScheduleDefaultLimitAmps": 20 },
    everest: { evses: 2, parameters: { CompositeScheduleIntervalS: 60 } },
  });
  const { sinks } = station.everest;
  await station.csms.expect("BootNotification");
  await station.settle();
  const limit = (evse: number) =>
    sinks.limits.get(evse)?.schedule_import[0]?.limits_to_leaves.ac_max_current_A?.value;
  assert.deepEqual([limit(0), limit(1), limit(2)], [40, 20, 20]);

  sinks.limits.clear();
  await station.pass(60_000);
  assert.deepEqual([...sinks.limits.keys()].sort(), [0, 1, 2]);
});

Deno.test("the schedules are published for whoever shows them", async () => {
  await using station = await startStation();
  await station.csms.expect("BootNotification");
  await station.settle();
  const published = station.everest.record.published.filter(({ variable }) =>
    variable === "charging_schedules"
  );
  assert.equal(published.length, 1);
});

Deno.test("a node that says what it is built for gets no higher limit, and its own number of phases", async () => {
  await using station = await startStation();
  const { sinks } = station.everest;
  await station.csms.expect("BootNotification");
  await sinks.rate(1, { max_current_A: 16, max_phase_count: 1, nominal_voltage_V: 230, total_power_W: 3680 });
  await station.settle();
  await station.pass(30_000);
  const leaves = sinks.limits.get(1)?.schedule_import[0]?.limits_to_leaves;
  assert.equal(leaves?.ac_max_current_A?.value, 16);
  assert.equal(leaves?.ac_max_phase_count?.value, 1);
});
