import type { RequestOf, ResponseOf, UploadLogStatusEnumType } from "../../ocpp/messages.ts";

/** Whoever collects and uploads the station's logs. Never rejects: without an answer the status is Rejected. */
export interface LogPort {
  upload(request: RequestOf<"GetLog">): Promise<ResponseOf<"GetLog">>;
}

/** How an upload goes on. */
export interface UploadProgress {
  readonly status: UploadLogStatusEnumType;
  /** That of the GetLogRequest; absent: the upload was not started by the CSMS. */
  readonly requestId?: number;
}
