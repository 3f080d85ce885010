import assert from "node:assert/strict";
import { assertLogStatus, getLog } from "./harness/log-uploads.ts";
import { booted } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

for (const logType of ["DiagnosticsLog", "SecurityLog"] as const) {
  Deno.test(`TC_N_36_CS Retrieve Log Information - Second Request: ${logType}`, async () => {
    await using station = await startStation();
    await booted(station);
    // Steps 1, 2.
    assert.equal((await getLog(station, { logType, requestId: 1 })).status, "Accepted");
    // Steps 3, 4.
    await assertLogStatus(station, "Uploading", 1);
    // Steps 5, 6.
    assert.equal((await getLog(station, { logType, requestId: 2 })).status, "AcceptedCanceled");
    // Steps 7, 8.
    await assertLogStatus(station, "AcceptedCanceled", 1);
    // Steps 9, 10.
    await assertLogStatus(station, "Uploading", 2);
    // Steps 11, 12.
    await station.everest.system.uploads.end("Uploaded");
    await assertLogStatus(station, "Uploaded", 2);
    await station.settle();
    assert.equal(station.csms.received("LogStatusNotification").length, 4);
  });
}
