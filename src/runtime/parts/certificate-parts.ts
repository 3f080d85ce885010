import { tlsUsability } from "../../csms/tls/tls-usability.ts";
import type { CsmsLink } from "../../csms/csms-link.ts";
import type { ConnectedInfo } from "../../csms/link.ts";
import type { Clock } from "../../kernel/clock.ts";
import type { Logger } from "../../kernel/logger.ts";
import {
  type CertificatesBlock,
  createCertificatesBlock,
} from "../../station/certificates/certificates-block.ts";
import { createEvCertificates, type EvCertificates } from "../../station/certificates/ev-certificates.ts";
import { createOcspRefresh } from "../../station/certificates/ocsp-refresh.ts";
import type { HandlerTable } from "../../station/handlers.ts";
import type { CertificateStore } from "../../station/ports/certificate-store.ts";
import type { Csms } from "../../station/ports/csms.ts";
import type { LastDone, OcspCache } from "../../station/ports/ocsp-cache.ts";
import type { StationKeys } from "../../station/ports/station-keys.ts";
import { createCertificateExpiry } from "../../station/security/certificate-expiry.ts";
import { createCertificateSigning } from "../../station/security/certificate-signing.ts";
import type { TriggerTable } from "../../station/trigger-message/trigger.ts";
import type { DeviceModel } from "../../variables/device-model.ts";
import type { LateBound } from "../late-bound.ts";

/** EVerest's security module, as the blocks about certificates see it. */
export interface CertificatePorts {
  readonly store: CertificateStore;
  readonly keys: StationKeys;
  readonly ocsp: OcspCache;
}

export interface CertificatePartsDeps extends CertificatePorts {
  readonly csms: Csms;
  readonly deviceModel: DeviceModel;
  readonly lastDone: LastDone;
  readonly link: LateBound<CsmsLink>;
  readonly clock: Clock;
  readonly log: Logger;
  raiseSecurityEvent(type: string, techInfo: string): void;
}

/** Everything about certificates, wired to each other. */
export interface CertificateParts {
  readonly handlers: HandlerTable;
  readonly triggers: TriggerTable;
  readonly store: CertificatesBlock;
  readonly vehicles: EvCertificates;
  connected(info: Pick<ConnectedInfo, "securityProfile">): void;
  /** The station is online and accepted. */
  accepted(): void;
  disconnected(): void;
  /** OCPP is stopped. */
  stop(): void;
}

export function createCertificateParts(deps: CertificatePartsDeps): CertificateParts {
  const { keys, link } = deps;
  let securityProfile: number | undefined;
  const store = createCertificatesBlock(deps);
  const ocsp = createOcspRefresh({ ...deps, cache: deps.ocsp });
  const signing = createCertificateSigning({
    ...deps,
    keys,
    tls: tlsUsability,
    installed(type) {
      void store.counted();
      if (type === "V2GCertificate") return ocsp.certificatesChanged();
      // Only a new handshake shows the new certificate.
      if (securityProfile === 3) void link.value.reconnect("new charging station certificate");
    },
  });
  const expiry = createCertificateExpiry({
    ...deps,
    securityProfile: () => securityProfile,
    renew: (type) => signing.renew(type),
  });
  return {
    handlers: { ...store.handlers, ...signing.handlers },
    triggers: signing.triggers,
    store,
    vehicles: createEvCertificates(deps),
    connected: (info) => void (securityProfile = info.securityProfile),
    accepted() {
      expiry.start();
      ocsp.start();
    },
    disconnected() {
      securityProfile = undefined;
      expiry.stop();
      ocsp.stop();
    },
    stop: () => signing.stop(),
  };
}
