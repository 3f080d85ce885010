import type {
  LogStatus,
  LogStatusEnum,
  UploadLogsRequest,
  UploadLogsResponse,
} from "../../../src/everest/interfaces/types/system.ts";

interface Upload {
  readonly requestId: number;
  attemptsLeft: number;
}

/** Log uploads as the stock System module does them, but that the test says how each attempt ends. */
export class SimulatedLogUploads {
  /** False: there is nothing to upload. */
  available = true;
  #running: Upload | undefined;

  constructor(readonly publish: (status: LogStatus) => Promise<void>) {}

  /** `upload_logs`. A running upload is given up for the new one. */
  start({ request_id: requestId = -1, retries = 1 }: UploadLogsRequest): UploadLogsResponse {
    if (!this.available) return { upload_logs_status: "Rejected" };
    const before = this.#running;
    this.#running = { requestId, attemptsLeft: retries };
    if (before) void this.#tell("AcceptedCanceled", before.requestId);
    void this.attempt();
    return {
      upload_logs_status: before ? "AcceptedCanceled" : "Accepted",
      file_name: `diagnostics-${requestId}.json`,
    };
  }

  /** Starts the first or the next attempt. */
  async attempt(): Promise<void> {
    const { requestId } = this.#upload();
    await this.#tell("Uploading", requestId);
  }

  /** The attempt under way ends; an attempt that failed is the last if no further ones were asked for. */
  async end(status: Exclude<LogStatusEnum, "Uploading" | "Idle" | "AcceptedCanceled">): Promise<void> {
    const upload = this.#upload();
    upload.attemptsLeft--;
    if (status === "Uploaded" || upload.attemptsLeft === 0) this.#running = undefined;
    await this.#tell(status, upload.requestId);
  }

  get attemptsLeft(): number {
    return this.#running?.attemptsLeft ?? 0;
  }

  #upload(): Upload {
    if (!this.#running) throw new Error("no upload is running");
    return this.#running;
  }

  #tell(status: LogStatusEnum, requestId: number): Promise<void> {
    return this.publish({ log_status: status, request_id: requestId });
  }
}
