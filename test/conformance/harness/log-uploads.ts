import assert from "node:assert/strict";
import type { RequestOf, ResponseOf } from "../../../src/ocpp/messages.ts";
import type { StationUnderTest } from "./station-under-test.ts";

export const LOG_LOCATION = "https://logs.example.com/upload";

/** GetLog of the whole log; `more` over it. */
export async function getLog(
  { csms }: StationUnderTest,
  more: Partial<RequestOf<"GetLog">> = {},
): Promise<ResponseOf<"GetLog">> {
  return await csms.call("GetLog", {
    logType: "DiagnosticsLog",
    requestId: 1,
    log: { remoteLocation: LOG_LOCATION },
    ...more,
  });
}

/** The next LogStatusNotification says this and nothing else. */
export async function assertLogStatus(
  { csms }: StationUnderTest,
  status: RequestOf<"LogStatusNotification">["status"],
  requestId?: number,
): Promise<void> {
  const call = await csms.expect("LogStatusNotification");
  // At once: what the test does next may end the connection, and what is not answered is sent again.
  if (call.isOpen) call.reply({});
  assert.deepEqual(call.payload, { status, ...(requestId === undefined ? {} : { requestId }) });
}

/** The steps of TC_N_25 and TC_N_35. */
export async function assertUploaded(
  station: StationUnderTest,
  logType: RequestOf<"GetLog">["logType"],
): Promise<void> {
  // Steps 1, 2.
  const { status, filename } = await getLog(station, { logType, requestId: 42 });
  assert.equal(status, "Accepted");
  assert.ok(filename);
  // Steps 3, 4.
  await assertLogStatus(station, "Uploading", 42);
  // Steps 5, 6.
  await station.everest.system.uploads.end("Uploaded");
  await assertLogStatus(station, "Uploaded", 42);
  const [call, ...others] = station.everest.record.callsOf("upload_logs");
  assert.deepEqual(call?.args, {
    upload_logs_request: { location: LOG_LOCATION, type: logType, request_id: 42 },
  });
  assert.equal(others.length, 0);
}
