import type { Logger } from "../../kernel/logger.ts";
import type { FirmwareStatusEnumType, RequestOf } from "../../ocpp/messages.ts";
import type { FirmwareJob } from "./firmware-job.ts";

type Notification = RequestOf<"FirmwareStatusNotification">;

export interface FirmwareReportsDeps {
  /**
   * Delivered in order, also after restarts: a status must not get lost in the reboot that ends the update.
   */
  notify(notification: Notification): Promise<unknown>;
  readonly log: Logger;
}

/** What the CSMS is told of firmware updates. */
export class FirmwareReports {
  /** The last update that was replaced and whose failure was reported. */
  #replacedToldOf: number | undefined;

  constructor(private readonly deps: FirmwareReportsDeps) {}

  report(status: FirmwareStatusEnumType, requestId: number | undefined): void {
    const notification = notificationOf(status, requestId);
    this.deps.notify(notification).catch((error: unknown) =>
      this.deps.log.error("a status of the firmware update could not be queued for the CSMS", {
        ...notification,
        error: String(error),
      })
    );
  }

  /** Of an update that was replaced by another only its failure is reported. */
  reportReplaced(status: FirmwareStatusEnumType, requestId: number | undefined): void {
    if (status !== "DownloadFailed" && status !== "InstallationFailed") return;
    if (requestId !== this.#replacedToldOf) this.report(status, requestId);
    this.#replacedToldOf = requestId;
  }
}

/** The answer to a trigger. */
export function presentStatus(
  { status, requestId }: Pick<FirmwareJob, "status" | "requestId">,
): Notification {
  return status === undefined || status === "Installed" || status === "Idle"
    ? { status: "Idle" }
    : notificationOf(status, requestId);
}

/** An update that the CSMS did not start has no id. */
function notificationOf(status: FirmwareStatusEnumType, requestId: number | undefined): Notification {
  return { status, ...(requestId === undefined ? {} : { requestId }) };
}
