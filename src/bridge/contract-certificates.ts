import type { EvseSecurity } from "../everest/interfaces/evse-security.ts";
import type {
  CertificateValidationResult,
  OCSPRequestData,
} from "../everest/interfaces/types/evse-security.ts";
import type { ContractCertificates } from "../station/authorization/authorization-block.ts";
import type { OCSPRequestDataType } from "../ocpp/messages.ts";
import { fitsOcpp } from "./certificate-mapping.ts";
import { COMMAND_TIMEOUT_MS } from "./command-timeouts.ts";

/** Contract certificates as EVerest's security module judges them. */
export function createContractCertificates(security: EvseSecurity): ContractCertificates {
  return {
    async verify(chain) {
      const answer = await security.verifyCertificate(chain, ["MO", "V2G"], COMMAND_TIMEOUT_MS);
      return answer.kind === "failed" ? "rejected" : toFinding(answer.value);
    },
    async ocspRequestData(chain) {
      const answer = await security.getMoOcspRequestData(chain, COMMAND_TIMEOUT_MS);
      if (answer.kind === "failed") return [];
      return answer.value.ocsp_request_data_list.flatMap(toOcspRequestData);
    },
  };
}

function toFinding(result: CertificateValidationResult): Awaited<ReturnType<ContractCertificates["verify"]>> {
  switch (result) {
    case "Valid":
      return "trusted";
    case "Expired":
      return "expired";
    case "IssuerNotFound":
      return "issuerUnknown";
    case "InvalidSignature":
    case "InvalidLeafSignature":
    case "InvalidChain":
    case "Unknown":
      return "rejected";
  }
}

/** Longest OCSPRequestDataType.responderURL, in characters. */
const MAX_RESPONDER_URL = 512;

/**
 * Undefined when the certificate names no responder, or a longer URL than OCPP allows: the CSMS could not
 * query it.
 */
export function toOcspRequestData(
  { certificate_hash_data: hash, responder_url: responderURL }: OCSPRequestData,
): OCSPRequestDataType[] {
  if (hash === undefined || responderURL === undefined) return [];
  if (!fitsOcpp(hash) || responderURL.length > MAX_RESPONDER_URL) return [];
  return [{
    hashAlgorithm: hash.hash_algorithm,
    issuerNameHash: hash.issuer_name_hash,
    issuerKeyHash: hash.issuer_key_hash,
    serialNumber: hash.serial_number,
    responderURL,
  }];
}
