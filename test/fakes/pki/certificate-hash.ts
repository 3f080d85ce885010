import { createHash, X509Certificate } from "node:crypto";
import { derElements } from "../../../src/certificates/der.ts";
import type { CertificateHashData } from "../../../src/everest/interfaces/types/evse-security.ts";
import { sequence } from "./der-writer.ts";

/** The hashes by which OCPP and EVerest name a certificate; `issuer` is its own when it is self-signed. PEM. */
export function certificateHash(certificate: string, issuer: string = certificate): CertificateHashData {
  const own = new X509Certificate(certificate);
  const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
  return {
    hash_algorithm: "SHA256",
    issuer_name_hash: sha256(sequence(field(issuer, 5))),
    // The key itself, without the byte that counts the unused bits.
    issuer_key_hash: sha256(derElements(field(issuer, 6))![1]!.content.subarray(1)),
    serial_number: own.serialNumber.toLowerCase().replace(/^0+/, ""),
  };
}

/** Content of a field of the TBSCertificate of an X.509 v3 certificate: 5 is the subject, 6 its public key. */
function field(pem: string, index: number): Uint8Array {
  const der = new Uint8Array(new X509Certificate(pem).raw);
  return derElements(derElements(derElements(der)![0]!.content)![0]!.content)![index]!.content;
}
