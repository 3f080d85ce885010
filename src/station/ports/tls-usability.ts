/** What the TLS of this program can work with, whatever the security module thinks of it. */
export interface TlsUsability {
  /** Why a chain (PEM, the station's own certificate first) cannot be shown to the CSMS; undefined when it can. */
  clientChainProblem(chain: string): Promise<string | undefined>;
  /** Why a certificate (PEM) cannot be a root of the CSMS; undefined when it can. */
  rootProblem(certificate: string): string | undefined;
}
