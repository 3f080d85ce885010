import type {
  CaCertificateType,
  CertificateHashData,
  CertificateStoreUpdate,
  CertificateType,
  InstallCertificateResult,
  LeafCertificateType,
} from "../everest/interfaces/types/evse-security.ts";
import type {
  CertificateHashDataType,
  CertificateSigningUseEnumType,
  GetCertificateIdUseEnumType,
  InstallCertificateUseEnumType,
} from "../ocpp/messages.ts";
import type { InstallOutcome } from "../station/ports/certificate-store.ts";

export const CA_TYPES = {
  CSMSRootCertificate: "CSMS",
  ManufacturerRootCertificate: "MF",
  MORootCertificate: "MO",
  V2GRootCertificate: "V2G",
} as const satisfies Record<InstallCertificateUseEnumType, CaCertificateType>;

export const LEAF_TYPES = {
  ChargingStationCertificate: "CSMS",
  V2GCertificate: "V2G",
} as const satisfies Record<CertificateSigningUseEnumType, LeafCertificateType>;

export const EVEREST_TYPES = {
  CSMSRootCertificate: "CSMSRootCertificate",
  ManufacturerRootCertificate: "MFRootCertificate",
  MORootCertificate: "MORootCertificate",
  V2GCertificateChain: "V2GCertificateChain",
  V2GRootCertificate: "V2GRootCertificate",
} as const satisfies Record<GetCertificateIdUseEnumType, CertificateType>;

export const OCPP_TYPES = {
  CSMSRootCertificate: "CSMSRootCertificate",
  MFRootCertificate: "ManufacturerRootCertificate",
  MORootCertificate: "MORootCertificate",
  V2GCertificateChain: "V2GCertificateChain",
  V2GRootCertificate: "V2GRootCertificate",
} as const satisfies Record<CertificateType, GetCertificateIdUseEnumType>;

/** Longest parts of CertificateHashDataType. */
const MAX_HASH = 128;
const MAX_SERIAL_NUMBER = 40;

/** True when the hash data fits into an OCPP message; one that does not fit must not hide the others. */
export function fitsOcpp(
  { issuer_name_hash: name, issuer_key_hash: key, serial_number: serial }: CertificateHashData,
): boolean {
  return name.length <= MAX_HASH && key.length <= MAX_HASH && serial.length <= MAX_SERIAL_NUMBER;
}

export function toOcppHash(hash: CertificateHashData): CertificateHashDataType {
  return {
    hashAlgorithm: hash.hash_algorithm,
    issuerNameHash: hash.issuer_name_hash,
    issuerKeyHash: hash.issuer_key_hash,
    serialNumber: hash.serial_number,
  };
}

export function toEverestHash(hash: CertificateHashDataType): CertificateHashData {
  return {
    hash_algorithm: hash.hashAlgorithm,
    issuer_name_hash: hash.issuerNameHash,
    issuer_key_hash: hash.issuerKeyHash,
    serial_number: hash.serialNumber,
  };
}

/** A disk error is a failure, a full store is full; everything else is the certificate's fault. */
export function toInstallOutcome(result: InstallCertificateResult): InstallOutcome {
  switch (result) {
    case "Accepted":
      return { kind: "installed" };
    case "WriteError":
      return { kind: "failed", reason: result };
    case "InvalidSignature":
    case "InvalidCertificateChain":
    case "InvalidFormat":
    case "InvalidCommonName":
    case "NoRootCertificateInstalled":
    case "Expired":
      return { kind: "refused", reason: result };
    case "CertificateStoreMaxLengthExceeded":
      return { kind: "full", reason: result };
  }
}

/** The type that OCPP lists the certificates of a change as; undefined for what it does not list. */
export function listedType(
  { ca_certificate_type: authority, leaf_certificate_type: leaf }: CertificateStoreUpdate,
): GetCertificateIdUseEnumType | undefined {
  if (leaf === "V2G") return "V2GCertificateChain";
  return authority === undefined ? undefined : LISTED_TYPES[authority];
}

const LISTED_TYPES = {
  CSMS: "CSMSRootCertificate",
  MF: "ManufacturerRootCertificate",
  MO: "MORootCertificate",
  V2G: "V2GRootCertificate",
} as const satisfies Record<CaCertificateType, GetCertificateIdUseEnumType>;
