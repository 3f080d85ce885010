import assert from "node:assert/strict";
import { arrived, evConnectedPreSession, nothingMore, VALID_TOKEN } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

for (const start of ["Authorized", "PowerPathClosed"]) {
  Deno.test(
    `TC_E_52_CS Local start transaction - Authorization first - DisableRemoteAuthorization (${start})`,
    async () => {
      await using station = await startStation();
      const { csms } = station;
      const visit = await arrived(station, {
        start,
        variables: { "AuthCtrlr.Enabled": "true", "AuthCtrlr.DisableRemoteAuthorization": "true" },
      });
      assert.equal(await station.everest.auth.swipe(VALID_TOKEN.idToken), "Rejected");
      // Step 1.
      await nothingMore(visit);
      assert.deepEqual(csms.received("Authorize"), []);
      // Errata 2025-04, steps 2 and 3.
      await evConnectedPreSession(visit);
      await nothingMore(visit);
      assert.equal(station.evse(1).candidacy, "waitsForToken");
      assert.deepEqual(visit.events, []);
    },
  );
}
