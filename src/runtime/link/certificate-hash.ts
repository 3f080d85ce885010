import { type DerElement, derElements, DerTag } from "../../csms/tls/der.ts";
import type { CertificateHashData } from "../../everest/interfaces/types/evse-security.ts";

/** Positions in TBSCertificate after [version]: serialNumber, signature, issuer, validity, subject, key. */
const ISSUER = 2;
const SUBJECT = 4;
const PUBLIC_KEY = 5;

/**
 * How EVerest names a certificate: needs the certificate of its issuer, of which it takes the key. `chain` is PEM with the
 * certificate first; the issuer is in it or among `roots`. Undefined when nothing here has issued it, or it cannot be
 * read.
 */
export async function certificateHashOf(
  chain: string,
  roots: readonly string[],
): Promise<CertificateHashData | undefined> {
  const [own, ...others] = [chain, ...roots].flatMap(certificatesIn).flatMap(tbsFields);
  const issuer = others.find((candidate) => own && sameBytes(candidate.fields[SUBJECT], own.fields[ISSUER]));
  const key = issuer && derElements(issuer.fields[PUBLIC_KEY]?.content ?? new Uint8Array(0))?.[1]?.content;
  const name = await certificateNameOf(chain);
  if (!name || !key) return undefined;
  // Without the byte that counts unused bits.
  return { hash_algorithm: "SHA256", ...name, issuer_key_hash: await sha256(key.subarray(1)) };
}

const ALGORITHMS = { SHA256: "SHA-256", SHA384: "SHA-384", SHA512: "SHA-512" } as const;

/** Issuer and serial number, which name a certificate too. `pem`: the first one counts; undefined when there is none. */
export async function certificateNameOf(
  pem: string,
  algorithm: keyof typeof ALGORITHMS = "SHA256",
): Promise<Pick<CertificateHashData, "issuer_name_hash" | "serial_number"> | undefined> {
  const [own] = certificatesIn(pem).flatMap(tbsFields);
  const [serial, issuerName] = [own?.fields[0], own?.fields[ISSUER]];
  if (!serial || !issuerName) return undefined;
  return {
    issuer_name_hash: await digest(ALGORITHMS[algorithm], withHeader(issuerName)),
    serial_number: plainSerial(serial.content.toHex()),
  };
}

/** Serial numbers are written with and without leading zeros. */
export function plainSerial(serial: string): string {
  return serial.toLowerCase().replace(/^0+(?=.)/, "");
}

/** SHA-256 in hexadecimal. */
export function sha256(bytes: Uint8Array): Promise<string> {
  return digest("SHA-256", bytes);
}

async function digest(algorithm: string, bytes: Uint8Array): Promise<string> {
  return new Uint8Array(await crypto.subtle.digest(algorithm, new Uint8Array(bytes))).toHex();
}

function certificatesIn(pem: string): Uint8Array[] {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  return blocks.flatMap((block) => {
    try {
      return [Uint8Array.fromBase64(block.replace(/-----[^-]+-----/g, ""))];
    } catch {
      // Not Base64: no certificate, and so no issuer either.
      return [];
    }
  });
}

function tbsFields(der: Uint8Array): { fields: readonly DerElement[] }[] {
  const certificate = derElements(der)?.[0];
  const tbs = certificate && derElements(certificate.content)?.[0];
  const fields = tbs && derElements(tbs.content);
  if (!fields) return [];
  return [{ fields: fields[0]?.tag === DerTag.version ? fields.slice(1) : fields }];
}

function sameBytes(one: DerElement | undefined, other: DerElement | undefined): boolean {
  return one !== undefined && other !== undefined && one.content.toHex() === other.content.toHex();
}

/** The element as it stands in the certificate; its header is just before its content. */
function withHeader({ content }: DerElement): Uint8Array {
  const lengthBytes = content.length < 0x80 ? 1 : content.length < 0x100 ? 2 : 3;
  const start = content.byteOffset - lengthBytes - 1;
  return new Uint8Array(content.buffer, start, content.length + lengthBytes + 1);
}
