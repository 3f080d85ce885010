import { tlsUsability } from "../../csms/tls/tls-usability.ts";
import {
  type CertificatesBlock,
  createCertificatesBlock,
} from "../../station/certificates/certificates-block.ts";
import { createEvCertificates, type EvCertificates } from "../../station/certificates/ev-certificates.ts";
import { createOcspRefresh } from "../../station/certificates/ocsp-refresh.ts";
import type { ProvisioningBlock } from "../../station/provisioning/provisioning-block.ts";
import { createCertificateExpiry } from "../../station/security/certificate-expiry.ts";
import { createCertificateSigning } from "../../station/security/certificate-signing.ts";
import type { BlockContext } from "../block-context.ts";

/** Certificates of the station, of the CSMS and of vehicles. */
export interface Certificates {
  readonly store: CertificatesBlock;
  readonly vehicles: EvCertificates;
}

/** Blocks A02, A03 and M: certificates. */
export function wireCertificates(context: BlockContext, provisioning: ProvisioningBlock): Certificates {
  const { csms, control, deviceModel, storage, ports, clock, raiseSecurityEvent } = context;
  const { keys, ocsp: cache, store: port } = ports.certificates;
  const deps = { csms, deviceModel, clock, raiseSecurityEvent, log: context.log("certificates") };
  let securityProfile: number | undefined;
  const store = createCertificatesBlock({ ...deps, store: port });
  const ocsp = createOcspRefresh({ ...deps, cache, lastDone: storage.lastDone });
  const signing = createCertificateSigning({
    ...deps,
    keys,
    tls: tlsUsability,
    installed(type) {
      void store.counted();
      if (type === "V2GCertificate") return ocsp.certificatesChanged();
      // Only a new handshake shows the new certificate.
      if (securityProfile === 3) control.reconnect("new charging station certificate");
    },
  });
  const expiry = createCertificateExpiry({
    ...deps,
    keys,
    securityProfile: () => securityProfile,
    renew: (type) => signing.renew(type),
  });
  const accepted = () => {
    expiry.start();
    ocsp.start();
  };
  provisioning.onAccepted(accepted);
  context.join({
    handlers: { ...store.handlers, ...signing.handlers },
    triggers: signing.triggers,
    started: () => void store.counted(),
    connected(connection) {
      securityProfile = connection.securityProfile;
      if (provisioning.registration() === "Accepted") accepted();
    },
    disconnected() {
      securityProfile = undefined;
      expiry.stop();
      ocsp.stop();
    },
    clockSet: () => ocsp.clockSet(),
    ocppStopped: () => signing.stop(),
  });
  return { store, vehicles: createEvCertificates(deps) };
}
