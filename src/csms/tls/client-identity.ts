import type { KeyObject } from "node:crypto";
import type { DialOptions } from "../socket.ts";

export type ClientCertificate = NonNullable<NonNullable<DialOptions["tls"]>["clientCertificate"]>;

/** The station's certificate and key in the form that the runtime accepts. */
export type ClientIdentity =
  | { kind: "usable"; cert: string; key: string }
  | { kind: "unusable"; reason: string };

/** Loaded on demand: it needs 4 MB, which security profile 2 can save. */
const nodeCrypto = () => import("node:crypto");

/**
 * Checks that the key belongs to the certificate and decrypts it when it is encrypted. Must happen before the
 * runtime gets the pair: it connects without a certificate, or panics, when the two do not match. An expired
 * certificate is presented all the same; the CSMS decides (A00.FR.430).
 */
export async function clientIdentity(certificate: ClientCertificate): Promise<ClientIdentity> {
  const { certChain, privateKey, privateKeyPassword } = certificate;
  const { X509Certificate } = await nodeCrypto();
  const key = await readKey(privateKey, privateKeyPassword);
  if (typeof key === "string") return { kind: "unusable", reason: key };
  try {
    if (!new X509Certificate(certChain).checkPrivateKey(key)) {
      return { kind: "unusable", reason: "the private key does not belong to the client certificate" };
    }
    return { kind: "usable", cert: certChain, key: key.export({ type: "pkcs8", format: "pem" }).toString() };
  } catch {
    return { kind: "unusable", reason: "the client certificate cannot be read" };
  }
}

/** The key, or the reason why it cannot be read. The reason never contains key material. */
async function readKey(privateKey: string, password: string | undefined): Promise<KeyObject | string> {
  const { createPrivateKey } = await nodeCrypto();
  try {
    return createPrivateKey({ key: privateKey, ...(password !== undefined && { passphrase: password }) });
  } catch {
    return password === undefined
      ? "the private key cannot be read"
      : "the private key cannot be read with its password";
  }
}
