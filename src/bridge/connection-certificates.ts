import type { EvseSecurity } from "../everest/interfaces/evse-security.ts";
import type { ConnectionCertificates } from "../station/ports/connection-certificates.ts";
import { COMMAND_TIMEOUT_MS } from "./command-timeouts.ts";

/** The certificates in EVerest's security module for the connection to the CSMS. */
export function createConnectionCertificates(security: EvseSecurity): ConnectionCertificates {
  return {
    async csmsRootInstalled() {
      const answer = await security.isCaCertificateInstalled("CSMS", COMMAND_TIMEOUT_MS);
      return answer.kind === "result" && answer.value;
    },
    async stationCertificateInstalled() {
      const request = { certificate_type: "CSMS", encoding: "PEM", include_ocsp: false } as const;
      const answer = await security.getLeafCertificateInfo(request, COMMAND_TIMEOUT_MS);
      return answer.kind === "result" && answer.value.status === "Accepted";
    },
  };
}
