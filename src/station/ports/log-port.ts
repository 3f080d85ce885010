import type { RequestOf, ResponseOf, UploadLogStatusEnumType } from "../../ocpp/messages.ts";

/**
 * The uploader: collects and uploads the logs of the station. Nothing rejects: without an answer the status
 * is Rejected.
 */
export interface LogPort {
  upload(request: RequestOf<"GetLog">): Promise<ResponseOf<"GetLog">>;
}

/** Progress of an upload. */
export interface UploadProgress {
  readonly status: UploadLogStatusEnumType;
  /** That of the GetLogRequest; absent: the upload was not started by the CSMS. */
  readonly requestId?: number;
}
