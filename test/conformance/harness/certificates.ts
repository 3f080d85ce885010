import assert from "node:assert/strict";
import type {
  CertificateHashDataType,
  CertificateSigningUseEnumType,
  GetCertificateIdUseEnumType,
  InstallCertificateUseEnumType,
  RequestOf,
} from "../../../src/ocpp/messages.ts";
import { type Certified, createCertificate } from "../../fakes/pki/certificate.ts";
import { certificateHash } from "../../fakes/pki/certificate-hash.ts";
import { testPki } from "../../fakes/pki/pki.ts";
import { certify, readSigningRequest } from "../../fakes/pki/signing-request.ts";
import { startStation, type StationOptions, type StationUnderTest } from "./station-under-test.ts";

/** What a station with ISO 15118 is configured with. */
export const ISO15118_VARIABLES = {
  "ISO15118Ctrlr.Available": "true",
  "ISO15118Ctrlr.SeccId": "DE*ABC*S0001",
  "ISO15118Ctrlr.CountryName": "NL",
  "ISO15118Ctrlr.OrganizationName": "VendorId",
} as const;

/** A station with ISO 15118 and its stack. */
export function startIso15118Station(options: StationOptions = {}): Promise<StationUnderTest> {
  return startStation({
    ...options,
    variables: { ...ISO15118_VARIABLES, ...options.variables },
    everest: { iso15118: "connected", ...options.everest },
  });
}

/** A root nobody has installed yet. */
export function newRoot(commonName: string): Promise<Certified> {
  return createCertificate({ commonName, organization: "Operator", role: "authority" });
}

export function hashOf(certificate: Certified, issuer: Certified = certificate): CertificateHashDataType {
  const hash = certificateHash(certificate.cert, issuer.cert);
  return {
    hashAlgorithm: hash.hash_algorithm,
    issuerNameHash: hash.issuer_name_hash,
    issuerKeyHash: hash.issuer_key_hash,
    serialNumber: hash.serial_number,
  };
}

/** Reusable state CertificateInstalled. */
export async function certificateInstalled(
  { csms }: StationUnderTest,
  certificateType: InstallCertificateUseEnumType,
  certificate: Certified,
): Promise<void> {
  const { status } = await csms.call("InstallCertificate", {
    certificateType,
    certificate: certificate.cert,
  });
  assert.equal(status, "Accepted");
}

/** Reusable state GetInstalledCertificates: resolves with the hashes; of a type, all are of that type. */
export async function installedCertificates(
  { csms }: StationUnderTest,
  ...types: GetCertificateIdUseEnumType[]
): Promise<readonly CertificateHashDataType[]> {
  const answer = await csms.call(
    "GetInstalledCertificateIds",
    types.length > 0 ? { certificateType: types } : {},
  );
  assert.equal(answer.status, "Accepted");
  const chains = answer.certificateHashDataChain ?? [];
  assert(chains.length > 0);
  for (const { certificateType } of chains) {
    assert(types.length === 0 || types.includes(certificateType), certificateType);
  }
  return chains.map(({ certificateHashData }) => certificateHashData);
}

export function assertContains(
  hashes: readonly CertificateHashDataType[],
  certificate: CertificateHashDataType,
): void {
  assert(hashes.some((hash) => JSON.stringify(hash) === JSON.stringify(certificate)));
}

const TRIGGERS = {
  ChargingStationCertificate: "SignChargingStationCertificate",
  V2GCertificate: "SignV2GCertificate",
} as const;

/** The CSMS asks for a request: resolves with the CSR, which is checked. */
export async function requestTriggered(
  { csms }: StationUnderTest,
  type: CertificateSigningUseEnumType,
): Promise<string> {
  const { status } = await csms.call("TriggerMessage", { requestedMessage: TRIGGERS[type] });
  assert.equal(status, "Accepted");
  const { payload } = await csms.expect("SignCertificate");
  assertSigningRequest(payload, type);
  return payload.csr;
}

export function assertSigningRequest(
  request: RequestOf<"SignCertificate">,
  type: CertificateSigningUseEnumType,
): void {
  assert.equal(request.certificateType, type);
  // An EC key of 256 bits: 91 bytes with its particulars.
  assert.equal(readSigningRequest(request.csr).publicKey.length, 91);
}

/** Memory states RenewChargingStationCertificate and RenewV2GChargingStationCertificate. */
export async function renewed(
  station: StationUnderTest,
  type: CertificateSigningUseEnumType,
  issuer?: Certified,
): Promise<Certified> {
  return await certified(station, await requestTriggered(station, type), type, issuer);
}

/** The CSMS brings the certificate for this request, and the station accepts it. */
export async function certified(
  { csms }: StationUnderTest,
  csr: string,
  type: CertificateSigningUseEnumType,
  issuer?: Certified,
): Promise<Certified> {
  const certificate = await certify(csr, issuer ?? (await testPki()).root);
  const { status } = await csms.call("CertificateSigned", {
    certificateChain: certificate.cert,
    certificateType: type,
  });
  assert.equal(status, "Accepted");
  return certificate;
}
