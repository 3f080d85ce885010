import { type Certified, createCertificate } from "./certificate.ts";

/** The certificates of a test run: the operator's hierarchy, and everything that may be wrong with one. */
export interface Pki {
  /** The only root a station trusts. */
  readonly root: Certified;
  readonly intermediate: Certified;
  /** Of an operator nobody here trusts. */
  readonly foreignRoot: Certified;
  /** For localhost, 127.0.0.1 and ::1, issued by the root. */
  readonly server: Certified;
  /** The same, issued by the intermediate; `cert` is the chain of both. */
  readonly serverOfIntermediate: Certified;
  readonly rsaServer: Certified;
  /** localhost as commonName only, the way A00.FR.510 and A00.FR.511 describe a CSMS certificate. */
  readonly commonNameServer: Certified;
  /** commonName other.example, no other name. */
  readonly commonNameElsewhere: Certified;
  /** commonName localhost, but a subjectAltName that says other.example. */
  readonly wrongHost: Certified;
  /** *.csms.example */
  readonly wildcard: Certified;
  /** For the name localhost, but for no address. */
  readonly nameOnly: Certified;
  readonly expired: Certified;
  readonly notYetValid: Certified;
  /** Properly signed by the root, but X.509 v1. */
  readonly version1: Certified;
  /** X.509 v1 that only claims to be issued by the root: signed with another key. */
  readonly forgedVersion1: Certified;
  /** Claims to be issued by the root, signed with another key. */
  readonly forged: Certified;
  readonly unknownIssuer: Certified;
  readonly criticalExtension: Certified;
  /** The station's own, commonName CS001. */
  readonly client: Certified;
  readonly rsaClient: Certified;
  readonly expiredClient: Certified;
  readonly foreignClient: Certified;
}

const DAY_MS = 24 * 3600 * 1000;
const LOOPBACK = [Uint8Array.of(127, 0, 0, 1), Uint8Array.from([...Array(15).fill(0), 1])];

let created: Promise<Pki> | undefined;

/** Made on first use, in a few milliseconds; the same for all tests of a process. */
export function testPki(): Promise<Pki> {
  return created ??= createPki();
}

async function createPki(): Promise<Pki> {
  const authority = (commonName: string, issuer?: Certified) =>
    createCertificate({ commonName, organization: "Operator", role: "authority", ...(issuer && { issuer }) });
  const root = await authority("Test CSMS Root");
  const foreignRoot = await authority("Foreign Root");
  const intermediate = await authority("Test CSMS Sub-CA", root);
  // Same name as the root, other key: what an attacker without the root's key can make.
  const forger = await createCertificate({ commonName: "", subject: root.subject, role: "authority" });
  const organization = "Operator";
  const localhost = { commonName: "localhost", organization, dnsNames: ["localhost"], ipAddresses: LOOPBACK };
  const station = { commonName: "CS001", organization };
  const past = { notBefore: new Date(Date.now() - 10 * DAY_MS), notAfter: new Date(Date.now() - DAY_MS) };
  const future = { notBefore: new Date(Date.now() + DAY_MS), notAfter: new Date(Date.now() + 10 * DAY_MS) };
  const serverOfIntermediate = await createCertificate({ ...localhost, issuer: intermediate });
  return {
    root,
    intermediate,
    foreignRoot,
    server: await createCertificate({ ...localhost, issuer: root }),
    serverOfIntermediate: { ...serverOfIntermediate, cert: serverOfIntermediate.cert + intermediate.cert },
    rsaServer: await createCertificate({ ...localhost, issuer: root, keyType: "rsa" }),
    commonNameServer: await createCertificate({ commonName: "localhost", organization, issuer: root }),
    commonNameElsewhere: await createCertificate({ commonName: "other.example", organization, issuer: root }),
    wrongHost: await createCertificate({
      ...localhost,
      dnsNames: ["other.example"],
      ipAddresses: [],
      issuer: root,
    }),
    wildcard: await createCertificate({
      ...localhost,
      dnsNames: ["*.csms.example"],
      ipAddresses: [],
      issuer: root,
    }),
    nameOnly: await createCertificate({ ...localhost, ipAddresses: [], issuer: root }),
    expired: await createCertificate({ ...localhost, ...past, issuer: root }),
    notYetValid: await createCertificate({ ...localhost, ...future, issuer: root }),
    version1: await createCertificate({ ...localhost, version: 1, issuer: root }),
    forgedVersion1: await createCertificate({ ...localhost, version: 1, issuer: forger }),
    forged: await createCertificate({ ...localhost, issuer: forger }),
    unknownIssuer: await createCertificate({ ...localhost, issuer: foreignRoot }),
    criticalExtension: await createCertificate({ ...localhost, strange: "criticalExtension", issuer: root }),
    client: await createCertificate({ ...station, issuer: root }),
    rsaClient: await createCertificate({ ...station, issuer: root, keyType: "rsa" }),
    expiredClient: await createCertificate({ ...station, ...past, issuer: root }),
    foreignClient: await createCertificate({ ...station, issuer: foreignRoot }),
  };
}
