import type { EvseSecurity } from "../../everest/interfaces/evse-security.ts";
import type { Logger } from "../../kernel/logger.ts";
import type { CertificateStore } from "../../station/ports/certificate-store.ts";
import { identifies } from "../../certificates/certificate-hash.ts";
import { SECURITY_TIMEOUT_MS } from "./security-timeout.ts";

/** Tells whether a hash means a certificate that the station itself shows to the CSMS. */
export function stationCertificateCheck(
  security: EvseSecurity,
  log: Logger,
): CertificateStore["isStationCertificate"] {
  return async (hash) => {
    const request = { certificate_type: "CSMS", encoding: "PEM", include_ocsp: false } as const;
    const answer = await security.getLeafCertificateInfo(request, SECURITY_TIMEOUT_MS);
    if (answer.kind === "failed") return undefined;
    if (answer.value.status !== "Accepted") return false;
    const path = answer.value.info?.certificate ?? answer.value.info?.certificate_single;
    if (path === undefined) return false;
    try {
      return await identifies(hash, await Deno.readTextFile(path));
    } catch (error) {
      log.warning("certificate of the station cannot be read", { path, error: String(error) });
      return false;
    }
  };
}
