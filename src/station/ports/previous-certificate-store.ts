/** The certificate of the station that was in use before the last renewal. */
export interface PreviousCertificate {
  /** PEM, leaf first. */
  readonly certChain: string;
  /** File of its private key. */
  readonly keyPath: string;
  /** SHA-256, hexadecimal, of the renewed PEM chain if the CSMS did not accept it. Absent: not known yet. */
  readonly discarded?: string;
}

/** Keeps it over restarts. Implemented by `storage/previous-certificate-repository`. */
export interface PreviousCertificateStore {
  load(): PreviousCertificate | undefined;
  /** Resolves when it is on disk; undefined removes it. */
  save(certificate: PreviousCertificate | undefined): Promise<void>;
}
