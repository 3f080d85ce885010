import assert from "node:assert/strict";
import { createLogPort, toUploadProgress, toUploadRequest } from "../../../src/bridge/log-adapter.ts";
import type { System } from "../../../src/everest/interfaces/system.ts";

const GET_LOG = { logType: "SecurityLog", requestId: 7, log: { remoteLocation: "ftp://logs" } } as const;

Deno.test("every field of GetLog has its place in upload_logs, and retries become attempts", () => {
  assert.deepEqual(
    toUploadRequest({
      ...GET_LOG,
      retries: 0,
      retryInterval: 5,
      log: {
        ...GET_LOG.log,
        oldestTimestamp: "2026-01-01T00:00:00Z",
        latestTimestamp: "2026-01-02T00:00:00Z",
      },
    }),
    {
      location: "ftp://logs",
      type: "SecurityLog",
      request_id: 7,
      retries: 1,
      retry_interval_s: 5,
      oldest_timestamp: "2026-01-01T00:00:00.000Z",
      latest_timestamp: "2026-01-02T00:00:00.000Z",
    },
  );
  assert.deepEqual(toUploadRequest(GET_LOG), { location: "ftp://logs", type: "SecurityLog", request_id: 7 });
});

Deno.test("times go over the bus in UTC with milliseconds, however the CSMS writes them", () => {
  const { oldest_timestamp, latest_timestamp } = toUploadRequest({
    ...GET_LOG,
    log: {
      ...GET_LOG.log,
      oldestTimestamp: "2026-01-01T01:30:00+01:30",
      latestTimestamp: "9999-12-31t23:59:59.1234z",
    },
  });
  assert.equal(oldest_timestamp, "2026-01-01T00:00:00.000Z");
  assert.equal(latest_timestamp, "9999-12-31T23:59:59.123Z");
});

Deno.test("retries that nobody can count as attempts, and negative ones, keep within what the module takes", () => {
  const attempts = (retries: number) => toUploadRequest({ ...GET_LOG, retries }).retries;
  assert.equal(attempts(2 ** 31 - 1), 2 ** 31 - 1);
  assert.equal(attempts(2 ** 31 - 2), 2 ** 31 - 1);
  assert.equal(attempts(-1), 1);
});

Deno.test("numbers that do not go over the bus reject the request, and nobody is asked", async () => {
  const port = createLogPort({} as System);
  const ids = [2 ** 31, -(2 ** 31) - 1, -1].map((requestId) => ({ requestId }));
  for (const wrong of [...ids, { retryInterval: 1e20 }]) {
    const { status, statusInfo } = await port.upload({ ...GET_LOG, ...wrong });
    assert.deepEqual([status, statusInfo?.reasonCode], ["Rejected", "ValueOutOfRange"]);
  }
});

Deno.test("a file name is cut to what the response may hold, and an empty one is left out", async () => {
  const port = (file_name: string) =>
    createLogPort({
      uploadLogs: () =>
        Promise.resolve({ kind: "result", value: { upload_logs_status: "Accepted", file_name } }),
    } as unknown as System);
  assert.equal((await port("x".repeat(256)).upload(GET_LOG)).filename, "x".repeat(255));
  assert.deepEqual(await port("").upload(GET_LOG), { status: "Accepted" });
});

Deno.test("a system module that does not answer rejects the request", async () => {
  const port = createLogPort(
    { uploadLogs: () => Promise.resolve({ kind: "failed", reason: "no answer" }) } as unknown as System,
  );
  assert.deepEqual(await port.upload(GET_LOG), {
    status: "Rejected",
    statusInfo: { reasonCode: "InternalError", additionalInfo: "no answer" },
  });
});

Deno.test("EVerest's -1 is no request of the CSMS", () => {
  assert.deepEqual(toUploadProgress({ log_status: "Uploading", request_id: -1 }), { status: "Uploading" });
  assert.deepEqual(toUploadProgress({ log_status: "Uploading", request_id: 0 }), {
    status: "Uploading",
    requestId: 0,
  });
});
