/** The charging station certificate that the security module has now. PEM. */
export interface NewestCertificate {
  readonly certChain: string;
  readonly privateKey: string;
  readonly privateKeyPassword?: string;
  /** The file of its private key, which stays where it is when the certificate is renewed. */
  readonly keyPath: string;
}

/** Where the charging station certificate comes from. Nothing rejects. */
export interface ClientCertificateSource {
  newest(): Promise<
    | { readonly kind: "read"; readonly value: NewestCertificate }
    | { readonly kind: "unavailable"; readonly reason: string }
  >;
  /** The private key in a file that was named before. PEM. */
  privateKey(path: string): Promise<
    | { readonly kind: "read"; readonly pem: string }
    | { readonly kind: "unavailable"; readonly reason: string }
  >;
}
