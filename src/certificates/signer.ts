/** The candidate that has signed a certificate, other than the certificate itself; undefined when there is none. PEM. */
export async function signerOf(
  certificate: string,
  candidates: readonly string[],
): Promise<string | undefined> {
  // Loaded on demand: the module takes 4 MB that most stations never need.
  const { X509Certificate } = await import("node:crypto");
  try {
    const own = new X509Certificate(certificate);
    return candidates.find((candidate) => {
      const issuer = new X509Certificate(candidate);
      return own.checkIssued(issuer) && own.verify(issuer.publicKey) &&
        own.fingerprint256 !== issuer.fingerprint256;
    });
  } catch {
    // No candidate has signed a text that is no certificate.
    return undefined;
  }
}
