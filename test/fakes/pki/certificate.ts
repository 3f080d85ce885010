import {
  bitString,
  boolean,
  element,
  integer,
  objectIdentifier,
  octetString,
  printableString,
  sequence,
  set,
  time,
  toPem,
  utf8String,
} from "./der-writer.ts";

/** A certificate with its private key. */
export interface Certified {
  readonly subject: Uint8Array;
  readonly keys: CryptoKeyPair;
  readonly der: Uint8Array;
  /** PEM of this certificate alone. */
  readonly cert: string;
  /** PEM, PKCS #8. */
  readonly key: string;
}

export interface CertificateOptions {
  readonly commonName: string;
  readonly organization?: string;
  /** The whole subject, DER; instead of the two above. */
  readonly subject?: Uint8Array;
  /** Signs the certificate; self-signed without. */
  readonly issuer?: Certified;
  /** 1 leaves out every extension. Default 3. */
  readonly version?: 1 | 3;
  readonly notBefore?: Date;
  readonly notAfter?: Date;
  readonly dnsNames?: readonly string[];
  /** IPv4 or IPv6, as bytes. */
  readonly ipAddresses?: readonly Uint8Array[];
  readonly role?: "authority" | "endEntity";
  readonly keyType?: "ec" | "rsa";
  /** DER of the SubjectPublicKeyInfo to certify instead of an own key; the `key` that comes out is then of no use. */
  readonly publicKey?: Uint8Array;
  /** Adds a critical extension nobody knows. */
  readonly strange?: "criticalExtension";
}

const DAY_MS = 24 * 3600 * 1000;
const RSA = { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" };
const EC = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };

/** Makes a key and a certificate for it. */
export async function createCertificate(options: CertificateOptions): Promise<Certified> {
  const keys = await generateKeys(options.keyType ?? "ec");
  const subject = options.subject ?? distinguishedName(options);
  const signer = options.issuer?.keys ?? keys;
  const algorithm = signatureAlgorithm(signer);
  const now = Date.now();
  const version = options.version ?? 3;
  const toBeSigned = sequence(
    ...(version === 3 ? [element(0xa0, integer(Uint8Array.of(2)))] : []),
    integer(crypto.getRandomValues(new Uint8Array(16))),
    algorithm,
    options.issuer?.subject ?? subject,
    sequence(
      time(options.notBefore ?? new Date(now - DAY_MS)),
      time(options.notAfter ?? new Date(now + 30 * DAY_MS)),
    ),
    subject,
    options.publicKey ?? new Uint8Array(await crypto.subtle.exportKey("spki", keys.publicKey)),
    ...(version === 3 ? [element(0xa3, sequence(...extensions(options)))] : []),
  );
  const der = sequence(toBeSigned, algorithm, bitString(await sign(signer, toBeSigned)));
  const key = new Uint8Array(await crypto.subtle.exportKey("pkcs8", keys.privateKey));
  return { subject, keys, der, cert: toPem("CERTIFICATE", der), key: toPem("PRIVATE KEY", key) };
}

export function generateKeys(type: "ec" | "rsa"): Promise<CryptoKeyPair> {
  const rsa = { ...RSA, modulusLength: 2048, publicExponent: Uint8Array.of(1, 0, 1) };
  return crypto.subtle.generateKey(type === "rsa" ? rsa : EC, true, ["sign", "verify"]) as Promise<
    CryptoKeyPair
  >;
}

export function distinguishedName(
  { commonName, organization }: Pick<CertificateOptions, "commonName" | "organization">,
): Uint8Array {
  const attribute = (type: string, value: string) => set(sequence(objectIdentifier(type), utf8String(value)));
  return sequence(
    ...(organization === undefined ? [] : [attribute("2.5.4.10", organization)]),
    attribute("2.5.4.3", commonName),
  );
}

/** A name written with PrintableString throughout, as the public authorities' names are. */
export function printableName(
  ...attributes: readonly (readonly [type: string, value: string])[]
): Uint8Array {
  return sequence(
    ...attributes.map(([type, value]) => set(sequence(objectIdentifier(type), printableString(value)))),
  );
}

function extensions({ role, dnsNames = [], ipAddresses = [], strange }: CertificateOptions): Uint8Array[] {
  const list = [
    role === "authority"
      ? extension("2.5.29.19", "critical", sequence(boolean("true")))
      : extension("2.5.29.19", "critical", sequence()),
    role === "authority"
      // keyCertSign and cRLSign; digitalSignature otherwise.
      ? extension("2.5.29.15", "critical", bitString(Uint8Array.of(0x06), 1))
      : extension("2.5.29.15", "critical", bitString(Uint8Array.of(0x80), 7)),
  ];
  if (dnsNames.length + ipAddresses.length > 0) {
    const names = [
      ...dnsNames.map((name) => element(0x82, new TextEncoder().encode(name))),
      ...ipAddresses.map((address) => element(0x87, address)),
    ];
    list.push(extension("2.5.29.17", "optional", sequence(...names)));
  }
  if (strange) list.push(extension("1.3.6.1.4.1.99999.1", "critical", octetString()));
  return list;
}

function extension(id: string, weight: "critical" | "optional", value: Uint8Array): Uint8Array {
  return sequence(
    objectIdentifier(id),
    ...(weight === "critical" ? [boolean("true")] : []),
    octetString(value),
  );
}

const isRsa = (keys: CryptoKeyPair) => keys.privateKey.algorithm.name === RSA.name;

export function signatureAlgorithm(signer: CryptoKeyPair): Uint8Array {
  return isRsa(signer)
    ? sequence(objectIdentifier("1.2.840.113549.1.1.11"), element(0x05))
    : sequence(objectIdentifier("1.2.840.10045.4.3.2"));
}

export async function sign(signer: CryptoKeyPair, data: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const signature = new Uint8Array(
    await crypto.subtle.sign(isRsa(signer) ? RSA : EC, signer.privateKey, data),
  );
  if (isRsa(signer)) return signature;
  // WebCrypto gives r and s side by side, X.509 wants them as a sequence of two integers.
  return sequence(integer(signature.subarray(0, 32)), integer(signature.subarray(32)));
}
