/** The newest charging station certificate of the security module, in PEM. */
export interface NewestCertificate {
  readonly certChain: string;
  readonly privateKey: string;
  readonly privateKeyPassword?: string;
  /** The file of its private key, which stays when the certificate is renewed. */
  readonly keyPath: string;
}

/** Reads the charging station certificate. Nothing rejects. */
export interface ClientCertificateSource {
  newest(): Promise<
    | { readonly kind: "read"; readonly value: NewestCertificate }
    | { readonly kind: "unavailable"; readonly reason: string }
  >;
  /** The private key in a file that `keyPath` named, in PEM. */
  privateKey(path: string): Promise<
    | { readonly kind: "read"; readonly pem: string }
    | { readonly kind: "unavailable"; readonly reason: string }
  >;
}
