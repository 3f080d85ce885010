import { createCertificateStore, createStationKeys } from "../../../../src/bridge/certificate-adapter.ts";
import { toEverestHash, toInstallOutcome, toOcppHash } from "../../../../src/bridge/certificate-mapping.ts";
import { createConnectionCertificates } from "../../../../src/bridge/connection-certificates.ts";
import { feedEvCertificates } from "../../../../src/bridge/ev-certificate-feed.ts";
import {
  certificateType,
  deleteCertificateResult,
  getCertificateInfoStatus,
  getCertificateSignRequestStatus,
  hashAlgorithm,
  installCertificateResult,
} from "../../../../src/everest/interfaces/types/evse-security.ts";
import { certificateActionEnum } from "../../../../src/everest/interfaces/types/iso15118.ts";
import type { RequestOf } from "../../../../src/ocpp/messages.ts";
import { RecordingLogger } from "../../../fakes/recording-logger.ts";
import { settled } from "../../station/fake-csms.ts";
import { peer } from "./peer.ts";
import { everestWords, ocppWords, tableTest, unchanged } from "./word-table.ts";

const OCPP_HASH = {
  hashAlgorithm: "SHA256",
  issuerNameHash: "a",
  issuerKeyHash: "b",
  serialNumber: "c",
} as const;
const EVEREST_HASH = toEverestHash(OCPP_HASH);
const HASHES = unchanged("SHA256", "SHA384", "SHA512");
tableTest({
  name: "EVerest's hash algorithms",
  of: everestWords(hashAlgorithm),
  words: HASHES,
  translate: (algorithm) => toOcppHash({ ...EVEREST_HASH, hash_algorithm: algorithm }).hashAlgorithm,
});
tableTest({
  name: "OCPP's hash algorithms",
  of: ocppWords("HashAlgorithmEnumType"),
  words: HASHES,
  translate: (algorithm) => toEverestHash({ ...OCPP_HASH, hashAlgorithm: algorithm }).hash_algorithm,
});
tableTest({
  name: "OCPP's roots to be installed",
  of: ocppWords("InstallCertificateUseEnumType"),
  words: {
    V2GRootCertificate: "V2G",
    MORootCertificate: "MO",
    CSMSRootCertificate: "CSMS",
    ManufacturerRootCertificate: "MF",
  },
  async translate(type) {
    const { module, security } = peer("install_ca_certificate", "Accepted");
    await createCertificateStore(security, () => Promise.resolve(false), () => {}).install("PEM", type);
    return module.sent[0]?.args["certificate_type"];
  },
});
tableTest({
  name: "OCPP's certificates to be signed",
  of: ocppWords("CertificateSigningUseEnumType"),
  words: { ChargingStationCertificate: "CSMS", V2GCertificate: "V2G" },
  async translate(type) {
    const { module, security } = peer("get_leaf_expiry_days_count", 1);
    await createStationKeys(security).daysUntilExpiry(type);
    return module.sent[0]?.args["certificate_type"];
  },
});
const chains = (certificate_type: string) => ({
  status: "Accepted",
  certificate_hash_data_chain: [{ certificate_type, certificate_hash_data: EVEREST_HASH }],
});
tableTest({
  name: "OCPP's certificates to be listed",
  of: ocppWords("GetCertificateIdUseEnumType"),
  words: {
    V2GRootCertificate: "V2GRootCertificate",
    MORootCertificate: "MORootCertificate",
    CSMSRootCertificate: "CSMSRootCertificate",
    V2GCertificateChain: "V2GCertificateChain",
    ManufacturerRootCertificate: "MFRootCertificate",
  },
  async translate(type) {
    const { module, security } = peer("get_installed_certificates", chains("V2GRootCertificate"));
    await createCertificateStore(security, () => Promise.resolve(false), () => {}).installed([type]);
    return (module.sent[0]?.args["certificate_types"] as unknown[])[0];
  },
});
tableTest({
  name: "EVerest's installed certificates",
  of: everestWords(certificateType),
  words: {
    V2GRootCertificate: "V2GRootCertificate",
    MORootCertificate: "MORootCertificate",
    CSMSRootCertificate: "CSMSRootCertificate",
    V2GCertificateChain: "V2GCertificateChain",
    MFRootCertificate: "ManufacturerRootCertificate",
  },
  async translate(type) {
    const { security } = peer("get_installed_certificates", chains(type));
    const listed = await createCertificateStore(security, () => Promise.resolve(false), () => {}).installed(
      undefined,
    );
    return listed?.[0]?.certificateType;
  },
});
tableTest({
  name: "EVerest's results of an installation",
  of: everestWords(installCertificateResult),
  words: {
    Accepted: "installed",
    WriteError: "failed",
    InvalidSignature: "refused",
    InvalidCertificateChain: "refused",
    InvalidFormat: "refused",
    InvalidCommonName: "refused",
    NoRootCertificateInstalled: "refused",
    Expired: "refused",
    CertificateStoreMaxLengthExceeded: "full",
  },
  translate: (result) => toInstallOutcome(result).kind,
});
tableTest({
  name: "EVerest's results of a deletion",
  of: everestWords(deleteCertificateResult),
  words: { Accepted: "deleted", Failed: "failed", NotFound: "notFound" },
  translate: (result) =>
    createCertificateStore(
      peer("delete_certificate", result).security,
      () => Promise.resolve(false),
      () => {},
    )
      .delete(OCPP_HASH),
});
const FAILED = (reason: string) => ({ kind: "failed", reason });
tableTest({
  name: "EVerest's statuses of a certificate request",
  of: everestWords(getCertificateSignRequestStatus),
  words: {
    Accepted: { kind: "created", csr: "CSR" },
    InvalidRequestedType: FAILED("InvalidRequestedType"),
    KeyGenError: FAILED("KeyGenError"),
    GenerationError: FAILED("GenerationError"),
  },
  translate(status) {
    const { security } = peer("generate_certificate_signing_request", { status, csr: "CSR" });
    const subject = { commonName: "1", organization: "O", country: "NL", keyStore: "file" } as const;
    return createStationKeys(security).createSigningRequest("V2GCertificate", subject);
  },
});
tableTest({
  name: "EVerest's statuses of the station's own certificate",
  of: everestWords(getCertificateInfoStatus),
  words: {
    Accepted: true,
    Rejected: false,
    NotFound: false,
    NotFoundValid: false,
    PrivateKeyNotFound: false,
  },
  translate: (status) =>
    createConnectionCertificates(peer("get_leaf_certificate_info", { status }).security)
      .stationCertificateInstalled(),
});

