import assert from "node:assert/strict";
import { startIso15118Station } from "./harness/certificates.ts";
import { EMAID, presentedOffline } from "./harness/plug-and-charge.ts";
import { energyTransferStarted, nextEvent } from "./harness/reusable-states.ts";

Deno.test("TC_C_54_CS Authorization using Contract Certificates 15118 - Offline - ContractValidationOffline is true", async () => {
  await using station = await startIso15118Station();
  // Steps 1 to 6.
  const { visit, outcome } = await presentedOffline(station, true);
  assert.equal(outcome, "UsedToStart");
  // Steps 7 and 8.
  const authorized = await nextEvent(visit);
  visit.authorized = "local";
  assert.equal(authorized.triggerReason, "Authorized");
  assert.deepEqual(authorized.idToken, { idToken: EMAID, type: "eMAID" });
  assert.equal(authorized.offline, true);
  // The station has validated the contract itself.
  assert.deepEqual(station.csms.received("Authorize"), []);
  // Step 9.
  await energyTransferStarted(visit);
});
