import { type Certified, createCertificate } from "../../fakes/pki/certificate.ts";
import { testPki } from "../../fakes/pki/pki.ts";
import { certificateInstalled } from "./certificates.ts";
import type { StationUnderTest } from "./station-under-test.ts";

export interface RenewedRoot {
  readonly root: Certified;
  /** Of the CSMS, issued by the new root. */
  readonly server: Certified;
}

/** Memory state CertificateInstalled for a CSMS root that the one in use has signed. */
export async function rootRenewed(station: StationUnderTest): Promise<RenewedRoot> {
  const organization = "Operator";
  const old = (await testPki()).root;
  const root = await createCertificate({
    commonName: "New CSMS Root",
    organization,
    role: "authority",
    issuer: old,
  });
  const server = await createCertificate({
    commonName: "localhost",
    organization,
    dnsNames: ["localhost"],
    ipAddresses: [Uint8Array.of(127, 0, 0, 1)],
    issuer: root,
  });
  await certificateInstalled(station, "CSMSRootCertificate", root);
  return { root, server };
}
