import assert from "node:assert/strict";
import type { RequestOf } from "../../src/ocpp/messages.ts";
import { assertLogStatus, getLog, LOG_LOCATION } from "./harness/log-uploads.ts";
import { booted } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

const RETRY_INTERVAL_SECONDS = 10;

const FAILURES = ["UploadFailure", "BadMessage", "PermissionDenied", "NotSupportedOperation"] as const;

for (const failure of FAILURES) {
  Deno.test(`TC_N_26_CS Retrieve Log Information - Diagnostics Log - Upload failed: ${failure}`, async () => {
    await using station = await startStation();
    const { csms, everest: { system: { uploads }, record } } = station;
    await booted(station);
    // Steps 1, 2.
    const { status } = await getLog(station, {
      requestId: 26,
      retries: 3,
      retryInterval: RETRY_INTERVAL_SECONDS,
    });
    assert.equal(status, "Accepted");
    // EVerest counts attempts.
    assert.deepEqual(record.callsOf("upload_logs").map(({ args }) => args["upload_logs_request"]), [{
      location: LOG_LOCATION,
      type: "DiagnosticsLog",
      request_id: 26,
      retries: 4,
      retry_interval_s: RETRY_INTERVAL_SECONDS,
    }]);
    const firstMs = station.clock.wallMs();
    // Steps 3–6, four times.
    for (;;) {
      await assertLogStatus(station, "Uploading", 26);
      await uploads.end(failure);
      await assertLogStatus(station, failure, 26);
      if (uploads.attemptsLeft === 0) break;
      await station.pass(RETRY_INTERVAL_SECONDS * 1000);
      await uploads.attempt();
    }
    assert.equal(station.clock.wallMs() - firstMs, 3 * RETRY_INTERVAL_SECONDS * 1000);
    const told = (wanted: RequestOf<"LogStatusNotification">["status"]) =>
      csms.received("LogStatusNotification").filter(({ status }) => status === wanted).length;
    // Erratum 6.2.93: exactly 1 or 4 times each.
    assert.deepEqual([told("Uploading"), told(failure)], [4, 4]);
  });
}
