import { configurationReport } from "../../check/configuration-findings.ts";
import { errorMapFindings } from "../../check/error-map-findings.ts";
import type { CheckReport, PartialReport } from "../../check/finding.ts";
import { findSharedFile } from "../../storage/shared-file.ts";
import { configuredFiles, type ModuleConfig } from "../module-config.ts";
import { checkCertificates } from "./check-certificates.ts";
import { checkDeviceModel } from "./check-device-model.ts";
import { checkPaths } from "./check-paths.ts";
import { readTextFile } from "./read-text-file.ts";
import type { StationFiles } from "./station-files.ts";

/** Looks at everything that a station has on disk. Needs neither the bus nor a running module, and changes nothing. */
export async function checkStation(files: StationFiles, nowMs: number): Promise<CheckReport> {
  const { configPath, moduleId, reading } = files;
  const sharedFile = reading.kind === "refused" ? undefined : findSharedFile(configuredFiles(reading.config));
  const parts = [configurationReport(files, reading, sharedFile), ...await checkConfigured(files, nowMs)];
  return {
    ...{ configPath, moduleId },
    findings: parts.flatMap(({ findings }) => findings),
    notChecked: parts.flatMap(({ notChecked }) => notChecked),
  };
}

/** What can be checked only with a configuration that the module accepts. */
async function checkConfigured(files: StationFiles, nowMs: number): Promise<readonly PartialReport[]> {
  const { reading } = files;
  if (reading.kind === "refused") {
    const notChecked = [
      "paths, device model, error map, databases and certificates: the configuration is refused",
    ];
    return [{ findings: [], notChecked }];
  }
  const { config } = reading;
  const { report: deviceModel, network } = await checkDeviceModel(files, config, nowMs);
  const certificates = network === undefined
    ? { findings: [], notChecked: ["certificates: the device model says which are needed"] }
    : await checkCertificates(files, network, nowMs);
  return [await checkPaths(files, config), deviceModel, await checkErrorMaps(files, config), certificates];
}

async function checkErrorMaps(
  files: StationFiles,
  { errorMapPath, customErrorMapPath }: Pick<ModuleConfig, "errorMapPath" | "customErrorMapPath">,
): Promise<PartialReport> {
  const own = customErrorMapPath === "" ? [] : [customErrorMapPath];
  const findings = await Promise.all(
    [errorMapPath, ...own].map(async (path) =>
      errorMapFindings(files, { path, reading: await readTextFile(path) })
    ),
  );
  return { findings: findings.flat(), notChecked: [] };
}
