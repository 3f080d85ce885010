import type { CertificateHashDataType } from "../ocpp/messages.ts";
import { type DerElement, derElements } from "./der.ts";
import { type TbsCertificate, tbsCertificates, TbsField } from "./tbs-certificate.ts";

/**
 * The hash data that names a certificate. The hash of the issuer's key is a part of it, so the issuer's certificate is
 * needed. `chain` is PEM with the certificate first; the issuer is in it or among `roots`. Undefined when the issuer is
 * not among them, or the certificate cannot be read.
 */
export async function certificateHashOf(
  chain: string,
  roots: readonly string[],
): Promise<CertificateHashDataType | undefined> {
  const [own, ...others] = [chain, ...roots].flatMap(readable);
  const issuer = others.find((candidate) =>
    own && sameBytes(candidate.fields[TbsField.subject], own.fields[TbsField.issuer])
  );
  const key = issuer &&
    derElements(issuer.fields[TbsField.subjectPublicKeyInfo]?.content ?? new Uint8Array(0))?.[1]?.content;
  const name = await certificateNameOf(chain);
  if (!name || !key) return undefined;
  // Without the byte that counts unused bits.
  return { hashAlgorithm: "SHA256", ...name, issuerKeyHash: await sha256(key.subarray(1)) };
}

/** Issuer and serial number: they name a certificate as well. */
export type CertificateName = Pick<CertificateHashDataType, "issuerNameHash" | "serialNumber">;

const ALGORITHMS = { SHA256: "SHA-256", SHA384: "SHA-384", SHA512: "SHA-512" } as const;

/** The name of the first certificate in `pem`; undefined when there is none. */
export async function certificateNameOf(
  pem: string,
  algorithm: keyof typeof ALGORITHMS = "SHA256",
): Promise<CertificateName | undefined> {
  const [own] = readable(pem);
  const [serial, issuerName] = [own?.fields[TbsField.serialNumber], own?.fields[TbsField.issuer]];
  if (!serial || !issuerName) return undefined;
  return {
    issuerNameHash: await digest(ALGORITHMS[algorithm], withHeader(issuerName)),
    serialNumber: plainSerial(serial.content.toHex()),
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

/**
 * Whether the hash data means this certificate. Issuer and serial number decide; the issuer's certificate is not needed.
 * Rejects for text that is no PEM certificate.
 */
export async function identifies(hash: CertificateHashDataType, pem: string): Promise<boolean> {
  const name = await certificateNameOf(pem, hash.hashAlgorithm);
  if (name === undefined) throw new Error("the file holds no certificate");
  return name.serialNumber === plainSerial(hash.serialNumber) &&
    name.issuerNameHash === hash.issuerNameHash.toLowerCase();
}

/** Those that can be read: another is no certificate, and so no issuer either. */
function readable(pem: string): readonly TbsCertificate[] {
  return tbsCertificates(pem).filter((tbs) => tbs !== undefined);
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
