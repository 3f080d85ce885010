import assert from "node:assert/strict";
import type { RequestOf, ResponseOf } from "../../../../src/ocpp/messages.ts";
import { createLogUploadBlock } from "../../../../src/station/logs/log-upload-block.ts";
import { RecordingLogger } from "../../../fakes/recording-logger.ts";
import { FakeCsms, settled } from "../fake-csms.ts";

const request = (requestId: number): RequestOf<"GetLog"> => ({
  logType: "DiagnosticsLog",
  requestId,
  log: { remoteLocation: "ftp://logs" },
});

function bench() {
  const csms = new FakeCsms();
  csms.always("LogStatusNotification", {});
  const told: RequestOf<"LogStatusNotification">[] = [];
  const log = new RecordingLogger();
  const state = { disk: "works" as "works" | "full" };
  let answer: ResponseOf<"GetLog"> = { status: "Accepted", filename: "log.txt" };
  const block = createLogUploadBlock({
    csms,
    logs: { upload: () => Promise.resolve(answer) },
    log,
    notify(notification) {
      if (state.disk === "full") return Promise.reject(new Error("disk full"));
      told.push(notification);
      return Promise.resolve();
    },
  });
  return {
    state,
    log,
    told: () => told,
    async getLog(requestId: number, status: ResponseOf<"GetLog">["status"] = "Accepted") {
      answer = { status, filename: "log.txt" };
      const reply = await block.handlers.GetLog!(request(requestId));
      assert(reply.kind === "result");
      await settled();
      return reply.response;
    },
    async progress(status: RequestOf<"LogStatusNotification">["status"], requestId?: number) {
      block.onProgress({ status, ...(requestId === undefined ? {} : { requestId }) });
      await settled();
    },
    async trigger() {
      const verdict = block.triggers.LogStatusNotification!(undefined);
      assert(verdict.status === "Accepted");
      verdict.send();
      await settled();
      return csms.sent.at(-1);
    },
  };
}

Deno.test("the upload that was given up is reported once, before the new one, whoever notices first (N01.FR.20)", async () => {
  const { getLog, progress, told } = bench();
  await getLog(1);
  await progress("Uploading", 1);
  await getLog(2, "AcceptedCanceled");
  // What the script that was killed still says.
  await progress("Uploading", 1);
  await progress("AcceptedCanceled", 1);
  await progress("Uploading", 2);
  assert.deepEqual(told(), [
    { status: "Uploading", requestId: 1 },
    { status: "AcceptedCanceled", requestId: 1 },
    { status: "Uploading", requestId: 2 },
  ]);
});

Deno.test("a second request with the id of the first is not silenced", async () => {
  const { getLog, progress, told } = bench();
  await getLog(1);
  await getLog(1, "AcceptedCanceled");
  await progress("Uploading", 1);
  assert.deepEqual(told().map(({ status }) => status), ["AcceptedCanceled", "Uploading"]);
});

Deno.test("an upload that had ended before is not reported as given up", async () => {
  const { getLog, progress, told } = bench();
  await getLog(1);
  await progress("Uploaded", 1);
  await getLog(2, "AcceptedCanceled");
  assert.deepEqual(told(), [{ status: "Uploaded", requestId: 1 }]);
});

Deno.test("a trigger gets Uploading with the id while it uploads, else Idle without (F06.FR.14, F06.FR.15, N01.FR.13)", async () => {
  const { getLog, progress, trigger } = bench();
  const idle = { action: "LogStatusNotification", request: { status: "Idle" }, lane: "control" };
  assert.deepEqual(await trigger(), idle);
  await getLog(5);
  await progress("Uploading", 5);
  assert.deepEqual((await trigger())?.request, { status: "Uploading", requestId: 5 });
  await progress("PermissionDenied", 5);
  assert.deepEqual(await trigger(), idle);
});

Deno.test("Idle and uploads that the CSMS did not ask for are kept to ourselves", async () => {
  const { progress, told } = bench();
  await progress("Idle", 3);
  await progress("Uploading");
  assert.deepEqual(told(), []);
});

Deno.test("a status that cannot be kept for the CSMS is in the log", async () => {
  const { progress, state, log } = bench();
  state.disk = "full";
  await progress("Uploaded", 1);
  assert.equal(log.messages("error").length, 1);
});

Deno.test("a status that the uploader repeats is told once, of every upload and of every attempt", async () => {
  const { getLog, progress, told } = bench();
  const statuses = [
    "Uploading",
    "Uploading",
    "UploadFailure",
    "UploadFailure",
    "Uploading",
    "Uploaded",
  ] as const;
  await getLog(1);
  for (const status of statuses) await progress(status, 1);
  await getLog(1);
  await progress("Uploaded", 1);
  assert.deepEqual(told().map(({ status }) => status), [
    "Uploading",
    "UploadFailure",
    "Uploading",
    "Uploaded",
    "Uploaded",
  ]);
});

Deno.test("a status that the disk refused is told when the uploader repeats it", async () => {
  const { getLog, progress, told, state } = bench();
  await getLog(1);
  state.disk = "full";
  await progress("Uploading", 1);
  state.disk = "works";
  await progress("Uploading", 1);
  assert.deepEqual(told().map(({ status }) => status), ["Uploading"]);
});