/** What a vehicle's request for its certificate becomes, and what it is answered. */
async function vehicleAsks(action: string, status: "Accepted" | "Failed") {
  const { module, extensions } = peer("set_get_certificate_response", null);
  const asked: RequestOf<"Get15118EVCertificate">[] = [];
  const ask = (request: RequestOf<"Get15118EVCertificate">) => {
    asked.push(request);
    return Promise.resolve({ status, exiResponse: "BBBB" });
  };
  feedEvCertificates(extensions, ask, new RecordingLogger());
  const request = { exi_request: "AAAA", iso15118_schema_version: "v", certificate_action: action };
  module.emit("peer", "iso15118_certificate_request", request);
  await settled();
  return { asked: asked[0], told: module.sent[0]?.args["certificate_response"] as Record<string, unknown> };
}
tableTest({
  name: "EVerest's certificate actions",
  of: everestWords(certificateActionEnum),
  words: unchanged("Install", "Update"),
  translate: async (action) => (await vehicleAsks(action, "Accepted")).asked?.action,
});
tableTest({
  name: "OCPP's answers to a vehicle's request",
  of: ocppWords("Iso15118EVCertificateStatusEnumType"),
  words: unchanged("Accepted", "Failed"),
  translate: async (status) => (await vehicleAsks("Install", status)).told["status"],
});
