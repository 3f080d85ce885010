/** The certificate of the station that was in use before the last renewal. */
export interface PreviousCertificate {
  /** PEM, leaf first. */
  readonly certChain: string;
  /** File of its private key. */
  readonly keyPath: string;
  /** SHA-256, hexadecimal, of the PEM chain that followed and did not work. Absent: not known yet which one works. */
  readonly discarded?: string;
}

/** Remembers it over restarts. Implemented by `storage/previous-certificate-repository`. */
export interface PreviousCertificateStore {
  load(): PreviousCertificate | undefined;
  /** Resolves when it is on disk; undefined: there is none any more. */
  save(certificate: PreviousCertificate | undefined): Promise<void>;
}
