import { configurationReport } from "../../check/configuration-findings.ts";
import { errorMapFindings } from "../../check/error-map-findings.ts";
import type { CheckReport, PartialReport } from "../../check/finding.ts";
import { findSharedFile } from "../../storage/shared-file.ts";
import { configuredFiles, type ModuleConfig } from "../module-config.ts";
import { checkCertificates } from "./check-certificates.ts";
import { checkDeviceModel } from "./check-device-model.ts";
import { checkPaths } from "./check-paths.ts";
import { readTextFile } from "./read-text-file.ts";
import { isRefused, type StationFiles } from "./station-files.ts";

/** Looks at everything that a station has on disk. Needs neither the bus nor a running module, and changes nothing. */
export async function checkStation(files: StationFiles, nowMs: number): Promise<CheckReport> {
  const { configPath, moduleId, reading } = files;
  const named = configuredFiles(reading.config).filter(({ parameter }) => !isRefused(files, parameter));
  const { report: deviceModel, network } = await checkDeviceModel(files, reading.config, nowMs);
  const certificates = network === undefined
    ? { findings: [], notChecked: ["certificates: the device model says which are needed"] }
    : await checkCertificates(files, network, nowMs);
  const parts: readonly PartialReport[] = [
    configurationReport(files, reading, findSharedFile(named)),
    await checkPaths(files, reading.config),
    deviceModel,
    await checkErrorMaps(files, reading.config),
    certificates,
  ];
  return {
    ...{ configPath, moduleId },
    findings: parts.flatMap(({ findings }) => findings),
    notChecked: parts.flatMap(({ notChecked }) => notChecked),
  };
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
