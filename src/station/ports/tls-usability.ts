/** Which certificates the TLS library of this program can use; the security module may accept others. */
export interface TlsUsability {
  /** Why a chain (PEM, leaf first) cannot be used as client certificate; undefined when it can. */
  clientChainProblem(chain: string): Promise<string | undefined>;
  /** Why a certificate (PEM) cannot be used as CSMS root; undefined when it can. */
  rootProblem(certificate: string): string | undefined;
}
