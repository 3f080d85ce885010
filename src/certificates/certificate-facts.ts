import { type DerElement, derElements, DerTag } from "./der.ts";
import { pemCertificates } from "./pem.ts";

/** The key that a certificate is about. */
export type PublicKey =
  | { readonly kind: "rsa"; readonly bits: number }
  /** `curve` is its usual name, or its object identifier in hexadecimal; undefined: not a named curve. */
  | { readonly kind: "ec"; readonly curve: string | undefined; readonly isCompressed: boolean }
  /** `algorithm` is its usual name, or its object identifier in hexadecimal. */
  | { readonly kind: "other"; readonly algorithm: string };

/** What a certificate says of itself, as far as we have to judge it before others do. */
export interface CertificateFacts {
  /** X.509 version, 1 to 3. */
  readonly version: number;
  readonly publicKey: PublicKey;
  /** basicConstraints: it may issue certificates. */
  readonly isAuthority: boolean;
}

const RSA = "2a864886f70d010101";
const EC = "2a8648ce3d0201";
const OTHER_ALGORITHMS: Readonly<Record<string, string>> = {
  "2b6570": "Ed25519",
  "2b6571": "Ed448",
  "2a864886f70d01010a": "RSA-PSS",
  "2a8648ce380401": "DSA",
};
const CURVES: Readonly<Record<string, string>> = {
  "2a8648ce3d030107": "P-256",
  "2b81040022": "P-384",
  "2b81040023": "P-521",
  "2b8104000a": "secp256k1",
  "2b81040021": "secp224r1",
};
const BASIC_CONSTRAINTS = "551d13";
const BOOLEAN = 0x01;
const OCTET_STRING = 0x04;
const UNCOMPRESSED_POINT = 0x04;

/** The facts of every certificate in a PEM text, in its order; undefined for one that cannot be read. Total. */
export function certificateFacts(pem: string): readonly (CertificateFacts | undefined)[] {
  return pemCertificates(pem).map((block) => {
    try {
      return factsOf(Uint8Array.fromBase64(block.replace(/-----[^-]+-----/g, "")));
    } catch {
      // Not Base64.
      return undefined;
    }
  });
}

function factsOf(der: Uint8Array): CertificateFacts | undefined {
  const [certificate, ...rest] = derElements(der) ?? [];
  const tbs = certificate && rest.length === 0 ? derElements(certificate.content)?.[0] : undefined;
  const fields = tbs && derElements(tbs.content);
  if (!fields) return undefined;
  const [first] = fields;
  const version = first?.tag === DerTag.version ? (derElements(first.content)?.[0]?.content[0] ?? 0) + 1 : 1;
  // serialNumber, signature, issuer, validity, subject, subjectPublicKeyInfo, …
  const keyInfo = (first?.tag === DerTag.version ? fields.slice(1) : fields)[5];
  const publicKey = keyInfo && publicKeyOf(keyInfo);
  if (publicKey === undefined) return undefined;
  const extensions = fields.find(({ tag }) => tag === DerTag.extensions);
  return { version, publicKey, isAuthority: isAuthority(extensions) };
}

function publicKeyOf({ content }: DerElement): PublicKey | undefined {
  const [algorithm, bits] = derElements(content) ?? [];
  const [identifier, parameters] = (algorithm && derElements(algorithm.content)) ?? [];
  if (identifier?.tag !== DerTag.objectIdentifier || bits === undefined) return undefined;
  // Without the byte that counts unused bits.
  const key = bits.content.subarray(1);
  const name = identifier.content.toHex();
  if (name === RSA) return rsaKey(key);
  if (name !== EC) return { kind: "other", algorithm: OTHER_ALGORITHMS[name] ?? name };
  const curve = parameters?.tag === DerTag.objectIdentifier ? parameters.content.toHex() : undefined;
  return {
    kind: "ec",
    curve: curve === undefined ? undefined : CURVES[curve] ?? curve,
    isCompressed: key[0] !== UNCOMPRESSED_POINT,
  };
}

function rsaKey(key: Uint8Array): PublicKey | undefined {
  const [sequence] = derElements(key) ?? [];
  const modulus = sequence && derElements(sequence.content)?.[0]?.content;
  const firstByte = modulus?.findIndex((byte) => byte !== 0) ?? -1;
  if (modulus === undefined || firstByte < 0) return undefined;
  const bits = (modulus.length - firstByte) * 8 - Math.clz32(modulus[firstByte]!) + 24;
  return { kind: "rsa", bits };
}

function isAuthority(extensions: DerElement | undefined): boolean {
  const list = extensions && derElements(extensions.content)?.[0];
  for (const extension of (list && derElements(list.content)) ?? []) {
    const [id, ...rest] = derElements(extension.content) ?? [];
    const value = rest.at(-1);
    if (id?.content.toHex() !== BASIC_CONSTRAINTS || value?.tag !== OCTET_STRING) continue;
    const constraints = derElements(value.content)?.[0];
    const [authority] = (constraints && derElements(constraints.content)) ?? [];
    return authority?.tag === BOOLEAN && authority.content[0] !== 0;
  }
  return false;
}
