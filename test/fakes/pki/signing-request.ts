import { derElements } from "../../../src/certificates/der.ts";
import {
  type CertificateOptions,
  type Certified,
  createCertificate,
  distinguishedName,
  generateKeys,
  sign,
  signatureAlgorithm,
} from "./certificate.ts";
import { bitString, element, integer, sequence, toPem } from "./der-writer.ts";

/** A new key pair and the request to certify it (RFC 2986). */
export async function createSigningRequest(
  subject: Pick<CertificateOptions, "commonName" | "organization">,
): Promise<{ readonly keys: CryptoKeyPair; readonly csr: string }> {
  const keys = await generateKeys("ec");
  const info = sequence(
    integer(Uint8Array.of(0)),
    distinguishedName(subject),
    new Uint8Array(await crypto.subtle.exportKey("spki", keys.publicKey)),
    element(0xa0),
  );
  const der = sequence(info, signatureAlgorithm(keys), bitString(await sign(keys, info)));
  return { keys, csr: toPem("CERTIFICATE REQUEST", der) };
}

/** What a certification authority makes of a request; `options` spoils the certificate. */
export function certify(
  csr: string,
  issuer: Certified,
  options: Partial<CertificateOptions> = {},
): Promise<Certified> {
  const { subject, publicKey } = readSigningRequest(csr);
  return createCertificate({ commonName: "", subject, publicKey, issuer, ...options });
}

/** Subject and SubjectPublicKeyInfo, both DER. Throws for what is no PEM of RFC 2986. */
export function readSigningRequest(csr: string): { subject: Uint8Array; publicKey: Uint8Array } {
  const base64 = /^-----BEGIN CERTIFICATE REQUEST-----\n([^-]+)-----END CERTIFICATE REQUEST-----\n?$/
    .exec(csr)?.[1];
  const request = base64 && derElements(Uint8Array.fromBase64(base64))?.[0];
  const info = request && derElements(request.content)?.[0];
  const [, subject, publicKey] = (info && derElements(info.content)) || [];
  if (!subject || !publicKey) throw new Error(`no certificate signing request: ${csr}`);
  return { subject: sequence(subject.content), publicKey: sequence(publicKey.content) };
}
