import type { CertificateSigningUseEnumType } from "../../ocpp/messages.ts";
import type { InstallOutcome } from "./certificate-store.ts";

/** The subject of a certificate request. */
export interface CertificateSubject {
  readonly commonName: string;
  readonly organization: string;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  /** Whether the key is made and kept in the TPM. */
  readonly keyStore: "file" | "tpm";
}

export type SigningRequest =
  /** PEM of RFC 2986. */
  | { readonly kind: "created"; readonly csr: string }
  | { readonly kind: "failed"; readonly reason: string };

/** Key pairs and certificates of the station itself. Nothing rejects. */
export interface StationKeys {
  /** A new key pair and the request to certify it; the private key stays where it was made. */
  createSigningRequest(
    type: CertificateSigningUseEnumType,
    subject: CertificateSubject,
  ): Promise<SigningRequest>;
  /** Puts a certificate in use: leaf first, then its sub-CAs, PEM. */
  installLeaf(type: CertificateSigningUseEnumType, chain: string): Promise<InstallOutcome>;
  /** Whole days until the certificate in use expires, 0 when there is none; undefined when nobody knows. */
  daysUntilExpiry(type: CertificateSigningUseEnumType): Promise<number | undefined>;
}
