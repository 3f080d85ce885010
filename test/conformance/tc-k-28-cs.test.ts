import assert from "node:assert/strict";
import {
  composite,
  inSeconds,
  limitAtSink,
  profile,
  set,
  TIME_DEVIATION,
} from "./harness/charging-profiles.ts";
import { arrived, energyTransferStarted } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_K_28_CS Set Charging Profile - TxDefaultProfile with transaction ongoing", async () => {
  await using station = await startStation();
  const visit = await arrived(station, {
    variables: { "SmartChargingCtrlr.LimitChangeSignificance": "1.0" },
  });
  await energyTransferStarted(visit);
  // Steps 1, 2, without validFrom and validTo since the errata of 2025-04.
  const sent = profile(station, "TxDefaultProfile", [[0, 6]], {
    startSchedule: inSeconds(station, -TIME_DEVIATION),
    duration: 400 + TIME_DEVIATION,
  });
  assert.deepEqual(await set(station, 1, sent), { status: "Accepted" });
  // Steps 3, 4.
  assert.deepEqual(await composite(station, 1, 300), [[0, 6]]);
  assert.equal(await limitAtSink(station, 1), 6);
});
