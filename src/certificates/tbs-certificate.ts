import { type DerElement, derElements, DerTag } from "./der.ts";
import { pemCertificates } from "./pem.ts";

/** What an issuer signs of a certificate (TBSCertificate of RFC 5280 §4.1). */
export interface TbsCertificate {
  /** X.509 version, 1 to 3. */
  readonly version: number;
  /** Without the version, so that every field has the place that `TbsField` names. */
  readonly fields: readonly DerElement[];
  /** True when bytes follow the certificate in its PEM block. */
  readonly hasBytesBehind: boolean;
}

/** Places of the fields that every certificate has. */
export const TbsField = {
  serialNumber: 0,
  issuer: 2,
  validity: 3,
  subject: 4,
  subjectPublicKeyInfo: 5,
} as const;

const OCTET_STRING = 0x04;

/** Of every certificate in a PEM text, in its order; undefined for one that cannot be read. Total. */
export function tbsCertificates(pem: string): readonly (TbsCertificate | undefined)[] {
  return pemCertificates(pem).map((block) => {
    const der = derOf(block);
    return der && tbsCertificate(der);
  });
}

function derOf(block: string): Uint8Array | undefined {
  try {
    return Uint8Array.fromBase64(block.replace(/-----[^-]+-----/g, ""));
  } catch {
    // Not Base64.
    return undefined;
  }
}

/** Of a DER certificate; undefined when it cannot be read. Total. */
export function tbsCertificate(der: Uint8Array): TbsCertificate | undefined {
  const [certificate, ...behind] = derElements(der) ?? [];
  const tbs = certificate && derElements(certificate.content)?.[0];
  const fields = tbs && derElements(tbs.content);
  if (!fields) return undefined;
  const [first] = fields;
  const hasBytesBehind = behind.length > 0;
  // The first version is not written.
  if (first?.tag !== DerTag.version) return { version: 1, fields, hasBytesBehind };
  const version = (derElements(first.content)?.[0]?.content[0] ?? 0) + 1;
  return { version, fields: fields.slice(1), hasBytesBehind };
}

/**
 * What the first extension of this identifier (hexadecimal) holds (RFC 5280 §4.2); undefined when there is none.
 */
export function extensionOf({ fields }: TbsCertificate, identifier: string): DerElement | undefined {
  const extensions = fields.find(({ tag }) => tag === DerTag.extensions);
  const list = extensions && derElements(extensions.content)?.[0];
  for (const extension of (list && derElements(list.content)) ?? []) {
    const [id, ...rest] = derElements(extension.content) ?? [];
    const value = rest.at(-1);
    if (id?.content.toHex() !== identifier || value?.tag !== OCTET_STRING) continue;
    return derElements(value.content)?.[0];
  }
  return undefined;
}
