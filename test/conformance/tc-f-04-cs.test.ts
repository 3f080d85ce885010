import assert from "node:assert/strict";
import { arrived, authorized, nextEvent, nothingMore } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

const TIMEOUT_SECONDS = 30;

for (const authorizeRemoteStart of ["true", "false"]) {
  Deno.test(
    `TC_F_04_CS Remote start transaction - Remote start first - Cable plugin timeout (AuthorizeRemoteStart ${authorizeRemoteStart})`,
    async () => {
      await using station = await startStation();
      // Errata 2024-06 and 2025-02: Authorized, of the two start points, is the one that is supported.
      const visit = await arrived(station, {
        start: "Authorized",
        variables: {
          "TxCtrlr.EVConnectionTimeOut": `${TIMEOUT_SECONDS}`,
          "AuthCtrlr.Enabled": "true",
          "AuthCtrlr.DisableRemoteAuthorization": "false",
          "AuthCtrlr.AuthorizeRemoteStart": authorizeRemoteStart,
        },
      });
      await authorized(visit, "remote");
      await station.pass((TIMEOUT_SECONDS - 1) * 1000);
      await nothingMore(visit);
      await station.pass(1000);
      visit.authorized = "no";
      // Step 1.
      const ended = await nextEvent(visit);
      assert.equal(ended.triggerReason, "EVConnectTimeout");
      assert.equal(ended.eventType, "Ended");
      assert.equal(ended.transactionInfo.stoppedReason, "Timeout"); // F02.FR.07
      // Step 3.
      await authorized(visit, "remote");
      await nothingMore(visit);
    },
  );
}
