import type { Logger } from "../../kernel/logger.ts";
import { array, boolean, integer, nothing, string } from "../codec/mod.ts";
import type { Connection, EverestModule } from "../module.ts";
import { connect } from "./client.ts";
import { type ArgsOf, command, declareInterface } from "./interface.ts";
import {
  type CaCertificateType,
  caCertificateType,
  type CertificateHashData,
  certificateHashData,
  type CertificateStoreUpdate,
  certificateStoreUpdate,
  type CertificateType,
  certificateType,
  certificateValidationResult,
  deleteCertificateResult,
  encodingFormat,
  getCertificateFullInfoResult,
  getCertificateInfoResult,
  getCertificateSignRequestResult,
  getInstalledCertificatesResult,
  installCertificateResult,
  type LeafCertificateType,
  leafCertificateType,
  ocspRequestDataList,
} from "./types/evse-security.ts";

const leafCertificateInfoRequest = {
  certificate_type: leafCertificateType,
  encoding: encodingFormat,
  include_ocsp: boolean(),
};

/** Certificates and keys of the station. */
export const evseSecurityInterface = declareInterface("evse_security", {
  commands: {
    install_ca_certificate: command(
      { certificate: string(), certificate_type: caCertificateType },
      installCertificateResult,
    ),
    delete_certificate: command({ certificate_hash_data: certificateHashData }, deleteCertificateResult),
    update_leaf_certificate: command(
      { certificate_chain: string(), certificate_type: leafCertificateType },
      installCertificateResult,
    ),
    verify_certificate: command(
      { certificate_chain: string(), certificate_types: array(leafCertificateType) },
      certificateValidationResult,
    ),
    get_installed_certificates: command(
      { certificate_types: array(certificateType) },
      getInstalledCertificatesResult,
    ),
    get_v2g_ocsp_request_data: command({}, ocspRequestDataList),
    get_mo_ocsp_request_data: command({ certificate_chain: string() }, ocspRequestDataList),
    /** `ocsp_response`: DER of RFC 6960, base64 coded. */
    update_ocsp_cache: command(
      { certificate_hash_data: certificateHashData, ocsp_response: string() },
      nothing(),
    ),
    is_ca_certificate_installed: command({ certificate_type: caCertificateType }, boolean()),
    generate_certificate_signing_request: command({
      certificate_type: leafCertificateType,
      country: string(),
      organization: string(),
      common: string(),
      use_tpm: boolean(),
    }, getCertificateSignRequestResult),
    get_leaf_certificate_info: command(leafCertificateInfoRequest, getCertificateInfoResult),
    get_all_valid_certificates_info: command(leafCertificateInfoRequest, getCertificateFullInfoResult),
    get_verify_file: command({ certificate_type: caCertificateType }, string()),
    get_verify_location: command({ certificate_type: caCertificateType }, string()),
    /** Days; 0 when there is no such certificate. */
    get_leaf_expiry_days_count: command({ certificate_type: leafCertificateType }, integer()),
    verify_file_signature: command(
      { file_path: string(), signing_certificate: string(), signature: string() },
      boolean(),
    ),
  },
  variables: { certificate_store_update: certificateStoreUpdate },
});

type Commands = typeof evseSecurityInterface.commands;
type ArgumentsOf<K extends keyof Commands> = ArgsOf<Commands[K]>;

export type EvseSecurity = ReturnType<typeof evseSecurity>;

export function evseSecurity(module: EverestModule, connection: Connection, log: Logger) {
  const { call, on } = connect(evseSecurityInterface, module, connection, log);
  return {
    connection,
    installCaCertificate: (certificate: string, type: CaCertificateType, timeoutMs?: number) =>
      call("install_ca_certificate", { certificate, certificate_type: type }, timeoutMs),
    deleteCertificate: (hashData: CertificateHashData, timeoutMs?: number) =>
      call("delete_certificate", { certificate_hash_data: hashData }, timeoutMs),
    updateLeafCertificate: (chain: string, type: LeafCertificateType, timeoutMs?: number) =>
      call("update_leaf_certificate", { certificate_chain: chain, certificate_type: type }, timeoutMs),
    verifyCertificate: (chain: string, types: readonly LeafCertificateType[], timeoutMs?: number) =>
      call("verify_certificate", { certificate_chain: chain, certificate_types: types }, timeoutMs),
    getInstalledCertificates: (types: readonly CertificateType[], timeoutMs?: number) =>
      call("get_installed_certificates", { certificate_types: types }, timeoutMs),
    getV2gOcspRequestData: (timeoutMs?: number) => call("get_v2g_ocsp_request_data", {}, timeoutMs),
    getMoOcspRequestData: (chain: string, timeoutMs?: number) =>
      call("get_mo_ocsp_request_data", { certificate_chain: chain }, timeoutMs),
    updateOcspCache: (hashData: CertificateHashData, ocspResponse: string, timeoutMs?: number) =>
      call(
        "update_ocsp_cache",
        { certificate_hash_data: hashData, ocsp_response: ocspResponse },
        timeoutMs,
      ),
    isCaCertificateInstalled: (type: CaCertificateType, timeoutMs?: number) =>
      call("is_ca_certificate_installed", { certificate_type: type }, timeoutMs),
    generateCertificateSigningRequest: (
      request: ArgumentsOf<"generate_certificate_signing_request">,
      timeoutMs?: number,
    ) => call("generate_certificate_signing_request", request, timeoutMs),
    getLeafCertificateInfo: (request: ArgumentsOf<"get_leaf_certificate_info">, timeoutMs?: number) =>
      call("get_leaf_certificate_info", request, timeoutMs),
    getAllValidCertificatesInfo: (
      request: ArgumentsOf<"get_all_valid_certificates_info">,
      timeoutMs?: number,
    ) => call("get_all_valid_certificates_info", request, timeoutMs),
    /** Path of a CA bundle; may be empty. */
    getVerifyFile: (type: CaCertificateType, timeoutMs?: number) =>
      call("get_verify_file", { certificate_type: type }, timeoutMs),
    /** Path of a directory of CA certificates; may be empty. */
    getVerifyLocation: (type: CaCertificateType, timeoutMs?: number) =>
      call("get_verify_location", { certificate_type: type }, timeoutMs),
    getLeafExpiryDaysCount: (type: LeafCertificateType, timeoutMs?: number) =>
      call("get_leaf_expiry_days_count", { certificate_type: type }, timeoutMs),
    verifyFileSignature: (request: ArgumentsOf<"verify_file_signature">, timeoutMs?: number) =>
      call("verify_file_signature", request, timeoutMs),

    onCertificateStoreUpdate: (listener: (update: CertificateStoreUpdate) => void) =>
      on("certificate_store_update", listener),
  };
}
