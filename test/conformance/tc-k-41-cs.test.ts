import assert from "node:assert/strict";
import { composite, inSeconds, installed, profile, TIME_DEVIATION } from "./harness/charging-profiles.ts";
import { arrived, energyTransferStarted, transactionIdOf } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_K_41_CS Get Composite Schedule - Combining chargingProfilePurposes", async () => {
  await using station = await startStation();
  const visit = await arrived(station);
  await energyTransferStarted(visit);
  const startSchedule = inSeconds(station, -TIME_DEVIATION);
  const validity = {
    validFrom: inSeconds(station, -TIME_DEVIATION),
    validTo: inSeconds(station, TIME_DEVIATION + 401),
    startSchedule,
  };
  await installed(
    station,
    0,
    profile(station, "ChargingStationMaxProfile", [[0, 10]], { id: 1, startSchedule, duration: 86_400 }),
  );
  const txDefault = profile(station, "TxDefaultProfile", [[0, 6], [60, 10], [120, 8], [180, 15], [260, 8]], {
    ...validity,
    id: 2,
    duration: 300,
  });
  await installed(station, 1, txDefault);
  const tx = profile(station, "TxProfile", [[0, 8], [50, 11], [140, 16], [200, 6], [240, 12]], {
    ...validity,
    id: 3,
    duration: 260,
    transactionId: transactionIdOf(visit),
  });
  await installed(station, 1, tx);
  const x = TIME_DEVIATION;
  // Steps 1, 2.
  assert.deepEqual(await composite(station, 1, 400), [
    [0, 8],
    [50 - x, 10],
    [200 - x, 6],
    [240 - x, 10],
    [260 - x, 8],
    [300 - x, 10],
  ]);
});
