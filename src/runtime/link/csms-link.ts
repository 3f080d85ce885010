import { CsmsLink } from "../../csms/csms-link.ts";
import type { LinkHost } from "../../csms/link.ts";
import type { StationDeviceModel } from "../../variables/create-device-model.ts";
import { variableKey } from "../../variables/device-model.ts";
import type { CertificatePorts } from "../certificate-ports.ts";
import type { StationSetup } from "../station-setup.ts";
import { createCsmsCredentials } from "./csms-credentials.ts";
import { createLinkSettings } from "./link-settings.ts";

const USE_SYSTEM_ROOTS = variableKey("InternalCtrlr", "UseSslDefaultVerifyPaths");

export interface CsmsLinkDeps {
  readonly deviceModel: StationDeviceModel;
  readonly certificates: Pick<CertificatePorts, "csmsRoots" | "clientCertificates">;
  /** Hears of the connection. */
  readonly host: LinkHost;
}

/** The link to the CSMS; not yet connecting. */
export function createCsmsLink({ config, platform, storage }: StationSetup, deps: CsmsLinkDeps): CsmsLink {
  const { deviceModel, certificates, host } = deps;
  const { clock, ids, log } = platform;
  return new CsmsLink({
    host,
    outbox: storage.outbox,
    settings: createLinkSettings(deviceModel, config),
    dial: platform.dialCsms(() => deviceModel.boolean(USE_SYSTEM_ROOTS) ?? false),
    credentials: createCsmsCredentials({
      roots: certificates.csmsRoots,
      clientCertificates: certificates.clientCertificates,
      raiseSecurityEvent: (type, techInfo) => host.securityEvent(type, techInfo),
    }),
    clock,
    ids,
    log: log.child("csms"),
  });
}
