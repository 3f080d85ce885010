import { assertNever } from "../../kernel/assert-never.ts";
import type { Logger } from "../../kernel/logger.ts";
import { createSerialQueue } from "../../kernel/serial-queue.ts";
import type { RequestOf } from "../../ocpp/messages.ts";
import { type HandlerTable, type Reply, result } from "../handlers.ts";
import type { Csms } from "../ports/csms.ts";
import type { LogPort, UploadProgress } from "../ports/log-port.ts";
import type { TriggerTable } from "../trigger-message/trigger.ts";

export interface LogUploadDeps {
  readonly csms: Pick<Csms, "call">;
  readonly logs: LogPort;
  readonly log: Logger;
  /** Queued on disk and delivered in order. Rejects when the disk does not accept it. */
  notify(notification: RequestOf<"LogStatusNotification">): Promise<unknown>;
}

export interface LogUploadBlock {
  readonly handlers: HandlerTable;
  readonly triggers: TriggerTable;
  onProgress(progress: UploadProgress): void;
  /** True while a log is transferred, or is about to be. */
  isUploading(): boolean;
}

/** N01: uploads the diagnostics log or the security log for the CSMS. */
export function createLogUploadBlock({ csms, logs, log, notify }: LogUploadDeps): LogUploadBlock {
  const inTurn = createSerialQueue();
  /** The upload that the CSMS requested last, until it has ended. */
  let current: number | undefined;
  /** The upload that is being transferred. */
  let uploading: number | undefined;
  /** The upload that the uploader has not answered and not reported yet: its first status may come before its answer. */
  let asked: number | undefined;
  /** The upload that was accepted and of which nothing was heard yet. */
  let accepted: number | undefined;
  /** The upload that was replaced by another, which was reported. */
  let canceled: number | undefined;

  /** The notification that was sent last. */
  let lastSent: RequestOf<"LogStatusNotification"> | undefined;

  function cancel(requestId: number): void {
    canceled = requestId;
    if (current === requestId) current = undefined;
    if (uploading === requestId) uploading = undefined;
    heardOf(requestId);
    sendStatus({ status: "AcceptedCanceled", requestId });
  }

  function heardOf(requestId: number): void {
    if (asked === requestId) asked = undefined;
    if (accepted === requestId) accepted = undefined;
  }

  function sendStatus(notification: RequestOf<"LogStatusNotification">): void {
    // An uploader may repeat a status; it is sent once.
    if (lastSent?.status === notification.status && lastSent.requestId === notification.requestId) return;
    lastSent = notification;
    notify(notification).catch((error: unknown) => {
      lastSent = undefined;
      log.error("a status of the log upload could not be queued for the CSMS", {
        ...notification,
        error: String(error),
      });
    });
  }

  async function upload(request: RequestOf<"GetLog">): Promise<Reply<"GetLog">> {
    const { requestId, logType } = request;
    const before = current;
    asked = requestId;
    if (lastSent?.requestId === requestId) lastSent = undefined;
    // Answered with the name of the file once the uploader has begun.
    const response = await logs.upload(request);
    log.notice("the CSMS requested a log upload", { requestId, logType, status: response.status });
    const unheard = asked;
    asked = undefined;
    if (response.status === "Rejected") return result<"GetLog">(response);
    // Reported before any status of the new upload; the uploader may report it too late or not at all.
    if (response.status === "AcceptedCanceled" && current !== undefined && current === before) {
      cancel(current);
    }
    current = requestId;
    accepted = unheard;
    if (canceled === requestId) canceled = undefined;
    return result<"GetLog">(response);
  }

  function onProgress({ status, requestId }: UploadProgress): void {
    // An upload that the CSMS did not request has no id and is not reported.
    if (requestId === undefined || requestId === canceled) return;
    heardOf(requestId);
    uploading = status === "Uploading" ? requestId : uploading === requestId ? undefined : uploading;
    switch (status) {
      // Part 2, UploadLogStatusEnumType: Idle only answers a trigger.
      case "Idle":
        return;
      case "AcceptedCanceled":
        return cancel(requestId);
      case "Uploaded":
        if (current === requestId) current = undefined;
        break;
      case "Uploading":
      // Another attempt may follow these.
      case "UploadFailure":
      case "BadMessage":
      case "PermissionDenied":
      case "NotSupportedOperation":
        break;
      default:
        assertNever(status);
    }
    sendStatus({ status, requestId });
  }

  function transfer(): RequestOf<"LogStatusNotification"> {
    // Without an upload there is no id either.
    return uploading === undefined ? { status: "Idle" } : { status: "Uploading", requestId: uploading };
  }

  return {
    // One after the other, or a status of the second would hide that the first was heard of.
    handlers: { GetLog: (request) => inTurn(() => upload(request)) },
    triggers: {
      LogStatusNotification: () => ({
        status: "Accepted",
        send: () => void csms.call("LogStatusNotification", transfer, "control"),
      }),
    },
    onProgress,
    isUploading: () => uploading !== undefined || accepted !== undefined,
  };
}
