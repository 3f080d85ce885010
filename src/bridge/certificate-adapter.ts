import type { EvseSecurity } from "../everest/interfaces/evse-security.ts";
import type { CertificateHashDataChain, CertificateType } from "../everest/interfaces/types/evse-security.ts";
import type { CertificateHashDataChainType } from "../ocpp/messages.ts";
import type { CertificateStore } from "../station/ports/certificate-store.ts";
import type { OcspCache } from "../station/ports/ocsp-cache.ts";
import type { StationKeys } from "../station/ports/station-keys.ts";
import {
  CA_TYPES,
  EVEREST_TYPES,
  fitsOcpp,
  LEAF_TYPES,
  OCPP_TYPES,
  toEverestHash,
  toInstallOutcome,
  toOcppHash,
} from "./certificate-mapping.ts";
import { COMMAND_TIMEOUT_MS } from "./command-timeouts.ts";
import type { Complain } from "./complaint.ts";
import { toOcspRequestData } from "./contract-certificates.ts";

/** Longest SignCertificateRequest.csr, in characters. */
const MAX_CSR = 5500;
/** Most certificates below one in CertificateHashDataChainType. */
const MAX_CHILDREN = 4;

/** The trust store of EVerest's security module. */
export function createCertificateStore(
  security: EvseSecurity,
  isStationCertificate: CertificateStore["isStationCertificate"],
  complain: Complain,
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
      return answer.value.certificate_hash_data_chain.flatMap((chain) => {
        const found = toOcppChain(chain);
        if (!found) complain(`a ${chain.certificate_type} is not listed: OCPP has no room for its hash data`);
        return found ?? [];
      });
    },
    isStationCertificate,
  };
}

function toOcppChain(chain: CertificateHashDataChain): CertificateHashDataChainType | undefined {
  const hash = chain.certificate_hash_data;
  const below = chain.child_certificate_hash_data ?? [];
  if (![hash, ...below].every(fitsOcpp) || below.length > MAX_CHILDREN) return undefined;
  return {
    certificateType: OCPP_TYPES[chain.certificate_type],
    certificateHashData: toOcppHash(hash),
    ...(below.length > 0 ? { childCertificateHashData: below.map(toOcppHash) } : {}),
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
      if (csr && csr.length > MAX_CSR) {
        return { kind: "failed", reason: `the request has more than ${MAX_CSR} characters` };
      }
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

/** The store from which EVerest's ISO 15118 stack reads the status of the SECC's certificates. */
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
