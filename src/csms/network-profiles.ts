/** Security profiles of OCPP 2.0.1 (A00); 0 is none at all. */
export type SecurityProfile = 0 | 1 | 2 | 3;

/**
 * One network connection profile. `apn`, `vpn` and `ocppInterface` describe the network, which the operating
 * system manages; the OCPP version is negotiated (part 4, §3.1.2 with errata). So none of them is a field
 * here.
 */
export interface NetworkProfile {
  /** configurationSlot, as NetworkConfigurationPriority names it. */
  readonly slot: number;
  /** The OCPP-J endpoint, without the station's identity. */
  readonly csmsUrl: string;
  readonly securityProfile: SecurityProfile;
  readonly messageTimeoutSeconds?: number;
  /** Takes the place of SecurityCtrlr.Identity on this connection. */
  readonly identity?: string;
  /** Takes the place of SecurityCtrlr.BasicAuthPassword on this connection. */
  readonly basicAuthPassword?: string;
}

/** What keeps a network profile from being used, told apart by what mends it. */
export type ProfileFault =
  | "notConfigured"
  | "securityProfileUnknown"
  | "securityProfileForbidden"
  | "securityProfileTooLow"
  | "transportUnknown"
  | "urlUnusable"
  | "urlScheme"
  | "urlWithCredentials"
  | "urlWithFragment"
  | "identityUnusable"
  | "passwordMissing";

/** Why a slot cannot be used. */
export interface ProfileProblem {
  readonly slot: number;
  readonly fault: ProfileFault;
  readonly reason: string;
}

/** The usable profiles, and at least one problem for every unusable entry. */
export interface NetworkProfiles {
  readonly profiles: readonly NetworkProfile[];
  readonly problems: readonly ProfileProblem[];
}

/** The variables of component NetworkConfiguration, instance `slot`. */
export interface NetworkConfiguration {
  readonly slot: number;
  readonly ocppCsmsUrl?: string;
  readonly securityProfile?: number;
  readonly ocppTransport?: string;
  /** Seconds. */
  readonly messageTimeout?: number;
  readonly identity?: string;
  readonly basicAuthPassword?: string;
}

/** Checks every slot; one without URL counts as not configured. Total. */
export function profilesOfConfigurations(configurations: readonly NetworkConfiguration[]): NetworkProfiles {
  return collect(configurations.flatMap((configuration) => {
    const { slot, ocppCsmsUrl, messageTimeout, identity, basicAuthPassword } = configuration;
    if (!ocppCsmsUrl) return [];
    return [checkProfile(slot, {
      csmsUrl: ocppCsmsUrl,
      securityProfile: configuration.securityProfile,
      transport: configuration.ocppTransport,
      messageTimeout,
      identity,
      basicAuthPassword,
    })];
  }));
}

type Entry = NetworkProfile | ProfileProblem;

function collect(entries: readonly Entry[]): NetworkProfiles {
  const bySlot = new Map<number, NetworkProfile>();
  const problems: ProfileProblem[] = [];
  for (const entry of entries) {
    if ("reason" in entry) problems.push(entry);
    else bySlot.set(entry.slot, entry);
  }
  return { profiles: [...bySlot.values()], problems };
}

function checkProfile(slot: number, raw: Readonly<Record<string, unknown>>): Entry {
  const { csmsUrl, securityProfile, transport, messageTimeout, identity, basicAuthPassword } = raw;
  if (typeof csmsUrl !== "string" || csmsUrl === "") {
    return { slot, fault: "notConfigured", reason: "ocppCsmsUrl is missing" };
  }
  if (!isSecurityProfile(securityProfile)) {
    return { slot, fault: "securityProfileUnknown", reason: "securityProfile is not 0, 1, 2 or 3" };
  }
  if (transport !== undefined && transport !== "JSON") {
    const reason = `ocppTransport is ${JSON.stringify(transport)}, only JSON exists in OCPP 2.0.1`;
    return { slot, fault: "transportUnknown", reason };
  }
  return {
    slot,
    csmsUrl,
    securityProfile,
    ...(isPositiveInteger(messageTimeout) ? { messageTimeoutSeconds: messageTimeout } : {}),
    ...(isText(identity) ? { identity } : {}),
    ...(isText(basicAuthPassword) ? { basicAuthPassword } : {}),
  };
}

const isSecurityProfile = (value: unknown): value is SecurityProfile =>
  value === 0 || value === 1 || value === 2 || value === 3;
const isPositiveInteger = (value: unknown): value is number => Number.isInteger(value) && Number(value) > 0;
const isText = (value: unknown): value is string => typeof value === "string" && value !== "";
