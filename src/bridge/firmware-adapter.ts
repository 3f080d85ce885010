import type { EvseSecurity } from "../everest/interfaces/evse-security.ts";
import type { System } from "../everest/interfaces/system.ts";
import type { FirmwareUpdateRequest, FirmwareUpdateStatus } from "../everest/interfaces/types/system.ts";
import type { RequestOf } from "../ocpp/messages.ts";
import { statusInfo } from "../ocpp/reason-codes.ts";
import type { FirmwarePort, FirmwareProgress } from "../station/ports/firmware-port.ts";
import { COMMAND_TIMEOUT_MS } from "./command-timeouts.ts";
import { NO_REQUEST_ID, outOfRange, toAttempts } from "./log-adapter.ts";
import { toEverestTime } from "./timestamps.ts";

/**
 * Uses EVerest's system module to update the firmware and its security module to verify the signing
 * certificate.
 */
export function createFirmwarePort(system: System, security: EvseSecurity): FirmwarePort {
  return {
    async isTrusted(signingCertificate) {
      const answer = await security.verifyCertificate(signingCertificate, ["MF"], COMMAND_TIMEOUT_MS);
      return answer.kind === "result" ? answer.value === "Valid" : undefined;
    },
    async update(request) {
      const refused = outOfRange(request);
      if (refused) return { status: "Rejected", statusInfo: refused };
      const answer = await system.updateFirmware(toFirmwareUpdate(request), COMMAND_TIMEOUT_MS);
      if (answer.kind === "result") return { status: answer.value };
      return { status: "Rejected", statusInfo: statusInfo("InternalError", answer.reason) };
    },
    async allowInstallation() {
      return (await system.allowFirmwareInstallation(COMMAND_TIMEOUT_MS)).kind === "result";
    },
  };
}

export function toFirmwareUpdate(request: RequestOf<"UpdateFirmware">): FirmwareUpdateRequest {
  const { requestId, retries, retryInterval, firmware } = request;
  const { location, retrieveDateTime, installDateTime, signingCertificate, signature } = firmware;
  return {
    request_id: requestId,
    location,
    retrieve_timestamp: toEverestTime(retrieveDateTime),
    ...(retries === undefined ? {} : { retries: toAttempts(retries) }),
    ...(retryInterval === undefined ? {} : { retry_interval_s: retryInterval }),
    ...(installDateTime === undefined ? {} : { install_timestamp: toEverestTime(installDateTime) }),
    ...(signingCertificate === undefined ? {} : { signing_certificate: signingCertificate }),
    ...(signature === undefined ? {} : { signature }),
  };
}

export function toFirmwareProgress(
  { firmware_update_status: status, request_id: requestId, firmware_update_metadata: metadata }:
    FirmwareUpdateStatus,
): FirmwareProgress {
  return {
    status,
    evses: metadata?.disable_connectors_during_install === false ? "inUse" : "outOfUse",
    ...(requestId === NO_REQUEST_ID ? {} : { requestId }),
  };
}
