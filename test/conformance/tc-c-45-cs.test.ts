import assert from "node:assert/strict";
import { csmsSays, MASTER_PASS_GROUP, MASTER_PASS_TOKEN, swipeAsked } from "./harness/known-tokens.ts";
import { arrived, evConnectedPreSession, nothingMore } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

for (const start of ["Authorized", "PowerPathClosed"]) {
  Deno.test(
    `TC_C_45_CS Authorization by GroupId - Master pass - Not able to start transaction (${start})`,
    async () => {
      await using station = await startStation();
      const visit = await arrived(station, {
        start,
        variables: { "AuthCtrlr.MasterPassGroupId": MASTER_PASS_GROUP.idToken },
      });
      await station.settle();
      csmsSays(station, { status: "Accepted", groupIdToken: MASTER_PASS_GROUP });
      // Steps 1 and 2.
      assert.equal(await swipeAsked(station, MASTER_PASS_TOKEN), "UsedToStop");
      // Step 3.
      await evConnectedPreSession(visit);
      // Step 4.
      await station.pass(30_000);
      await nothingMore(visit);
      assert.equal(station.evse(1).candidacy, "waitsForToken");
      assert.deepEqual(station.csms.received("TransactionEvent"), []);
    },
  );
}
