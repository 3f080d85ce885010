import type {
  CertificateHashDataChainType,
  CertificateHashDataType,
  GetCertificateIdUseEnumType,
  InstallCertificateUseEnumType,
} from "../../ocpp/messages.ts";

/** Outcome of installing a certificate. */
export type InstallOutcome =
  | { readonly kind: "installed" }
  /** The certificate is not acceptable. */
  | { readonly kind: "refused"; readonly reason: string }
  /** The store has no room for it. */
  | { readonly kind: "full"; readonly reason: string }
  /** The certificate is acceptable but could not be stored. */
  | { readonly kind: "failed"; readonly reason: string };

export type DeleteOutcome = "deleted" | "notFound" | "failed";

/** The certificates that the station trusts and those for vehicles (M03–M05). Nothing rejects. */
export interface CertificateStore {
  /** `certificate` is PEM. */
  install(certificate: string, type: InstallCertificateUseEnumType): Promise<InstallOutcome>;
  delete(certificate: CertificateHashDataType): Promise<DeleteOutcome>;
  /** Installed certificates of these types, or of all types; undefined when the store does not answer. */
  installed(
    types: readonly GetCertificateIdUseEnumType[] | undefined,
  ): Promise<readonly CertificateHashDataChainType[] | undefined>;
  /**
   * Whether it is the client certificate of the connection to the CSMS, which the CSMS must not delete;
   * undefined when the store does not answer.
   */
  isStationCertificate(certificate: CertificateHashDataType): Promise<boolean | undefined>;
}
