import { isJsonObject, parseJson } from "../kernel/json.ts";

/** Security profiles of OCPP 2.0.1 (A00); 0 is none at all. */
export type SecurityProfile = 0 | 1 | 2 | 3;

/**
 * One network connection profile. `apn`, `vpn` and `ocppInterface` describe the network below us, which is the
 * operating system's; the OCPP version is negotiated (part 4, §3.1.2 with errata), so none of them is kept.
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

/** Why a slot cannot be used; without slot when not even that can be read. */
export interface ProfileProblem {
  readonly slot: number | undefined;
  readonly reason: string;
}

/** What was found: never fewer problems than unusable entries. */
export interface NetworkProfiles {
  readonly profiles: readonly NetworkProfile[];
  readonly problems: readonly ProfileProblem[];
}

/** The variables of component NetworkConfiguration, instance `slot` (EVerest main since 2026). */
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

/**
 * Reads InternalCtrlr.NetworkConnectionProfiles: a JSON list of SetNetworkProfile requests. Total. A slot that is
 * listed twice is used as listed last, as if it had been set twice.
 */
export function parseNetworkConnectionProfiles(text: string): NetworkProfiles {
  if (text.trim() === "") return { profiles: [], problems: [] };
  const json = parseJson(text);
  if (json.kind === "malformed") return onlyProblem(`NetworkConnectionProfiles is not JSON: ${json.reason}`);
  if (!Array.isArray(json.value)) return onlyProblem("NetworkConnectionProfiles is not a list");
  return collect(json.value.map(parseEntry));
}

/** The same from typed variables; a slot without URL is simply not configured. */
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

/** Both sources together; a slot that both name is taken from `preferred`. */
export function mergeProfiles(preferred: NetworkProfiles, others: NetworkProfiles): NetworkProfiles {
  const taken = new Set([...preferred.profiles, ...preferred.problems].map((entry) => entry.slot));
  return {
    profiles: [...preferred.profiles, ...others.profiles.filter(({ slot }) => !taken.has(slot))],
    problems: [
      ...preferred.problems,
      ...others.problems.filter(({ slot }) => slot === undefined || !taken.has(slot)),
    ],
  };
}

type Entry = NetworkProfile | ProfileProblem;

function onlyProblem(reason: string): NetworkProfiles {
  return { profiles: [], problems: [{ slot: undefined, reason }] };
}

function collect(entries: readonly Entry[]): NetworkProfiles {
  const bySlot = new Map<number, NetworkProfile>();
  const problems: ProfileProblem[] = [];
  for (const entry of entries) {
    if ("reason" in entry) problems.push(entry);
    else bySlot.set(entry.slot, entry);
  }
  return { profiles: [...bySlot.values()], problems };
}

function parseEntry(entry: unknown, index: number): Entry {
  const problem = (reason: string): Entry => ({ slot: undefined, reason: `entry ${index + 1} ${reason}` });
  if (!isJsonObject(entry)) return problem("is not an object");
  const slot = entry["configurationSlot"];
  if (typeof slot !== "number" || !Number.isInteger(slot)) return problem("has no whole configurationSlot");
  const data = entry["connectionData"];
  if (!isJsonObject(data)) return { slot, reason: "connectionData is not an object" };
  return checkProfile(slot, {
    csmsUrl: data["ocppCsmsUrl"],
    securityProfile: data["securityProfile"],
    transport: data["ocppTransport"],
    messageTimeout: data["messageTimeout"],
    identity: data["identity"],
    basicAuthPassword: data["basicAuthPassword"],
  });
}

function checkProfile(slot: number, raw: Readonly<Record<string, unknown>>): Entry {
  const { csmsUrl, securityProfile, transport, messageTimeout, identity, basicAuthPassword } = raw;
  if (typeof csmsUrl !== "string" || csmsUrl === "") return { slot, reason: "ocppCsmsUrl is missing" };
  if (!isSecurityProfile(securityProfile)) return { slot, reason: "securityProfile is not 0, 1, 2 or 3" };
  if (transport !== undefined && transport !== "JSON") {
    return { slot, reason: `ocppTransport is ${JSON.stringify(transport)}, only JSON exists in OCPP 2.0.1` };
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
