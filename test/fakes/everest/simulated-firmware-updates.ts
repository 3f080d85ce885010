import type {
  FirmwareUpdateMetadata,
  FirmwareUpdateRequest,
  FirmwareUpdateStatus,
  FirmwareUpdateStatusEnum,
  UpdateFirmwareResponse,
} from "../../../src/everest/interfaces/types/system.ts";

/** Updates as the stock System module does them, but that it waits for the permission to install; the test says how each step ends. */
export class SimulatedFirmwareUpdates {
  /** The stock module refuses firmware without certificate and signature. */
  unsigned: "refused" | "taken" = "refused";
  /** What it does with a request while it downloads. */
  whileDownloading: "cancels" | "refuses" = "cancels";
  /** The first status of an update. */
  first: "Downloading" | "DownloadScheduled" = "Downloading";
  /** Goes along with every status; absent as in releases up to 2026.02. */
  metadata: FirmwareUpdateMetadata | undefined;
  /** How often we were allowed to install. */
  permissions = 0;
  #requestId: number | undefined;
  #status: FirmwareUpdateStatusEnum = "Idle";

  constructor(readonly publish: (status: FirmwareUpdateStatus) => Promise<void>) {}

  /** `update_firmware` */
  start(request: FirmwareUpdateRequest): UpdateFirmwareResponse {
    const isSigned = request.signing_certificate !== undefined && request.signature !== undefined;
    if (!isSigned && this.unsigned === "refused") return "Rejected";
    const isRunning = this.#requestId !== undefined;
    if (isRunning && (this.#status === "Installing" || this.whileDownloading === "refuses")) {
      return "Rejected";
    }
    this.#requestId = request.request_id;
    void this.tell(this.first);
    return isRunning ? "AcceptedCanceled" : "Accepted";
  }

  /** `allow_firmware_installation` */
  allow(): void {
    this.permissions++;
    // A permission nobody waits for changes nothing, as in the real module.
    if (this.#requestId !== undefined) void this.tell("Installing");
  }

  /** The update comes to this. */
  async tell(status: FirmwareUpdateStatusEnum, requestId = this.#requestId): Promise<void> {
    if (requestId === undefined) throw new Error("no update is running");
    this.#status = status;
    if (status === "Installed" || /Failed|Invalid/.test(status)) this.#requestId = undefined;
    await this.publish({
      firmware_update_status: status,
      request_id: requestId,
      ...(this.metadata ? { firmware_update_metadata: this.metadata } : {}),
    });
  }
}
