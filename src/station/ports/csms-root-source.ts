/** Reads the CSMS root certificates. Nothing rejects. */
export interface CsmsRootSource {
  /** PEM texts, each with one certificate or several. */
  installed(): Promise<
    | { readonly kind: "read"; readonly caCerts: readonly string[] }
    | { readonly kind: "unavailable"; readonly reason: string }
  >;
}
