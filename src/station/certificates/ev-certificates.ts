import type { Clock } from "../../kernel/clock.ts";
import { sleep } from "../../kernel/clock.ts";
import type { Logger } from "../../kernel/logger.ts";
import type { RequestOf } from "../../ocpp/messages.ts";
import { type DeviceModel, variableKey } from "../../variables/device-model.ts";
import type { Csms } from "../ports/csms.ts";

const CONTROLLER_ENABLED = variableKey("ISO15118Ctrlr", "Enabled");
const INSTALLATION_ENABLED = variableKey("ISO15118Ctrlr", "ContractCertificateInstallationEnabled");
/** ISO 15118-2: the vehicle gives up after a minute. */
export const VEHICLE_TIMEOUT_MS = 60_000;
/** Longest answer that fits the message to the vehicle, in characters of base64. */
export const MAX_EXI_RESPONSE = 5600;

/** The answer to the vehicle. */
export type EvCertificateAnswer =
  | { readonly status: "Accepted"; readonly exiResponse: string }
  | { readonly status: "Failed"; readonly exiResponse?: string };

export interface EvCertificatesDeps {
  readonly csms: Csms;
  readonly deviceModel: DeviceModel;
  readonly clock: Clock;
  readonly log: Logger;
}

export interface EvCertificates {
  /** Handles the request of a vehicle for its contract certificate. Never rejects. */
  request(request: RequestOf<"Get15118EVCertificate">): Promise<EvCertificateAnswer>;
}

/**
 * M01 and M02: forwards the request of a vehicle for a contract certificate to the CSMS, and returns the
 * answer.
 */
export function createEvCertificates(deps: EvCertificatesDeps): EvCertificates {
  const { csms, deviceModel, clock, log } = deps;
  const failed = (reason: string): EvCertificateAnswer => {
    log.warning("a vehicle gets no contract certificate", { reason });
    return { status: "Failed" };
  };
  return {
    async request(request) {
      if (deviceModel.boolean(CONTROLLER_ENABLED) === false) return failed("ISO15118Ctrlr.Enabled is off");
      if (deviceModel.boolean(INSTALLATION_ENABLED) !== true) {
        return failed("ISO15118Ctrlr.ContractCertificateInstallationEnabled is off");
      }
      const answered = new AbortController();
      const patience = sleep(clock, "certificates.vehicle", VEHICLE_TIMEOUT_MS, answered.signal);
      const outcome = await Promise.race([
        csms.call("Get15118EVCertificate", request),
        patience.then(() => ({ kind: "timeout" }) as const),
      ]);
      answered.abort();
      if (outcome.kind !== "result") return failed(outcome.kind);
      const { status, exiResponse } = outcome.response;
      if (exiResponse.length > MAX_EXI_RESPONSE) return failed("the answer is too long for the vehicle");
      if (status === "Accepted") return { status, exiResponse };
      return exiResponse === "" ? failed(status) : { status, exiResponse };
    },
  };
}
