import { CsmsLink } from "../../csms/csms-link.ts";
import { createDialTurns } from "../../csms/examination/dial-turns.ts";
import { examineConnection } from "../../csms/examination/examine-connection.ts";
import type { ExaminedConnection } from "../../csms/examination/examined-step.ts";
import { resolveName } from "../../csms/examination/resolve-name.ts";
import type { LinkHost } from "../../csms/link.ts";
import type { Trust, TrustPolicy } from "../../csms/tls/trust.ts";
import type { StationDeviceModel } from "../../variables/create-device-model.ts";
import { variableKey } from "../../variables/device-model.ts";
import type { CertificatePorts } from "../certificate-ports.ts";
import type { StationSetup } from "../station-setup.ts";
import { createCsmsCredentials } from "./csms-credentials.ts";
import { createLinkSettings } from "./variable-link-settings.ts";
import { createNetworkOfBoot } from "../../station/network-profiles/network-of-boot.ts";
import { storedNetwork } from "../../station/network-profiles/network-settings.ts";

const USE_SYSTEM_ROOTS = variableKey("InternalCtrlr", "UseSslDefaultVerifyPaths");

export interface CreateCsmsLinkDeps {
  readonly deviceModel: StationDeviceModel;
  /** Applied. */
  readonly trust: Trust;
  readonly certificates: Pick<CertificatePorts, "csmsRoots" | "clientCertificates">;
  /** Hears of the connection. */
  readonly host: LinkHost;
}

export interface ExaminedLink {
  /** Not yet connecting. */
  readonly link: CsmsLink;
  /** OCPP boots: the network profiles that are stored count from the next connection on. */
  readNetworkProfiles(): void;
  /** Tries the connection step by step, see `examineConnection`. */
  examineConnection(slot?: number): Promise<ExaminedConnection>;
}

/** Whom the station trusts besides the CSMS roots. */
export function trustPolicy(deviceModel: Pick<StationDeviceModel, "boolean">): TrustPolicy {
  return deviceModel.boolean(USE_SYSTEM_ROOTS) === true ? "csmsAndSystemRoots" : "csmsRootsOnly";
}

/** The link to the CSMS, and its diagnosis. */
export function createCsmsLink(
  { config, platform, storage }: StationSetup,
  deps: CreateCsmsLinkDeps,
): ExaminedLink {
  const { deviceModel, trust, certificates, host } = deps;
  const { clock, ids, log } = platform;
  const network = createNetworkOfBoot(deviceModel);
  const settings = createLinkSettings(deviceModel, config, network);
  const turns = createDialTurns(platform.dialCsms(trust));
  const credentials = createCsmsCredentials({
    roots: certificates.csmsRoots,
    clientCertificates: certificates.clientCertificates,
    raiseSecurityEvent: (type, techInfo) => host.securityEvent(type, techInfo),
  });
  const { outbox } = storage;
  const { dial } = turns;
  const link = new CsmsLink({
    ...{ host, outbox, settings, dial, credentials, clock, ids, log: log.child("csms") },
  });
  const secure = platform.secureCsms(trust);
  // What is stored can be tried before the boot that uses it.
  const stored = createLinkSettings(deviceModel, config, storedNetwork(deviceModel));
  const examination = { settings: stored, credentials, turns, secure, resolveName, clock };
  const connectedSlot = () => connectedSlotOf(link);
  return {
    link,
    readNetworkProfiles: () => network.boot(),
    examineConnection: (slot) => examineConnection({ ...examination, connectedSlot }, slot),
  };
}

function connectedSlotOf(link: CsmsLink): number | undefined {
  const state = link.state();
  return state.kind === "online" && link.isOnline() ? state.slot : undefined;
}
