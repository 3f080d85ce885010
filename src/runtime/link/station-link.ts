import { CsmsLink } from "../../csms/csms-link.ts";
import { variableKey } from "../../variables/device-model.ts";
import type { ClientCertificates } from "../../station/security/client-certificates.ts";
import type { CsmsRoots } from "../../station/certificates/csms-roots.ts";
import { createCsmsCredentials } from "./csms-credentials.ts";
import { createLinkHost } from "./link-host.ts";
import { reportLink } from "./link-report.ts";
import { createLinkSettings } from "./link-settings.ts";
import type { StationMessageLog } from "../../message-log/message-log-setup.ts";
import type { Metrics } from "../metrics.ts";
import type { ModuleConfig } from "../module-config.ts";
import type { Platform } from "../platform.ts";
import type { ProvidedInterfaces } from "../bus/provided-interfaces.ts";
import type { RequiredInterfaces } from "../bus/required-interfaces.ts";
import type { Station } from "../station.ts";
import type { Storage } from "../storage.ts";

const USE_SYSTEM_ROOTS = variableKey("InternalCtrlr", "UseSslDefaultVerifyPaths");

export interface StationLinkDeps {
  readonly station: Station;
  readonly storage: Storage;
  readonly config: ModuleConfig;
  readonly platform: Platform;
  readonly interfaces: RequiredInterfaces;
  readonly provided: ProvidedInterfaces;
  readonly messages: StationMessageLog;
  readonly metrics: Metrics;
  readonly clientCertificates: ClientCertificates;
  readonly csmsRoots: CsmsRoots;
}

/** The link to the CSMS with everything that hears of it; not yet connecting. */
export function createStationLink(deps: StationLinkDeps): CsmsLink {
  const { station, storage, config, platform, provided, metrics } = deps;
  const { clock, ids, log, serviceManager } = platform;
  const { messageLog, formats } = deps.messages;
  const host = createLinkHost({
    ...station,
    messageLog,
    linkListener: provided.publishLink(station, formats),
    log: log.child("station"),
  });
  return new CsmsLink({
    host: reportLink(host, { metrics, serviceManager, waiting: () => storage.outbox.count() }),
    outbox: storage.outbox,
    settings: createLinkSettings(station.deviceModel, config),
    dial: platform.dialCsms(() => station.deviceModel.boolean(USE_SYSTEM_ROOTS) ?? false),
    credentials: createCsmsCredentials({
      roots: deps.csmsRoots,
      clientCertificates: deps.clientCertificates,
      raiseSecurityEvent: (...what) => station.security.raise(...what),
    }),
    clock,
    ids,
    log: log.child("csms"),
  });
}
