import assert from "node:assert/strict";
import { inSeconds, installed, limitAtSink, profile, TIME_DEVIATION } from "./harness/charging-profiles.ts";
import { authorized15118, needsSaid, startNegotiatingStation } from "./harness/ev-charging-needs.ts";
import { backOnline, configured, goneOffline, nextEvent } from "./harness/reusable-states.ts";

Deno.test("TC_K_56_CS Charging with load leveling based on High Level Communication - Offline", async () => {
  await using station = await startNegotiatingStation();
  const visit = await authorized15118(station);
  await configured(station, { "OCPPCommCtrlr.RetryBackOffWaitMinimum": "12" });
  await installed(
    station,
    1,
    profile(station, "TxDefaultProfile", [[0, 6]], {
      validFrom: inSeconds(station, -TIME_DEVIATION),
      validTo: inSeconds(station, TIME_DEVIATION + 401),
      startSchedule: inSeconds(station, -TIME_DEVIATION),
      duration: 400,
    }),
  );
  // Step 1.
  await goneOffline(station);
  await needsSaid(station);
  await station.evse(1).startCharging();
  // The EV keeps to the default profile.
  assert.equal(await limitAtSink(station, 1), 6);
  // Step 2.
  await station.pass(90_000);
  await backOnline(station);
  // The optional steps 3 and 4 are left out: nobody can negotiate offline.
  // Steps 5, 6.
  const event = await nextEvent(visit);
  assert.equal(event.triggerReason, "ChargingStateChanged");
  assert.equal(event.transactionInfo.chargingState, "Charging");
  assert.equal(event.offline, true);
  assert.deepEqual(station.csms.received("NotifyEVChargingNeeds"), []);
});
