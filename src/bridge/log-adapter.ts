import type { System } from "../everest/interfaces/system.ts";
import type { LogStatus, UploadLogsRequest } from "../everest/interfaces/types/system.ts";
import { firstCharacters } from "../ocpp/first-characters.ts";
import { isInteger32 } from "../ocpp/integer.ts";
import type { RequestOf, StatusInfoType } from "../ocpp/messages.ts";
import { statusInfo } from "../ocpp/reason-codes.ts";
import type { LogPort, UploadProgress } from "../station/ports/log-port.ts";
import { COMMAND_TIMEOUT_MS } from "./command-timeouts.ts";
import { toEverestTime } from "./timestamps.ts";

/** Longest GetLogResponse.filename, in characters. */
const MAX_FILE_NAME = 255;
/** EVerest's request id of a job that no request started. */
export const NO_REQUEST_ID = -1;

/** EVerest's system module, which collects and uploads the logs. */
export function createLogPort(system: System): LogPort {
  return {
    async upload(request) {
      const refused = outOfRange(request) ?? unnamed(request);
      if (refused) return { status: "Rejected", statusInfo: refused };
      const answer = await system.uploadLogs(toUploadRequest(request), COMMAND_TIMEOUT_MS);
      if (answer.kind === "failed") {
        return { status: "Rejected", statusInfo: statusInfo("InternalError", answer.reason) };
      }
      const { upload_logs_status: status, file_name: name } = answer.value;
      return { status, ...(name ? { filename: firstCharacters(name, MAX_FILE_NAME) } : {}) };
    },
  };
}

export function toUploadRequest(request: RequestOf<"GetLog">): UploadLogsRequest {
  const { log, logType, requestId, retries, retryInterval } = request;
  return {
    location: log.remoteLocation,
    type: logType,
    request_id: requestId,
    ...(retries === undefined ? {} : { retries: toAttempts(retries) }),
    ...(retryInterval === undefined ? {} : { retry_interval_s: retryInterval }),
    ...(log.oldestTimestamp === undefined ? {} : { oldest_timestamp: toEverestTime(log.oldestTimestamp) }),
    ...(log.latestTimestamp === undefined ? {} : { latest_timestamp: toEverestTime(log.latestTimestamp) }),
  };
}

/** Why a job's numbers do not fit into EVerest's types; undefined when they fit. */
export function outOfRange(
  { requestId, retryInterval = 0 }: { readonly requestId: number; readonly retryInterval?: number },
): StatusInfoType | undefined {
  if (!isInteger32(requestId)) return statusInfo("ValueOutOfRange", "requestId");
  return isInteger32(retryInterval) ? undefined : statusInfo("ValueOutOfRange", "retryInterval");
}

/** The statuses of an upload with this id would look as those of an upload that nobody requested. */
function unnamed({ requestId }: RequestOf<"GetLog">): StatusInfoType | undefined {
  return requestId === NO_REQUEST_ID ? statusInfo("ValueOutOfRange", "requestId") : undefined;
}

const MAX_ATTEMPTS = 2 ** 31 - 1;

/** EVerest counts attempts, OCPP counts retries. Both are 32-bit integers. */
export function toAttempts(retries: number): number {
  return Math.min(Math.max(0, retries) + 1, MAX_ATTEMPTS);
}

export function toUploadProgress({ log_status: status, request_id: requestId }: LogStatus): UploadProgress {
  return { status, ...(requestId === NO_REQUEST_ID ? {} : { requestId }) };
}
