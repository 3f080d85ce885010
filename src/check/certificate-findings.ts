import { clientCertificateProblem } from "../certificates/certificate-checks.ts";
import { certificateFacts } from "../certificates/certificate-facts.ts";
import { certificateValidities } from "../certificates/certificate-validity.ts";
import type { UsableTargets } from "../csms/usable-targets.ts";
import { isJsonObject } from "../kernel/json.ts";
import { isAbsolute, join } from "../kernel/posix-path.ts";
import type { CheckedFile } from "./checked-file.ts";
import { type ConfiguredStation, connectionsOf, parametersOf } from "./configured-station.ts";
import type { Finding, PartialReport } from "./finding.ts";

const DAY_MS = 86_400_000;
/** A certificate that ends sooner is worth a word. */
const SOON_DAYS = 30;
/** Defaults of EVerest's module EvseSecurity. */
const DEFAULTS = {
  csms_ca_bundle: "ca/csms/CSMS_ROOT_CA.pem",
  csms_leaf_cert_directory: "client/csms",
  csms_leaf_key_directory: "client/csms",
} as const;

/** Files or directories of EVerest's module EvseSecurity. */
export interface CertificatePaths {
  readonly roots: string;
  readonly certificates: string;
  readonly keys: string;
}

/** What was found at the paths. */
export interface CheckedCertificates {
  readonly roots: readonly CheckedFile[];
  /** Absent when no network profile needs a certificate of the station. */
  readonly client?: { readonly certificates: readonly CheckedFile[]; readonly keys: readonly string[] };
}

/** Which certificates the network profiles need. */
export function neededCertificates({ targets }: UsableTargets): "none" | "roots" | "rootsAndClient" {
  const profiles = [...targets.values()].map(({ profile }) => profile.securityProfile);
  if (profiles.includes(3)) return "rootsAndClient";
  return profiles.some((profile) => profile >= 2) ? "roots" : "none";
}

/** Where the certificates lie; undefined when the connected security module is not EVerest's EvseSecurity. */
export function certificatePaths(station: ConfiguredStation, prefix: string): CertificatePaths | undefined {
  const security = connectedSecurity(station);
  if (security === undefined) return undefined;
  const path = (name: keyof typeof DEFAULTS) => {
    const configured = String(security[name] ?? DEFAULTS[name]);
    return isAbsolute(configured) ? configured : join(prefix, "etc/everest/certs", configured);
  };
  return {
    roots: path("csms_ca_bundle"),
    certificates: path("csms_leaf_cert_directory"),
    keys: path("csms_leaf_key_directory"),
  };
}

function connectedSecurity(station: ConfiguredStation): Readonly<Record<string, unknown>> | undefined {
  const { security } = connectionsOf(station);
  const [entry]: unknown[] = Array.isArray(security) ? security : [];
  const target = isJsonObject(entry) ? station.modules[String(entry["module_id"])] : undefined;
  return isJsonObject(target) && target["module"] === "EvseSecurity" ? parametersOf(target) : undefined;
}

export function isCertificateFile(path: string): boolean {
  return /\.(pem|crt|der)$/i.test(path);
}

export function isKeyFile(path: string): boolean {
  return /\.(key|tkey)$/i.test(path);
}

/** What is wrong with the certificates that the connection to the CSMS needs. */
export function certificateReport(
  paths: CertificatePaths,
  { roots, client }: CheckedCertificates,
  nowMs: number,
): PartialReport {
  return {
    findings: [
      ...rootFindings(paths.roots, roots, nowMs),
      ...(client === undefined ? [] : clientFindings(paths, client, nowMs)),
    ],
    notChecked: ["the certificate of the CSMS itself (OCPP201 doctor csms shows it)"],
  };
}

function rootFindings(path: string, files: readonly CheckedFile[], nowMs: number): readonly Finding[] {
  const missing: Finding = {
    ...general(path),
    text: "no root certificate of the CSMS is installed: no connection with TLS is possible",
    instead: "the root certificate of the CSMS as PEM in this file",
  };
  if (files.length === 0) return [missing];
  return files.flatMap(({ path: file, reading }): readonly Finding[] => {
    if (reading.kind === "unreadable") return [{ ...general(file), text: reading.reason }];
    const facts = certificateFacts(reading.text);
    if (facts.length === 0) return [{ ...missing, file }];
    const strangers = facts.flatMap((each, index): Finding[] =>
      each?.isAuthority === false
        ? [{
          ...general(file),
          severity: "warning",
          text: `certificate ${index + 1} in it is not one of an authority`,
        }]
        : []
    );
    return [...strangers, ...dateFindings(file, reading.text, nowMs)];
  });
}

function clientFindings(
  paths: CertificatePaths,
  { certificates, keys }: NonNullable<CheckedCertificates["client"]>,
  nowMs: number,
): readonly Finding[] {
  const instead = "the station's certificate and key; or let the CSMS sign one (security profile 2 first)";
  if (certificates.length === 0) {
    return [{
      ...general(paths.certificates),
      text: "no charging station certificate: security profile 3 cannot be used",
      instead,
    }];
  }
  const findings = certificates.flatMap(({ path: file, reading }): readonly Finding[] => {
    if (reading.kind === "unreadable") return [{ ...general(file), text: reading.reason }];
    const problem = clientCertificateProblem(reading.text);
    if (problem !== undefined) {
      return [{ ...general(file), text: `it cannot be shown to the CSMS: ${problem}`, instead }];
    }
    return dateFindings(file, reading.text, nowMs);
  });
  const keyless = keys.length > 0 ? [] : [{
    ...general(paths.keys),
    text: "there is no private key (.key, .tkey): security profile 3 cannot be used",
    instead,
  }];
  return [...findings, ...keyless];
}

function dateFindings(file: string, pem: string, nowMs: number): readonly Finding[] {
  return certificateValidities(pem).flatMap((validity, index): Finding[] => {
    const which = `certificate ${index + 1}`;
    if (validity === undefined) return [{ ...general(file), text: `${which} cannot be read` }];
    const { notBeforeMs, notAfterMs } = validity;
    if (notAfterMs < nowMs) {
      const text = `${which} expired on ${day(notAfterMs)}`;
      return [{ ...general(file), text, instead: "a valid certificate, or a clock that is right" }];
    }
    if (notBeforeMs > nowMs) {
      const text = `${which} is valid only from ${day(notBeforeMs)}`;
      return [{ ...general(file), text, instead: "a clock that is right, or another certificate" }];
    }
    if (notAfterMs - nowMs > SOON_DAYS * DAY_MS) return [];
    const text = `${which} expires on ${day(notAfterMs)}`;
    return [{ ...general(file), severity: "warning", text, instead: "renew it in time" }];
  });
}

function general(file: string): Pick<Finding, "severity" | "subject" | "file"> {
  return { severity: "error", subject: "certificates", file };
}

function day(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}
