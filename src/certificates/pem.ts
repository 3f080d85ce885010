/** The certificates in a PEM text, each with its BEGIN and END line. */
export function pemCertificates(text: string): string[] {
  return text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
}

/** True when both texts are the same certificate, however their lines end. */
export function isSamePem(one: string, other: string): boolean {
  return withoutSpace(one) === withoutSpace(other);
}

function withoutSpace(pem: string): string {
  return pem.replace(/\s/g, "");
}
