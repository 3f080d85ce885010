import { isAbsolute, join } from "../../kernel/posix-path.ts";
import { clientCertificateProblem } from "../../certificates/certificate-checks.ts";
import { certificateFacts } from "../../certificates/certificate-facts.ts";
import { certificateValidities } from "../../certificates/certificate-validity.ts";
import { usableTargets } from "../../csms/usable-targets.ts";
import { textFiles } from "../../host/files.ts";
import { isJsonObject } from "../../kernel/json.ts";
import { createLinkSettings } from "../link/link-settings.ts";
import { storedNetwork } from "../../station/network-profiles/network-settings.ts";
import type { ModuleConfig } from "../module-config.ts";
import type { Finding, PartialReport } from "./finding.ts";
import { readTextFile } from "./read-text-file.ts";
import { parametersOf, type StationFiles } from "./station-files.ts";
import type { OfflineDeviceModel } from "./variables-of-files.ts";

const DAY_MS = 86_400_000;
/** A certificate that ends sooner is worth a word. */
const SOON_DAYS = 30;
/** Defaults of EVerest's module EvseSecurity. */
const DEFAULTS = {
  csms_ca_bundle: "ca/csms/CSMS_ROOT_CA.pem",
  csms_leaf_cert_directory: "client/csms",
  csms_leaf_key_directory: "client/csms",
} as const;

/** The certificates that the connection to the CSMS needs, in the files of EVerest's module EvseSecurity. */
export async function checkCertificates(
  files: StationFiles,
  config: ModuleConfig,
  { deviceModel }: OfflineDeviceModel,
  nowMs: number,
): Promise<PartialReport> {
  const { targets } = usableTargets(createLinkSettings(deviceModel, config, storedNetwork(deviceModel)));
  const profiles = [...targets.values()].map(({ profile }) => profile.securityProfile);
  if (!profiles.some((profile) => profile >= 2)) return { findings: [], notChecked: [] };
  const security = connectedSecurity(files);
  if (security === undefined) {
    return {
      findings: [],
      notChecked: ["certificates: the module at security is not EVerest's EvseSecurity"],
    };
  }
  const path = (name: keyof typeof DEFAULTS) => {
    const configured = String(security[name] ?? DEFAULTS[name]);
    return isAbsolute(configured) ? configured : join(files.prefix, "etc/everest/certs", configured);
  };
  const roots = await checkRoots(path("csms_ca_bundle"), nowMs);
  const client = profiles.includes(3)
    ? await checkClient(path("csms_leaf_cert_directory"), path("csms_leaf_key_directory"), nowMs)
    : [];
  return {
    findings: [...roots, ...client],
    notChecked: ["the certificate of the CSMS itself (OCPP201 doctor csms shows it)"],
  };
}

function connectedSecurity(
  { modules, moduleId }: StationFiles,
): Readonly<Record<string, unknown>> | undefined {
  const module = modules[moduleId];
  const connections = isJsonObject(module) && isJsonObject(module["connections"])
    ? module["connections"]
    : {};
  const [entry]: unknown[] = Array.isArray(connections["security"]) ? connections["security"] : [];
  const target = isJsonObject(entry) ? modules[String(entry["module_id"])] : undefined;
  return isJsonObject(target) && target["module"] === "EvseSecurity" ? parametersOf(target) : undefined;
}

async function checkRoots(path: string, nowMs: number): Promise<readonly Finding[]> {
  const missing: Finding = {
    ...general(path),
    text: "no root certificate of the CSMS is installed: no connection with TLS is possible",
    instead: "the root certificate of the CSMS as PEM in this file",
  };
  const paths = await pemFiles(path);
  if (paths.length === 0) return [missing];
  const findings = await Promise.all(paths.map(async (file) => {
    const reading = await readTextFile(file);
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
  }));
  return findings.flat();
}

async function checkClient(
  certificates: string,
  keys: string,
  nowMs: number,
): Promise<readonly Finding[]> {
  const paths = (await pemFiles(certificates)).filter((path) => /\.(pem|crt|der)$/i.test(path));
  const keyPaths = (await pemFiles(keys)).filter((path) => /\.(key|tkey)$/i.test(path));
  const instead = "the station's certificate and key; or let the CSMS sign one (security profile 2 first)";
  if (paths.length === 0) {
    return [{
      ...general(certificates),
      text: "no charging station certificate: security profile 3 cannot be used",
      instead,
    }];
  }
  const findings = await Promise.all(paths.map(async (file): Promise<readonly Finding[]> => {
    const reading = await readTextFile(file);
    if (reading.kind === "unreadable") return [{ ...general(file), text: reading.reason }];
    const problem = clientCertificateProblem(reading.text);
    if (problem !== undefined) {
      return [{ ...general(file), text: `it cannot be shown to the CSMS: ${problem}`, instead }];
    }
    return dateFindings(file, reading.text, nowMs);
  }));
  const keyless = keyPaths.length > 0 ? [] : [{
    ...general(keys),
    text: "there is no private key (.key, .tkey): security profile 3 cannot be used",
    instead,
  }];
  return [...findings.flat(), ...keyless];
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

/** The file, or the files of the directory; empty when there is neither. */
async function pemFiles(path: string): Promise<readonly string[]> {
  try {
    return await textFiles.filesIn(path) ?? [path];
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    throw error;
  }
}
