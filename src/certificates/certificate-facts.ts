import { type DerElement, derElements, DerTag } from "./der.ts";
import { extensionOf, type TbsCertificate, tbsCertificates, TbsField } from "./tbs-certificate.ts";

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
const UNCOMPRESSED_POINT = 0x04;

/** The facts of every certificate in a PEM text, in its order; undefined for one that cannot be read. Total. */
export function certificateFacts(pem: string): readonly (CertificateFacts | undefined)[] {
  return tbsCertificates(pem).map((tbs) => tbs && factsOf(tbs));
}

function factsOf(tbs: TbsCertificate): CertificateFacts | undefined {
  const keyInfo = tbs.fields[TbsField.subjectPublicKeyInfo];
  const publicKey = keyInfo && publicKeyOf(keyInfo);
  if (tbs.hasBytesBehind || publicKey === undefined) return undefined;
  return { version: tbs.version, publicKey, isAuthority: isAuthority(tbs) };
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

function isAuthority(tbs: TbsCertificate): boolean {
  const constraints = extensionOf(tbs, BASIC_CONSTRAINTS);
  const [authority] = (constraints && derElements(constraints.content)) ?? [];
  return authority?.tag === BOOLEAN && authority.content[0] !== 0;
}
