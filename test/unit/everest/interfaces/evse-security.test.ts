import { connectionTo } from "../../../fakes/everest-module.ts";
import { evseSecurity, evseSecurityInterface } from "../../../../src/everest/interfaces/evse-security.ts";
import { check } from "./interface-cases.ts";

const hash = {
  hash_algorithm: "SHA256",
  issuer_name_hash: "a",
  issuer_key_hash: "b",
  serial_number: "c",
} as const;
const csms = { certificate_type: "CSMS", encoding: "PEM", include_ocsp: false } as const;

check((module, log) => {
  const peer = evseSecurity(module, connectionTo("security", "peer"), log);
  const info = { key: "/key", certificate_count: 1, password: "p" };
  const ocsp = { ocsp_request_data_list: [{ certificate_hash_data: hash, responder_url: "http://o" }] };
  const csr = {
    certificate_type: "V2G",
    country: "DE",
    organization: "o",
    common: "c",
    use_tpm: true,
  } as const;
  const signed = { file_path: "/f", signing_certificate: "PEM", signature: "s" };
  return {
    declared: evseSecurityInterface,
    commands: [
      {
        command: "install_ca_certificate",
        call: () => peer.installCaCertificate("PEM", "MF", 7),
        args: { certificate: "PEM", certificate_type: "MF" },
        answer: "WriteError",
      },
      {
        command: "delete_certificate",
        call: () => peer.deleteCertificate(hash, 7),
        args: { certificate_hash_data: hash },
        answer: "NotFound",
      },
      {
        command: "update_leaf_certificate",
        call: () => peer.updateLeafCertificate("PEM", "V2G", 7),
        args: { certificate_chain: "PEM", certificate_type: "V2G" },
        answer: "Accepted",
      },
      {
        command: "verify_certificate",
        call: () => peer.verifyCertificate("PEM", ["MO", "V2G"], 7),
        args: { certificate_chain: "PEM", certificate_types: ["MO", "V2G"] },
        answer: "IssuerNotFound",
      },
      {
        command: "get_installed_certificates",
        call: () => peer.getInstalledCertificates(["V2GCertificateChain"], 7),
        args: { certificate_types: ["V2GCertificateChain"] },
        answer: {
          status: "Accepted",
          certificate_hash_data_chain: [{
            certificate_type: "V2GCertificateChain",
            certificate_hash_data: hash,
            child_certificate_hash_data: [hash],
          }],
        },
      },
      {
        command: "get_v2g_ocsp_request_data",
        call: () => peer.getV2gOcspRequestData(7),
        args: {},
        answer: ocsp,
      },
      {
        command: "get_mo_ocsp_request_data",
        call: () => peer.getMoOcspRequestData("PEM", 7),
        args: { certificate_chain: "PEM" },
        answer: ocsp,
      },
      {
        command: "update_ocsp_cache",
        call: () => peer.updateOcspCache(hash, "DER", 7),
        args: { certificate_hash_data: hash, ocsp_response: "DER" },
      },
      {
        command: "is_ca_certificate_installed",
        call: () => peer.isCaCertificateInstalled("CSMS", 7),
        args: { certificate_type: "CSMS" },
        answer: true,
      },
      {
        command: "generate_certificate_signing_request",
        call: () => peer.generateCertificateSigningRequest(csr, 7),
        args: csr,
        answer: { status: "Accepted", csr: "PEM" },
      },
      {
        command: "get_leaf_certificate_info",
        call: () => peer.getLeafCertificateInfo(csms, 7),
        args: csms,
        answer: { status: "Accepted", info },
      },
      {
        command: "get_all_valid_certificates_info",
        call: () => peer.getAllValidCertificatesInfo(csms, 7),
        args: csms,
        answer: { status: "NotFoundValid", info: [info] },
      },
      {
        command: "get_verify_file",
        call: () => peer.getVerifyFile("CSMS", 7),
        args: { certificate_type: "CSMS" },
        answer: "/bundle.pem",
      },
      {
        command: "get_verify_location",
        call: () => peer.getVerifyLocation("CSMS", 7),
        args: { certificate_type: "CSMS" },
        answer: "/ca",
      },
      {
        command: "get_leaf_expiry_days_count",
        call: () => peer.getLeafExpiryDaysCount("CSMS", 7),
        args: { certificate_type: "CSMS" },
        answer: 30,
      },
      {
        command: "verify_file_signature",
        call: () => peer.verifyFileSignature(signed, 7),
        args: signed,
        answer: false,
      },
    ],
    variables: [{
      variable: "certificate_store_update",
      listen: peer.onCertificateStoreUpdate,
      value: { operation: "Installed", ca_certificate_type: "MO" },
    }],
  };
});
