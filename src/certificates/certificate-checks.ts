import { certificateFacts, type PublicKey } from "./certificate-facts.ts";

/** What the TLS of this program can sign with. */
const USABLE_CURVES: readonly string[] = ["P-256", "P-384", "P-521"];
const USABLE_ALGORITHMS: readonly string[] = ["Ed25519"];
const MIN_RSA_BITS = 2048;
const MAX_RSA_BITS = 8192;

/**
 * Why a chain (PEM, the station's own certificate first) cannot be shown to the CSMS; undefined when it can. The runtime
 * ends the process when it is given what it cannot use, so this is asked before a certificate is accepted.
 */
export function clientCertificateProblem(chain: string): string | undefined {
  const [own] = certificateFacts(chain);
  if (own === undefined) return "it cannot be read";
  if (own.version !== 3) return `it is an X.509 certificate of version ${own.version}, not 3`;
  return keyProblem(own.publicKey);
}

function keyProblem(key: PublicKey): string | undefined {
  switch (key.kind) {
    case "rsa":
      return key.bits < MIN_RSA_BITS || key.bits > MAX_RSA_BITS
        ? `its RSA key has ${key.bits} bits, not ${MIN_RSA_BITS} to ${MAX_RSA_BITS}`
        : undefined;
    case "ec":
      if (key.curve === undefined) return "its EC key has no named curve";
      if (!USABLE_CURVES.includes(key.curve)) {
        return `its EC key is on the curve ${key.curve}, not ${USABLE_CURVES.join(", ")}`;
      }
      return key.isCompressed ? "its EC key is compressed" : undefined;
    case "other":
      return USABLE_ALGORITHMS.includes(key.algorithm)
        ? undefined
        : `its key is of the kind ${key.algorithm}, which TLS here cannot use`;
  }
}

/** Why a text is no certificate of an authority, as InstallCertificate carries one (PEM); undefined when it is. */
export function authorityProblem(pem: string): string | undefined {
  const facts = certificateFacts(pem);
  const [own] = facts;
  if (own === undefined) return "it is not a PEM certificate that can be read";
  if (facts.length > 1) return "it is more than one certificate";
  // X.509 version 1 has no basicConstraints: authorities use version 3.
  return own.isAuthority ? undefined : "it is not the certificate of an authority (basicConstraints)";
}
