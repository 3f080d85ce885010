import {
  deviceModelReport,
  type DeviceModelValues,
  unreadableComponents,
} from "../../check/device-model-findings.ts";
import type { PartialReport } from "../../check/finding.ts";
import { type UsableTargets, usableTargets } from "../../csms/usable-targets.ts";
import { fileFailureText } from "../../host/file-failure.ts";
import { storedNetwork } from "../../station/network-profiles/network-settings.ts";
import { readComponentFiles } from "../../storage/variable-files.ts";
import type { ComponentDefinition } from "../../variables/definition.ts";
import { loadComponents } from "../../variables/load-components.ts";
import { createLinkSettings } from "../link/variable-link-settings.ts";
import type { ModuleConfig } from "../module-config.ts";
import { isRefused, type StationFiles } from "./station-files.ts";
import { offlineDeviceModel } from "./variables-of-files.ts";

export interface CheckedDeviceModel {
  readonly report: PartialReport;
  /** Absent: there is no usable file, or it is not known what was set. */
  readonly network?: UsableTargets;
}

/** Reads the component files and the database of set values. */
export async function checkDeviceModel(
  station: StationFiles,
  config: ModuleConfig,
  nowMs: number,
): Promise<CheckedDeviceModel> {
  if (isRefused(station, "DeviceModelConfigPath")) {
    return {
      report: { findings: [], notChecked: ["the device model: its DeviceModelConfigPath is refused"] },
    };
  }
  const directory = config.deviceModelConfigPath;
  const reading = await readComponentFiles(directory);
  if (reading.kind === "unreadable") {
    return { report: unreadableComponents(station, { ...reading, reason: fileFailureText(reading.cause) }) };
  }
  const loaded = { directory, files: reading.files, ...loadComponents(reading.files) };
  if (loaded.components.length === 0) return { report: deviceModelReport(loaded, undefined) };
  const values = offlineValues(config, loaded.components, nowMs);
  const report = deviceModelReport(loaded, values);
  return values.unknown === undefined ? { report, network: values.network } : { report };
}

function offlineValues(
  config: ModuleConfig,
  components: readonly ComponentDefinition[],
  nowMs: number,
): DeviceModelValues {
  const { deviceModel, ...values } = offlineDeviceModel(config, components, nowMs);
  const settings = createLinkSettings(deviceModel, config, storedNetwork(deviceModel));
  return { ...values, database: config.deviceModelDatabasePath, network: usableTargets(settings) };
}
