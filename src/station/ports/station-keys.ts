import type { CertificateSigningUseEnumType } from "../../ocpp/messages.ts";
import type { InstallOutcome } from "./certificate-store.ts";

/** The subject of a certificate request. */
export interface CertificateSubject {
  readonly commonName: string;
  readonly organization: string;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  /** Where the key is created and stored. */
  readonly keyStore: "file" | "tpm";
}

export type SigningRequest =
  /** PEM of RFC 2986. */
  | { readonly kind: "created"; readonly csr: string }
  | { readonly kind: "failed"; readonly reason: string };

/** Key pairs and certificates of the station. Nothing rejects. */
export interface StationKeys {
  /** Creates a key pair and the certificate request for it; the private key stays in the security module. */
  createSigningRequest(
    type: CertificateSigningUseEnumType,
    subject: CertificateSubject,
  ): Promise<SigningRequest>;
  /** Installs a certificate with its chain in PEM, leaf first. */
  installLeaf(type: CertificateSigningUseEnumType, chain: string): Promise<InstallOutcome>;
  /** Whole days until the certificate in use expires, 0 when there is none; undefined without an answer. */
  daysUntilExpiry(type: CertificateSigningUseEnumType): Promise<number | undefined>;
}
