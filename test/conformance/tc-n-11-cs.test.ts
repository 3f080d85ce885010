import assert from "node:assert/strict";
import { EVSE_STATE, setMonitors, SEVERITY, STATE_DELTA } from "./harness/monitoring.ts";
import { booted } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_N_11_CS Set Variable Monitoring - Unknown component", async () => {
  await using station = await startStation();
  await booted(station);
  // Steps 1 and 2.
  const results = await setMonitors(
    station,
    { ...EVSE_STATE, ...STATE_DELTA, component: { name: "EVSE", evse: { id: 99 } } },
    {
      component: { name: "NonExistent" },
      variable: { name: "Power" },
      type: "UpperThreshold",
      value: 1234,
      severity: SEVERITY,
    },
  );
  for (const { id, status, statusInfo } of results) {
    assert.equal(id, undefined);
    assert.equal(status, "UnknownComponent");
    assert.equal(statusInfo?.reasonCode ?? "NotFound", "NotFound");
  }
});
