import type { AcceptedCredentials, Credentials, TlsMaterial } from "../../csms/tls-credentials.ts";
import type { ClientCertificates } from "../../station/security/client-certificates.ts";
import type { CsmsRoots } from "../../station/certificates/csms-roots.ts";

export interface CsmsCredentialsDeps {
  readonly roots: CsmsRoots;
  readonly clientCertificates: ClientCertificates;
  raiseSecurityEvent(type: string, techInfo: string): void;
}

/** Certificates for the CSMS link from EVerest's security module, which names files; read anew for every dial. */
export function createCsmsCredentials(deps: CsmsCredentialsDeps): Credentials {
  const { roots, clientCertificates } = deps;
  return {
    async tlsMaterial(securityProfile, preferred): Promise<TlsMaterial> {
      const [trusted, client] = await Promise.all([
        roots.read(),
        securityProfile === 3 ? clientCertificates.read(preferred) : undefined,
      ]);
      if (trusted.kind === "unavailable") return trusted;
      const { kind: _, ...anchors } = trusted;
      if (client === undefined) return anchors;
      if (client.kind === "unavailable") return client;
      const { shown } = client;
      return {
        ...anchors,
        clientCertificate: client.value,
        ...(shown === undefined ? {} : { shown }),
      };
    },
    accepted: (what) => void settle(what),
  };

  async function settle({ shown, newRoot }: AcceptedCredentials): Promise<void> {
    if (newRoot) await roots.newRootWorked();
    if (shown === undefined) return;
    const trusted = await roots.read();
    const outcome = await clientCertificates.acceptedByCsms(
      shown,
      trusted.kind === "read" ? [...trusted.caCerts, ...trusted.fallbackCaCerts ?? []] : [],
    );
    if (outcome === "renewedDiscarded") {
      deps.raiseSecurityEvent("DiscardedRenewedClientCertificate", "no connection could be made with it");
    }
  }
}
