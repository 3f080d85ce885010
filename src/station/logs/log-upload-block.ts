import { assertNever } from "../../kernel/assert-never.ts";
import type { Logger } from "../../kernel/logger.ts";
import type { RequestOf } from "../../ocpp/messages.ts";
import { type HandlerTable, type Reply, result } from "../handlers.ts";
import type { Csms } from "../ports/csms.ts";
import type { LogPort, UploadProgress } from "../ports/log-port.ts";
import type { TriggerTable } from "../trigger-message/trigger.ts";

export interface LogUploadDeps {
  readonly csms: Pick<Csms, "call">;
  readonly logs: LogPort;
  readonly log: Logger;
  /** Delivered in order, also after an outage or a restart. Rejects when the disk does not take it. */
  notify(notification: RequestOf<"LogStatusNotification">): Promise<unknown>;
}

export interface LogUploadBlock {
  readonly handlers: HandlerTable;
  readonly triggers: TriggerTable;
  onProgress(progress: UploadProgress): void;
}

/** N01: uploads the diagnostics log or the security log to where the CSMS wants it. */
export function createLogUploadBlock({ csms, logs, log, notify }: LogUploadDeps): LogUploadBlock {
  /** The upload that the CSMS asked for last, unless it has come to its end. */
  let current: number | undefined;
  /** The upload that sends right now. */
  let uploading: number | undefined;
  /** The upload that was given up for another; the CSMS has heard of that. */
  let canceled: number | undefined;

  /** What the CSMS was told last. */
  let told: RequestOf<"LogStatusNotification"> | undefined;

  function cancel(requestId: number): void {
    canceled = requestId;
    if (current === requestId) current = undefined;
    if (uploading === requestId) uploading = undefined;
    tell({ status: "AcceptedCanceled", requestId });
  }

  function tell(notification: RequestOf<"LogStatusNotification">): void {
    // An uploader may repeat itself; the CSMS hears what is new.
    if (told?.status === notification.status && told.requestId === notification.requestId) return;
    told = notification;
    notify(notification).catch((error: unknown) => {
      told = undefined;
      log.error("the CSMS cannot be told about the upload", { ...notification, error: String(error) });
    });
  }

  async function upload(request: RequestOf<"GetLog">): Promise<Reply<"GetLog">> {
    const { requestId, logType } = request;
    const before = current;
    // Before it is asked: its first status may come before its answer.
    if (told?.requestId === requestId) told = undefined;
    // With the name of the file that the uploader has begun to send.
    const response = await logs.upload(request);
    log.notice("log asked for", { requestId, logType, status: response.status });
    if (response.status === "Rejected") return result<"GetLog">(response);
    // Before the new upload reports anything; the uploader may say it itself, too late, or not at all.
    if (response.status === "AcceptedCanceled" && current !== undefined && current === before) {
      cancel(current);
    }
    current = requestId;
    if (canceled === requestId) canceled = undefined;
    return result<"GetLog">(response);
  }

  function onProgress({ status, requestId }: UploadProgress): void {
    // An upload that the CSMS did not ask for has no id to tell of it.
    if (requestId === undefined || requestId === canceled) return;
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
    tell({ status, requestId });
  }

  return {
    handlers: { GetLog: upload },
    triggers: {
      LogStatusNotification: () => ({
        status: "Accepted",
        send() {
          // Without an upload there is no id either.
          const status = uploading === undefined
            ? { status: "Idle" } as const
            : { status: "Uploading", requestId: uploading } as const;
          void csms.call("LogStatusNotification", status, "control");
        },
      }),
    },
    onProgress,
  };
}
