import { derElements, DerTag } from "../../csms/tls/der.ts";
import type { EvseSecurity } from "../../everest/interfaces/evse-security.ts";
import type { Logger } from "../../kernel/logger.ts";
import type { CertificateHashDataType } from "../../ocpp/messages.ts";
import type { CertificateStore } from "../../station/ports/certificate-store.ts";

const TIMEOUT_MS = 10_000;

/** Tells whether a hash means a certificate that the station itself shows to the CSMS (M04.FR.06). */
export function stationCertificateCheck(
  security: EvseSecurity,
  log: Logger,
): CertificateStore["isStationCertificate"] {
  return async (hash) => {
    const request = { certificate_type: "CSMS", encoding: "PEM", include_ocsp: false } as const;
    const answer = await security.getLeafCertificateInfo(request, TIMEOUT_MS);
    if (answer.kind === "failed") return undefined;
    if (answer.value.status !== "Accepted") return false;
    const path = answer.value.info?.certificate ?? answer.value.info?.certificate_single;
    if (path === undefined) return false;
    try {
      return await identifies(hash, await Deno.readTextFile(path));
    } catch (error) {
      log.warning("certificate of the station cannot be read", { path, error: String(error) });
      return false;
    }
  };
}

/** Issuer and serial number name a certificate; the issuer's key need not be at hand. Throws for what is no PEM. */
export async function identifies(hash: CertificateHashDataType, pem: string): Promise<boolean> {
  // Loaded on demand: it takes 4 MB that most stations never need.
  const { createHash, X509Certificate } = await import("node:crypto");
  const certificate = new X509Certificate(pem);
  if (plain(certificate.serialNumber) !== plain(hash.serialNumber)) return false;
  const issuer = issuerOf(new Uint8Array(certificate.raw));
  if (issuer === undefined) return false;
  const algorithm = { SHA256: "sha256", SHA384: "sha384", SHA512: "sha512" }[hash.hashAlgorithm];
  return createHash(algorithm).update(issuer).digest("hex") === hash.issuerNameHash.toLowerCase();
}

/** Serial numbers are written with and without leading zeros. */
function plain(serialNumber: string): string {
  return serialNumber.toLowerCase().replace(/^0+(?=.)/, "");
}

/** The issuer's name, DER with its header. */
function issuerOf(der: Uint8Array): Uint8Array | undefined {
  const certificate = derElements(der)?.[0];
  const tbs = certificate && derElements(certificate.content)?.[0];
  const fields = tbs && derElements(tbs.content);
  // TBSCertificate: [version], serialNumber, signature, issuer, …
  const at = fields?.[0]?.tag === DerTag.version ? 3 : 2;
  const [before, issuer] = [fields?.[at - 1], fields?.[at]];
  if (!before || !issuer) return undefined;
  const start = before.content.byteOffset + before.content.length;
  const end = issuer.content.byteOffset + issuer.content.length;
  return new Uint8Array(der.buffer, start, end - start);
}
