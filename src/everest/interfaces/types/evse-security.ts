import { array, enumOf, type Infer, integer, object, string } from "../../codec/mod.ts";

export const caCertificateType = enumOf("V2G", "MO", "CSMS", "MF");
export type CaCertificateType = Infer<typeof caCertificateType>;

export const installCertificateResult = enumOf(
  "InvalidSignature",
  "InvalidCertificateChain",
  "InvalidFormat",
  "InvalidCommonName",
  "NoRootCertificateInstalled",
  "Expired",
  "CertificateStoreMaxLengthExceeded",
  "WriteError",
  "Accepted",
);
export type InstallCertificateResult = Infer<typeof installCertificateResult>;

export const hashAlgorithm = enumOf("SHA256", "SHA384", "SHA512");
export type HashAlgorithm = Infer<typeof hashAlgorithm>;

/** Identifies a certificate by hashes of its issuer and its serial number. */
export const certificateHashData = object({
  hash_algorithm: hashAlgorithm,
  issuer_name_hash: string({ maxLength: 128 }),
  issuer_key_hash: string({ maxLength: 128 }),
  serial_number: string({ maxLength: 40 }),
});
export type CertificateHashData = Infer<typeof certificateHashData>;

export const deleteCertificateResult = enumOf("Accepted", "Failed", "NotFound");
export type DeleteCertificateResult = Infer<typeof deleteCertificateResult>;

export const leafCertificateType = enumOf("CSMS", "V2G", "MF", "MO");
export type LeafCertificateType = Infer<typeof leafCertificateType>;

export const certificateValidationResult = enumOf(
  "Valid",
  "Expired",
  "InvalidSignature",
  "IssuerNotFound",
  "InvalidLeafSignature",
  "InvalidChain",
  "Unknown",
);
export type CertificateValidationResult = Infer<typeof certificateValidationResult>;

export const certificateType = enumOf(
  "V2GRootCertificate",
  "MORootCertificate",
  "CSMSRootCertificate",
  "V2GCertificateChain",
  "MFRootCertificate",
);
export type CertificateType = Infer<typeof certificateType>;

export const getInstalledCertificatesStatus = enumOf("Accepted", "NotFound");
export type GetInstalledCertificatesStatus = Infer<typeof getInstalledCertificatesStatus>;

export const certificateHashDataChain = object({
  certificate_type: certificateType,
  certificate_hash_data: certificateHashData,
}, {
  child_certificate_hash_data: array(certificateHashData),
});
export type CertificateHashDataChain = Infer<typeof certificateHashDataChain>;

export const getInstalledCertificatesResult = object({
  status: getInstalledCertificatesStatus,
  certificate_hash_data_chain: array(certificateHashDataChain),
});
export type GetInstalledCertificatesResult = Infer<typeof getInstalledCertificatesResult>;

export const ocspRequestData = object({}, {
  certificate_hash_data: certificateHashData,
  responder_url: string({ maxLength: 512 }),
});
export type OCSPRequestData = Infer<typeof ocspRequestData>;

export const ocspRequestDataList = object({
  ocsp_request_data_list: array(ocspRequestData),
});
export type OCSPRequestDataList = Infer<typeof ocspRequestDataList>;

export const getCertificateSignRequestStatus = enumOf(
  "Accepted",
  "InvalidRequestedType",
  "KeyGenError",
  "GenerationError",
);
export type GetCertificateSignRequestStatus = Infer<typeof getCertificateSignRequestStatus>;

export const getCertificateSignRequestResult = object({
  status: getCertificateSignRequestStatus,
}, {
  csr: string(),
});
export type GetCertificateSignRequestResult = Infer<typeof getCertificateSignRequestResult>;

export const encodingFormat = enumOf("DER", "PEM");
export type EncodingFormat = Infer<typeof encodingFormat>;

export const getCertificateInfoStatus = enumOf(
  "Accepted",
  "Rejected",
  "NotFound",
  "NotFoundValid",
  "PrivateKeyNotFound",
);
export type GetCertificateInfoStatus = Infer<typeof getCertificateInfoStatus>;

export const certificateOCSP = object({
  hash: certificateHashData,
}, {
  ocsp_path: string(),
});
export type CertificateOCSP = Infer<typeof certificateOCSP>;

/** Paths of a leaf certificate, its chain and key. */
export const certificateInfo = object({
  key: string(),
  certificate_count: integer(),
}, {
  certificate_root: string(),
  certificate: string(),
  certificate_single: string(),
  password: string(),
  ocsp: array(certificateOCSP),
});
export type CertificateInfo = Infer<typeof certificateInfo>;

export const getCertificateInfoResult = object({
  status: getCertificateInfoStatus,
}, {
  info: certificateInfo,
});
export type GetCertificateInfoResult = Infer<typeof getCertificateInfoResult>;

export const getCertificateFullInfoResult = object({
  status: getCertificateInfoStatus,
  info: array(certificateInfo),
});
export type GetCertificateFullInfoResult = Infer<typeof getCertificateFullInfoResult>;

export const certificateStoreUpdateOperation = enumOf("Installed", "Deleted");
export type CertificateStoreUpdateOperation = Infer<typeof certificateStoreUpdateOperation>;

export const certificateStoreUpdate = object({
  operation: certificateStoreUpdateOperation,
}, {
  leaf_certificate_type: leafCertificateType,
  ca_certificate_type: caCertificateType,
});
export type CertificateStoreUpdate = Infer<typeof certificateStoreUpdate>;
