import assert from "node:assert/strict";
import {
  clear,
  composite,
  inSeconds,
  installed,
  limitAtSink,
  profile,
  TIME_DEVIATION,
} from "./harness/charging-profiles.ts";
import { arrived, energyTransferStarted, transactionIdOf } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_K_09_CS Clear Charging Profile - Clearing a TxDefaultProfile - With ongoing transaction", async () => {
  await using station = await startStation();
  const visit = await arrived(station, {
    variables: { "SmartChargingCtrlr.LimitChangeSignificance": "1.0" },
  });
  await installed(
    station,
    1,
    profile(station, "TxDefaultProfile", [[0, 6]], {
      validFrom: inSeconds(station, -TIME_DEVIATION),
      validTo: inSeconds(station, TIME_DEVIATION + 401),
      duration: 400 + TIME_DEVIATION,
    }),
  );
  await energyTransferStarted(visit);
  // Steps 1, 2.
  assert.deepEqual(await composite(station, 1, 300), [[0, 6]]);
  assert.equal(await limitAtSink(station, 1), 6);
  // Steps 3, 4.
  const criteria = { chargingProfilePurpose: "TxDefaultProfile" } as const;
  assert.equal(await clear(station, { chargingProfileCriteria: criteria }), "Accepted");
  // Steps 5, 6: the local limit.
  assert.deepEqual(await composite(station, 1, 300), [[0, 48]]);
  assert.equal(await limitAtSink(station, 1), 48);
  // The transaction goes on.
  assert.equal(
    (await station.csms.call("GetTransactionStatus", { transactionId: transactionIdOf(visit) }))
      .ongoingIndicator,
    true,
  );
});
