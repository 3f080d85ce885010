import type { KeyObject } from "node:crypto";
import { clientCertificateProblem } from "../../certificates/certificate-checks.ts";
import type { DialOptions } from "../socket.ts";
import { identityProblem } from "./runtime-verdict.ts";

export type ClientCertificate = NonNullable<NonNullable<DialOptions["tls"]>["clientCertificate"]>;

/** The station's certificate and key in the form that the runtime accepts. */
export type ClientIdentity =
  | { kind: "usable"; cert: string; key: string }
  | { kind: "unusable"; reason: string };

/** Loaded on demand: it needs 4 MB, which security profile 2 can save. */
const nodeCrypto = () => import("node:crypto");

/**
 * Why the station cannot show this chain (PEM, its own certificate first) to the CSMS with any key; undefined when it can.
 * For a certificate that is about to be accepted.
 */
export async function clientChainProblem(chain: string): Promise<string | undefined> {
  const problem = clientCertificateProblem(chain);
  if (problem !== undefined) return problem;
  // With any other key the runtime has read the whole certificate when it says that the two do not fit.
  const refusal = identityProblem(chain, await throwawayKey());
  return refusal === undefined || /KeyMismatch/.test(refusal) ? undefined : refusal;
}

/** A private key that is of no use to anybody. PEM, PKCS #8. */
async function throwawayKey(): Promise<string> {
  const { privateKey } = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, true, [
    "sign",
  ]);
  const der = new Uint8Array(await crypto.subtle.exportKey("pkcs8", privateKey));
  return `-----BEGIN PRIVATE KEY-----\n${der.toBase64()}\n-----END PRIVATE KEY-----\n`;
}

/**
 * Checks that TLS can use the certificate and its key, and decrypts the key when it is encrypted. Must happen before
 * `Deno.connectTls` gets the pair: it connects without a certificate, or ends the process, when it cannot use them.
 * An expired certificate is presented all the same; the CSMS decides (A00.FR.430).
 */
export async function clientIdentity(certificate: ClientCertificate): Promise<ClientIdentity> {
  const { certChain, privateKey, privateKeyPassword } = certificate;
  const problem = clientCertificateProblem(certChain);
  if (problem !== undefined) return unusable(problem);
  const { X509Certificate } = await nodeCrypto();
  const key = await readKey(privateKey, privateKeyPassword);
  if (typeof key === "string") return { kind: "unusable", reason: key };
  try {
    if (!new X509Certificate(certChain).checkPrivateKey(key)) {
      return { kind: "unusable", reason: "the private key does not belong to the client certificate" };
    }
    const plainKey = key.export({ type: "pkcs8", format: "pem" }).toString();
    const refusal = identityProblem(certChain, plainKey);
    return refusal === undefined ? { kind: "usable", cert: certChain, key: plainKey } : unusable(refusal);
  } catch {
    return unusable("it cannot be read");
  }
}

function unusable(problem: string): ClientIdentity {
  return { kind: "unusable", reason: `the client certificate cannot be used: ${problem}` };
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
