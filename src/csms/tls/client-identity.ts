import type { KeyObject } from "node:crypto";
import type { DialOptions } from "../socket.ts";

export type ClientCertificate = NonNullable<NonNullable<DialOptions["tls"]>["clientCertificate"]>;

/** The station's certificate and key in the form the runtime takes them. */
export type ClientIdentity =
  | { kind: "usable"; cert: string; key: string }
  | { kind: "unusable"; reason: string };

/** Loaded when a client certificate is there: it takes 4 MB that security profile 2 does not need. */
const nodeCrypto = () => import("node:crypto");

/**
 * Checks that the key belongs to the certificate and decrypts it when it is encrypted. Must happen before the
 * pair is handed to the runtime, which connects without a certificate, or panics, when the two do not fit.
 * Whether the certificate has expired is left to the CSMS.
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

/** The key, or why there is none. Never says anything of the key itself. */
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
