import { createCertificateStore, createOcspCache, createStationKeys } from "../bridge/certificate-adapter.ts";
import { createClientCertificateSource } from "../bridge/client-certificate-source.ts";
import { createCsmsRootSource } from "../bridge/csms-root-source.ts";
import { stationCertificateCheck } from "../bridge/station-certificate.ts";
import { tlsUsability } from "../csms/tls/tls-usability.ts";
import type { EvseSecurity } from "../everest/interfaces/evse-security.ts";
import { namedTextFiles, textFiles } from "../host/files.ts";
import type { Logger } from "../kernel/logger.ts";
import { CsmsRoots } from "../station/certificates/csms-roots.ts";
import type { CertificateStore } from "../station/ports/certificate-store.ts";
import type { OcspCache } from "../station/ports/ocsp-cache.ts";
import type { StationKeys } from "../station/ports/station-keys.ts";
import { ClientCertificates } from "../station/security/client-certificates.ts";
import type { DeviceModel } from "../variables/device-model.ts";
import type { Storage } from "./storage.ts";

/** EVerest's security module, as the blocks about certificates see it. */
export interface CertificatePorts {
  readonly store: CertificateStore;
  readonly keys: StationKeys;
  readonly ocsp: OcspCache;
  readonly csmsRoots: CsmsRoots;
  readonly clientCertificates: ClientCertificates;
}

export interface CertificatePortsDeps {
  readonly security: EvseSecurity;
  readonly storage: Pick<Storage, "previousCertificate" | "rootRenewal">;
  readonly deviceModel: DeviceModel;
  readonly log: Logger;
}

export function createCertificatePorts(
  { security, storage, deviceModel, log }: CertificatePortsDeps,
): CertificatePorts {
  const complain = (reason: string) =>
    log.warning("a certificate of the security module cannot be used", { reason });
  const isStationCertificate = stationCertificateCheck(security, textFiles, complain);
  const certificates = createCertificateStore(security, isStationCertificate, complain);
  const clientCertificates = new ClientCertificates({
    source: createClientCertificateSource(security, namedTextFiles),
    certificates,
    store: storage.previousCertificate,
    log,
  });
  const csmsRoots = new CsmsRoots({
    source: createCsmsRootSource(security, namedTextFiles),
    certificates,
    store: storage.rootRenewal,
    deviceModel,
    tls: tlsUsability,
    log,
  });
  return {
    store: csmsRoots.checkedStore(),
    keys: clientCertificates.rememberingPrevious(createStationKeys(security)),
    ocsp: createOcspCache(security),
    csmsRoots,
    clientCertificates,
  };
}
