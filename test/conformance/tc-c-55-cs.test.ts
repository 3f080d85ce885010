import assert from "node:assert/strict";
import { startIso15118Station } from "./harness/certificates.ts";
import { assertNoCharging, presentedOffline } from "./harness/plug-and-charge.ts";
import { nothingMore } from "./harness/reusable-states.ts";

Deno.test("TC_C_55_CS Authorization using Contract Certificates 15118 - Offline - ContractValidationOffline is false", async () => {
  await using station = await startIso15118Station();
  // Steps 1 to 6.
  const { visit, outcome } = await presentedOffline(station, false);
  assert.equal(outcome, "Rejected");
  // Step 7.
  await assertNoCharging(station);
  await nothingMore(visit);
});
