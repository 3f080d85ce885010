import { Buffer } from "node:buffer";
import { X509Certificate } from "node:crypto";
import type {
  CaCertificateType,
  CertificateHashData,
  CertificateHashDataChain,
  CertificateType,
  CertificateValidationResult,
  DeleteCertificateResult,
  InstallCertificateResult,
  LeafCertificateType,
} from "../../../src/everest/interfaces/types/evse-security.ts";
import { certificateHash } from "../pki/certificate-hash.ts";
import { toPem } from "../pki/der-writer.ts";
import { createSigningRequest } from "../pki/signing-request.ts";

/** A leaf that is in use. PEM. */
export interface Leaf {
  /** The leaf first, then its sub-CAs. */
  readonly chain: readonly string[];
  readonly key: string;
}

const ROOT_TYPES = {
  CSMS: "CSMSRootCertificate",
  MF: "MFRootCertificate",
  MO: "MORootCertificate",
  V2G: "V2GRootCertificate",
} as const satisfies Record<CaCertificateType, CertificateType>;

/** What EVerest's EvseSecurity keeps, with real certificates: it verifies them, and makes real keys and requests. */
export class SimulatedCertificates {
  readonly roots: Readonly<Record<CaCertificateType, string[]>> = { CSMS: [], MF: [], MO: [], V2G: [] };
  readonly leaves = new Map<LeafCertificateType, Leaf>();
  readonly #requested = new Map<LeafCertificateType, CryptoKeyPair>();

  /** Most certificates it takes. */
  capacity = 100;

  install(certificate: string, type: CaCertificateType): InstallCertificateResult {
    const parsed = parse(certificate);
    if (!parsed) return "InvalidFormat";
    if (!parsed.ca) return "InvalidCertificateChain";
    if (!isValidNow(parsed)) return "Expired";
    if (this.#hashes().length >= this.capacity) return "CertificateStoreMaxLengthExceeded";
    if (!this.roots[type].includes(certificate)) this.roots[type].push(certificate);
    return "Accepted";
  }

  delete(hash: CertificateHashData): DeleteCertificateResult {
    for (const list of Object.values(this.roots)) {
      const index = list.findIndex((certificate) => isSame(certificateHash(certificate), hash));
      if (index >= 0) {
        list.splice(index, 1);
        return "Accepted";
      }
    }
    // As the real one, it deletes leaves too: whoever calls must know better.
    for (const [type, leaf] of this.leaves) {
      if (!isSame(this.#leafHash(type, leaf), hash)) continue;
      this.leaves.delete(type);
      return "Accepted";
    }
    return "NotFound";
  }

  installed(types: readonly CertificateType[]): CertificateHashDataChain[] {
    const roots = (Object.keys(ROOT_TYPES) as CaCertificateType[])
      .filter((type) => types.includes(ROOT_TYPES[type]))
      .flatMap((type) =>
        this.roots[type].map((certificate) => ({
          certificate_type: ROOT_TYPES[type],
          certificate_hash_data: certificateHash(certificate),
        }))
      );
    const chain = types.includes("V2GCertificateChain") ? this.v2gHashes() : [];
    const [leaf, ...subCas] = chain;
    if (!leaf) return roots;
    return [...roots, {
      certificate_type: "V2GCertificateChain",
      certificate_hash_data: leaf,
      child_certificate_hash_data: subCas,
    }];
  }

  /** Leaf and sub-CAs of the V2G certificate in use. */
  v2gHashes(): CertificateHashData[] {
    const chain = this.leaves.get("V2G")?.chain ?? [];
    return chain.map((certificate, index) =>
      certificateHash(certificate, chain[index + 1] ?? this.#issuerOf(certificate, "V2G") ?? certificate)
    );
  }

  async request(type: LeafCertificateType, commonName: string, organization: string): Promise<string> {
    const { keys, csr } = await createSigningRequest({ commonName, organization });
    this.#requested.set(type, keys);
    return csr;
  }

  async update(chainText: string, type: LeafCertificateType & CaCertificateType) {
    const chain = chainText.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----\n?/g) ?? [];
    const parsed = chain.map(parse);
    const [leaf] = parsed;
    if (!leaf || parsed.some((certificate) => !certificate)) return "InvalidFormat";
    if (!isValidNow(leaf)) return "Expired";
    if (this.roots[type].length === 0) return "NoRootCertificateInstalled";
    for (const [index, certificate] of parsed.entries()) {
      const issuer = chain[index + 1] ?? this.#issuerOf(chain[index]!, type);
      if (!issuer || !certificate!.verify(new X509Certificate(issuer).publicKey)) {
        return "InvalidCertificateChain";
      }
    }
    const keys = this.#requested.get(type);
    const requested = keys && Buffer.from(await crypto.subtle.exportKey("spki", keys.publicKey));
    if (!requested?.equals(leaf.publicKey.export({ type: "spki", format: "der" }))) return "InvalidSignature";
    const key = toPem(
      "PRIVATE KEY",
      new Uint8Array(await crypto.subtle.exportKey("pkcs8", keys!.privateKey)),
    );
    this.leaves.set(type, { chain, key });
    return "Accepted";
  }

  /** `verify_certificate` of a leaf that a root of one of these types has issued itself. */
  verify(certificate: string, types: readonly LeafCertificateType[]): CertificateValidationResult {
    const parsed = parse(certificate);
    if (!parsed) return "Unknown";
    if (!isValidNow(parsed)) return "Expired";
    return types.some((type) => this.#issuerOf(certificate, type)) ? "Valid" : "IssuerNotFound";
  }

  /** Of a contract: its hashes, when the root that issued it is installed. */
  contractHashes(certificate: string): CertificateHashData[] {
    if (!parse(certificate)) return [];
    const issuer = this.#issuerOf(certificate, "MO") ?? this.#issuerOf(certificate, "V2G");
    return issuer === undefined ? [] : [certificateHash(certificate, issuer)];
  }

  #issuerOf(certificate: string, type: CaCertificateType): string | undefined {
    const parsed = new X509Certificate(certificate);
    return this.roots[type].find((root) => {
      const candidate = new X509Certificate(root);
      return parsed.issuer === candidate.subject && parsed.verify(candidate.publicKey);
    });
  }

  #leafHash(type: LeafCertificateType, { chain }: Leaf): CertificateHashData {
    const [leaf = "", subCa] = chain;
    return certificateHash(leaf, subCa ?? this.#issuerOf(leaf, type) ?? leaf);
  }

  #hashes(): CertificateHashData[] {
    return this.installed([...Object.values(ROOT_TYPES), "V2GCertificateChain"])
      .flatMap((chain) => [chain.certificate_hash_data, ...(chain.child_certificate_hash_data ?? [])]);
  }
}

function parse(pem: string): X509Certificate | undefined {
  try {
    return new X509Certificate(pem);
  } catch {
    return undefined;
  }
}

function isValidNow(certificate: X509Certificate): boolean {
  return Date.parse(certificate.validFrom) <= Date.now() && Date.now() < Date.parse(certificate.validTo);
}

function isSame(a: CertificateHashData, b: CertificateHashData): boolean {
  return a.issuer_name_hash === b.issuer_name_hash && a.issuer_key_hash === b.issuer_key_hash &&
    a.serial_number === b.serial_number;
}
