import type { CertificateNames } from "../../certificates/certificate-names.ts";

/**
 * True when a certificate is for this host. The subjectAltName decides when present (RFC 6125 §6.4.4), else
 * the commonName, which is the rule in OCPP.
 */
export function namesHost(
  names: CertificateNames,
  hostname: string,
  wildcards: "exact" | "wildcardsAllowed",
): boolean {
  const { dnsNames, hasOtherNames, commonNames } = names;
  const hasAlternative = dnsNames.length > 0 || hasOtherNames === "yes";
  // Of several common names it is unknown which one the issuer verified.
  const candidates = hasAlternative ? dnsNames : commonNames.length === 1 ? commonNames : [];
  const host = hostname.toLowerCase().replace(/\.$/, "");
  return candidates.some((candidate) => {
    const name = candidate.toLowerCase();
    return name === host || (wildcards === "wildcardsAllowed" && matchesWildcard(name, host));
  });
}

/** `*` stands for exactly one whole leftmost label, and not directly under a top-level domain (RFC 6125 §6.4.3). */
function matchesWildcard(name: string, host: string): boolean {
  if (!name.startsWith("*.")) return false;
  const dot = host.indexOf(".");
  const parent = host.slice(dot + 1);
  return dot > 0 && parent.includes(".") && !isAddress(host) && name.slice(2) === parent;
}

/** True for an IPv4 or IPv6 address without brackets. */
export function isAddress(host: string): boolean {
  return /^[\d.]+$/.test(host) || host.includes(":");
}
