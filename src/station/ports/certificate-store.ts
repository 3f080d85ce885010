import type {
  CertificateHashDataChainType,
  CertificateHashDataType,
  GetCertificateIdUseEnumType,
  InstallCertificateUseEnumType,
} from "../../ocpp/messages.ts";

/** What became of a certificate that was to be installed. */
export type InstallOutcome =
  | { readonly kind: "installed" }
  /** It is not fit to be installed. */
  | { readonly kind: "refused"; readonly reason: string }
  /** The store has no room for it. */
  | { readonly kind: "full"; readonly reason: string }
  /** It is, but it could not be stored. */
  | { readonly kind: "failed"; readonly reason: string };

export type DeleteOutcome = "deleted" | "notFound" | "failed";

/** The certificates that the station trusts, and those it shows to vehicles (M03–M05). Nothing rejects. */
export interface CertificateStore {
  /** `certificate` is PEM. */
  install(certificate: string, type: InstallCertificateUseEnumType): Promise<InstallOutcome>;
  delete(certificate: CertificateHashDataType): Promise<DeleteOutcome>;
  /** Installed certificates of these types, of all types without; undefined when the store does not answer. */
  installed(
    types: readonly GetCertificateIdUseEnumType[] | undefined,
  ): Promise<readonly CertificateHashDataChainType[] | undefined>;
  /**
   * Whether it is the certificate that the station shows to the CSMS, which is not for the CSMS to delete; undefined
   * when the store does not answer.
   */
  isStationCertificate(certificate: CertificateHashDataType): Promise<boolean | undefined>;
}
