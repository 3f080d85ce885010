import { checkCertificates } from "./check-certificates.ts";
import { checkConfiguration } from "./check-configuration.ts";
import { checkDeviceModel } from "./check-device-model.ts";
import { checkErrorMaps } from "./check-error-map.ts";
import { checkPaths } from "./check-paths.ts";
import type { CheckReport, PartialReport } from "./finding.ts";
import type { StationFiles } from "./station-files.ts";

/** Looks at everything that a station has on disk. Needs neither the bus nor a running module, and changes nothing. */
export async function checkStation(files: StationFiles, nowMs: number): Promise<CheckReport> {
  const { configPath, moduleId } = files;
  const parts = [checkConfiguration(files), ...await checkConfigured(files, nowMs)];
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
  const deviceModel = await checkDeviceModel(files, config, nowMs);
  const certificates = deviceModel.offline === undefined
    ? { findings: [], notChecked: ["certificates: the device model says which are needed"] }
    : await checkCertificates(files, config, deviceModel.offline, nowMs);
  return [await checkPaths(files, config), deviceModel, await checkErrorMaps(files, config), certificates];
}
