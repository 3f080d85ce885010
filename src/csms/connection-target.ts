import type { NetworkProfile, ProfileFault, SecurityProfile } from "./network-profiles.ts";

/** The settings that decide, with the profile itself, whether and how it can be used. */
export interface TargetRules {
  /** SecurityCtrlr.Identity. */
  readonly identity: string;
  /** SecurityCtrlr.BasicAuthPassword. */
  readonly basicAuthPassword: string | undefined;
  /** InternalCtrlr.AllowSecurityLevelZeroConnections. */
  readonly allowSecurityProfileZero: boolean;
  /** SecurityCtrlr.SecurityProfile; lower profiles are not used any more. */
  readonly minimumSecurityProfile: number;
}

/** A profile that can be dialled. */
export interface ConnectionTarget {
  readonly profile: NetworkProfile;
  /** The connection URL: endpoint and identity (part 4, §3.1.1). */
  readonly url: URL;
  /** Profiles 1 and 2. */
  readonly basicAuth?: { readonly username: string; readonly password: Uint8Array };
}

export type TargetCheck =
  | { readonly kind: "usable"; readonly target: ConnectionTarget }
  | TargetRefusal;

interface TargetRefusal {
  readonly kind: "refused";
  readonly fault: ProfileFault;
  readonly reason: string;
}

/** Longest station identity (part 4, §3.1.1). */
const MAX_IDENTITY_LENGTH = 48;

/** Turns a profile into a connection target, or gives the reason why not. Total. */
export function connectionTarget(profile: NetworkProfile, rules: TargetRules): TargetCheck {
  const forbidden = forbiddenSecurityProfile(profile.securityProfile, rules);
  if (forbidden) return forbidden;
  const identity = profile.identity ?? rules.identity;
  const badIdentity = identityProblem(identity);
  if (badIdentity) return refused("identityUnusable", badIdentity);
  const url = connectionUrl(profile, identity);
  if (!(url instanceof URL)) return url;
  if (profile.securityProfile !== 1 && profile.securityProfile !== 2) {
    return { kind: "usable", target: { profile, url } };
  }
  const password = profile.basicAuthPassword ?? rules.basicAuthPassword;
  if (!password) {
    return refused(
      "passwordMissing",
      `security profile ${profile.securityProfile} needs a BasicAuthPassword`,
    );
  }
  // Every request carries both; no request goes without them. The password goes as UTF-8.
  const basicAuth = { username: identity, password: new TextEncoder().encode(password) };
  return { kind: "usable", target: { profile, url, basicAuth } };
}

function refused(fault: ProfileFault, reason: string): TargetRefusal {
  return { kind: "refused", fault, reason };
}

function forbiddenSecurityProfile(profile: SecurityProfile, rules: TargetRules): TargetRefusal | undefined {
  const { allowSecurityProfileZero, minimumSecurityProfile } = rules;
  if (profile === 0 && !allowSecurityProfileZero) {
    return refused(
      "securityProfileForbidden",
      "security profile 0 is not allowed (InternalCtrlr.AllowSecurityLevelZeroConnections)",
    );
  }
  // The variable has no value 0 in OCPP 2.0.1, so 1 does not contradict an explicitly allowed profile 0.
  if (profile === 0 && minimumSecurityProfile <= 1) return undefined;
  if (profile >= minimumSecurityProfile) return undefined;
  return refused(
    "securityProfileTooLow",
    `security profile ${profile} is lower than the active one, ${minimumSecurityProfile}`,
  );
}

function identityProblem(identity: string): string | undefined {
  if (identity === "") return "the station has no identity";
  if (identity.length > MAX_IDENTITY_LENGTH) {
    return `the identity is longer than ${MAX_IDENTITY_LENGTH} characters`;
  }
  // The CSMS could not separate user name and password.
  if (identity.includes(":")) return "the identity contains a colon";
  if (!identity.isWellFormed()) return "the identity is not valid Unicode";
  return undefined;
}

/** The URL, or what is wrong with it. */
function connectionUrl(profile: NetworkProfile, identity: string): URL | TargetRefusal {
  const scheme = profile.securityProfile >= 2 ? "wss:" : "ws:";
  // EVerest accepts endpoints without scheme and completes them from the security profile.
  const text = profile.csmsUrl.includes("://") ? profile.csmsUrl : `${scheme}//${profile.csmsUrl}`;
  const url = URL.parse(text);
  if (!url || url.hostname === "") {
    return refused("urlUnusable", `${JSON.stringify(profile.csmsUrl)} is not a URL`);
  }
  // Profiles 2 and 3 require TLS.
  if (url.protocol !== scheme) {
    return refused(
      "urlScheme",
      `security profile ${profile.securityProfile} needs a ${scheme}// URL, not ${url.protocol}//`,
    );
  }
  if (url.username !== "" || url.password !== "") {
    return refused("urlWithCredentials", "the URL contains credentials");
  }
  if (url.hash !== "") return refused("urlWithFragment", "the URL contains a fragment");
  const name = encodeURIComponent(identity);
  const path = url.pathname.replace(/(?<!\/)\/+$/, "");
  // Profiles often contain the full connection URL; the identity must not be appended twice.
  const complete = decodedLastSegment(path) === identity;
  url.pathname = complete ? path : `${path}/${name}`;
  // "." and ".." are path segments with a meaning, also when encoded.
  if (decodedLastSegment(url.pathname) !== identity) {
    return refused("identityUnusable", "the identity cannot be part of a URL");
  }
  return url;
}

function decodedLastSegment(path: string): string {
  const segment = path.slice(path.lastIndexOf("/") + 1);
  try {
    return decodeURIComponent(segment);
  } catch {
    // Not valid percent-encoding, so the segment is no encoded identity.
    return segment;
  }
}
