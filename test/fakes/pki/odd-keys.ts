import { generateKeyPairSync } from "node:crypto";
import { bitString, objectIdentifier, sequence } from "./der-writer.ts";

/** A key that no TLS of ours can use: DER of its SubjectPublicKeyInfo and, where somebody here can make one, its private key (PEM). */
export interface OddKey {
  readonly publicKey: Uint8Array;
  readonly privateKey?: string;
}

const spki = { type: "spki", format: "der" } as const;
const pkcs8 = { type: "pkcs8", format: "pem" } as const;

export function rsaKey(bits: number): OddKey {
  const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: bits });
  return {
    publicKey: new Uint8Array(publicKey.export(spki)),
    privateKey: privateKey.export(pkcs8).toString(),
  };
}

export function secp256k1Key(): OddKey {
  const curve = sequence(objectIdentifier("1.2.840.10045.2.1"), objectIdentifier("1.3.132.0.10"));
  const point = Uint8Array.of(4, ...crypto.getRandomValues(new Uint8Array(64)));
  return { publicKey: sequence(curve, bitString(point)) };
}

export function ed448Key(): OddKey {
  const key = crypto.getRandomValues(new Uint8Array(57));
  return { publicKey: sequence(sequence(objectIdentifier("1.3.101.113")), bitString(key)) };
}

/** An EC key of P-256 whose point is written with one coordinate. */
export function compressedKey(): OddKey {
  const curve = sequence(objectIdentifier("1.2.840.10045.2.1"), objectIdentifier("1.2.840.10045.3.1.7"));
  return { publicKey: sequence(curve, bitString(Uint8Array.of(2, ...new Uint8Array(32).fill(7)))) };
}
