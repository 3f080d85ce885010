import assert from "node:assert/strict";
import { Workbench } from "../fakes/process/workbench.ts";

const VARIABLES = ["AvailabilityState", "Problem", "Power", "Available", "SupplyPhases"];
const TYPES = ["Delta", "Periodic", "PeriodicClockAligned"] as const;
const PER_MESSAGE = VARIABLES.length * TYPES.length;
/** One severity, and with it one message of new monitors, for each. */
const KILLS = 6;

function monitorsOf(severity: number) {
  const component = { name: "EVSE", evse: { id: 1 } };
  return VARIABLES.flatMap((name) =>
    TYPES.map((type) => ({ component, variable: { name }, type, value: 3600, severity }))
  );
}

Deno.test("kill -9 while the CSMS sets monitors: a message holds as a whole or not at all, an answered one holds", async () => {
  await using bench = await Workbench.open({ broker: "embedded", csms: { guardMs: 30_000 } });
  const { csms } = bench;
  await bench.start();
  await csms.expect("BootNotification");
  let least = 0;
  for (let severity = 0; severity < KILLS; severity++) {
    const setting = csms.tryCall("SetVariableMonitoring", { setMonitoringData: monitorsOf(severity) });
    setting.catch(() => {});
    // Every second kill comes right after the answer, the others while the message is on its way.
    if (severity % 2 === 0) {
      await setting;
      least++;
    }
    await bench.kill();
    await bench.start();
    await csms.expect("BootNotification");
    const { size } = await reportedIds(bench, severity);
    assert.equal(size % PER_MESSAGE, 0, `${size} monitors: a message holds in part`);
    assert.ok(size >= least * PER_MESSAGE, `${size} monitors: an answered message is lost`);
    least = size / PER_MESSAGE;
  }
});

async function reportedIds({ csms }: Workbench, requestId: number): Promise<ReadonlySet<number>> {
  const { status } = await csms.call("GetMonitoringReport", { requestId });
  if (status === "EmptyResultSet") return new Set();
  const ids = new Set<number>();
  for (;;) {
    const { payload } = await csms.expect("NotifyMonitoringReport", (page) => page.requestId === requestId);
    for (const { variableMonitoring } of payload.monitor ?? []) {
      for (const { id } of variableMonitoring) ids.add(id);
    }
    if (!payload.tbc) return ids;
  }
}
