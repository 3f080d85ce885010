import { identifies } from "../certificates/certificate-hash.ts";
import type { EvseSecurity } from "../everest/interfaces/evse-security.ts";
import type { CertificateStore } from "../station/ports/certificate-store.ts";
import type { CertificateFiles } from "./certificate-files.ts";
import { SECURITY_TIMEOUT_MS } from "./command-timeouts.ts";
import type { Complain } from "./complaint.ts";

/** Tells whether a hash means a certificate that the station itself shows to the CSMS. */
export function stationCertificateCheck(
  security: EvseSecurity,
  files: CertificateFiles,
  complain: Complain,
): CertificateStore["isStationCertificate"] {
  return async (hash) => {
    const request = { certificate_type: "CSMS", encoding: "PEM", include_ocsp: false } as const;
    const answer = await security.getLeafCertificateInfo(request, SECURITY_TIMEOUT_MS);
    if (answer.kind === "failed") return undefined;
    if (answer.value.status !== "Accepted") return false;
    const path = answer.value.info?.certificate ?? answer.value.info?.certificate_single;
    if (path === undefined) return false;
    try {
      return await identifies(hash, await files.read(path));
    } catch (error) {
      complain(`the certificate of the station cannot be read: ${path}: ${error}`);
      return false;
    }
  };
}
