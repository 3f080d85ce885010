import type { EvseSecurity } from "../everest/interfaces/evse-security.ts";
import type { CertificateType } from "../everest/interfaces/types/evse-security.ts";
import type { CertificateStore } from "../station/ports/certificate-store.ts";
import type { OcspCache } from "../station/ports/ocsp-cache.ts";
import type { StationKeys } from "../station/ports/station-keys.ts";
import {
  CA_TYPES,
  EVEREST_TYPES,
  LEAF_TYPES,
  OCPP_TYPES,
  toEverestHash,
  toInstallOutcome,
  toOcppHash,
} from "./certificate-words.ts";
import { COMMAND_TIMEOUT_MS } from "./command-timeouts.ts";
import { toOcspRequestData } from "./contract-certificates.ts";

/** The trust store of EVerest's security module. */
export function createCertificateStore(
  security: EvseSecurity,
  isStationCertificate: CertificateStore["isStationCertificate"],
): CertificateStore {
  return {
    async install(certificate, type) {
      const answer = await security.installCaCertificate(certificate, CA_TYPES[type], COMMAND_TIMEOUT_MS);
      return answer.kind === "result" ? toInstallOutcome(answer.value) : answer;
    },
    async delete(certificate) {
      const answer = await security.deleteCertificate(toEverestHash(certificate), COMMAND_TIMEOUT_MS);
      if (answer.kind === "failed" || answer.value === "Failed") return "failed";
      return answer.value === "Accepted" ? "deleted" : "notFound";
    },
    async installed(types) {
      const asked: readonly CertificateType[] = types?.length
        ? types.map((type) => EVEREST_TYPES[type])
        : Object.values(EVEREST_TYPES);
      const answer = await security.getInstalledCertificates(asked, COMMAND_TIMEOUT_MS);
      if (answer.kind === "failed") return undefined;
      return answer.value.certificate_hash_data_chain.map((chain) => {
        // M03.FR.05
        const children = (chain.child_certificate_hash_data ?? []).map(toOcppHash);
        return {
          certificateType: OCPP_TYPES[chain.certificate_type],
          certificateHashData: toOcppHash(chain.certificate_hash_data),
          ...(children.length > 0 ? { childCertificateHashData: children } : {}),
        };
      });
    },
    isStationCertificate,
  };
}

/** Keys and certificates of the station in EVerest's security module. */
export function createStationKeys(security: EvseSecurity): StationKeys {
  return {
    async createSigningRequest(type, { commonName, organization, country, keyStore }) {
      const answer = await security.generateCertificateSigningRequest({
        certificate_type: LEAF_TYPES[type],
        common: commonName,
        organization,
        country,
        use_tpm: keyStore === "tpm",
      }, COMMAND_TIMEOUT_MS);
      if (answer.kind === "failed") return answer;
      const { status, csr } = answer.value;
      return status === "Accepted" && csr ? { kind: "created", csr } : { kind: "failed", reason: status };
    },
    async installLeaf(type, chain) {
      const answer = await security.updateLeafCertificate(chain, LEAF_TYPES[type], COMMAND_TIMEOUT_MS);
      return answer.kind === "result" ? toInstallOutcome(answer.value) : answer;
    },
    async daysUntilExpiry(type) {
      const answer = await security.getLeafExpiryDaysCount(LEAF_TYPES[type], COMMAND_TIMEOUT_MS);
      return answer.kind === "result" ? answer.value : undefined;
    },
  };
}

/** Where EVerest's ISO 15118 stack finds the status of the SECC's certificates. */
export function createOcspCache(security: EvseSecurity): OcspCache {
  return {
    async requests() {
      const answer = await security.getV2gOcspRequestData(COMMAND_TIMEOUT_MS);
      if (answer.kind === "failed") return undefined;
      return answer.value.ocsp_request_data_list.flatMap(toOcspRequestData);
    },
    async store(certificate, ocspResult) {
      const answer = await security.updateOcspCache(
        toEverestHash(certificate),
        ocspResult,
        COMMAND_TIMEOUT_MS,
      );
      return answer.kind === "result";
    },
  };
}
