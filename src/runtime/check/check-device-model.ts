import { type LocatedYaml, parseLocatedYaml } from "../../everest/definitions-yaml.ts";
import { isJsonObject, parseJson } from "../../kernel/json.ts";
import { nearestWord } from "../../kernel/nearest-word.ts";
import { createLinkSettings } from "../link/link-settings.ts";
import { storedNetwork } from "../../station/network-profiles/network-settings.ts";
import { usableTargets } from "../../csms/usable-targets.ts";
import { readComponentFiles } from "../../storage/variable-files.ts";
import type { ConfigProblem } from "../../variables/config-problem.ts";
import { type ComponentFile, loadComponents } from "../../variables/load-components.ts";
import { displayName } from "../../variables/variable-id.ts";
import { missingRequired } from "../../variables/required-variables.ts";
import type { ModuleConfig } from "../module-config.ts";
import type { Finding, PartialReport } from "./finding.ts";
import { at } from "./placed-finding.ts";
import type { StationFiles } from "./station-files.ts";
import { type OfflineDeviceModel, offlineDeviceModel } from "./variables-of-files.ts";

export interface DeviceModelReport extends PartialReport {
  /** Absent: there is no usable file. */
  readonly offline?: OfflineDeviceModel;
}

/** What is wrong in the component files, and what they leave open: required variables, a network profile that works. */
export async function checkDeviceModel(
  station: StationFiles,
  config: ModuleConfig,
  nowMs: number,
): Promise<DeviceModelReport> {
  const directory = config.deviceModelConfigPath;
  const reading = await readComponentFiles(directory);
  if (reading.kind === "unreadable") {
    const finding = at(station, ["config_module", "DeviceModelConfigPath"], {
      ...{ severity: "error", subject: "device model" },
      text: `the component files in ${directory} cannot be read: ${reading.reason}`,
      instead: "a directory with the folders standardized and custom",
    });
    return { findings: [finding], notChecked: ["the device model"] };
  }
  const { components, problems } = loadComponents(reading.files);
  const texts = new Map(
    [...reading.files.standardized, ...reading.files.custom].map((file) => [file.path, file] as const),
  );
  const findings = problems.map((problem) => located(problem, texts.get(problem.file), directory));
  if (components.length === 0) return { findings, notChecked: ["values of the device model"] };
  const missing = missingRequired(components).map((name): Finding => ({
    ...general(directory, "error"),
    text: `OCPP demands ${name}, and no file defines it`,
    instead: "the variable as device-model/standardized of this module has it",
  }));
  const offline = offlineDeviceModel(config, components, nowMs);
  return {
    findings: [
      ...findings,
      ...missing,
      ...readerFindings(offline, directory),
      ...staleFindings(offline, config),
      ...networkFindings(offline, config),
    ],
    notChecked: ["component files of EVSEs and connectors against the station's real layout"],
    offline,
  };
}

function general(
  file: string,
  severity: Finding["severity"],
): Pick<Finding, "severity" | "subject" | "file"> {
  return { severity, subject: "device model", file };
}

function readerFindings({ withoutReader }: OfflineDeviceModel, directory: string): readonly Finding[] {
  if (withoutReader.length === 0) return [];
  const text = `nothing in this module reads ${withoutReader.join(", ")}: they cannot be set`;
  return [{ ...general(directory, "warning"), text, instead: "mutability ReadOnly, or leave them out" }];
}

/** Components of EVSEs may be made by the station itself: only what their files define can be judged. */
function staleFindings({ stale }: OfflineDeviceModel, config: ModuleConfig): readonly Finding[] {
  return stale.filter(({ stored }) => stored.component.evse === undefined).map(({ stored, reason }) => {
    const name = displayName(stored.component, stored.variable);
    return {
      severity: "warning",
      subject: "databases",
      file: config.deviceModelDatabasePath,
      text: `the value of ${name} that was set (by: ${stored.setBy}) is not used: ${reason}`,
      instead: "a component file that allows it, or a new value (OCPP201 variables set)",
    };
  });
}

function networkFindings({ deviceModel }: OfflineDeviceModel, config: ModuleConfig): readonly Finding[] {
  const { targets, problems } = usableTargets(
    createLinkSettings(deviceModel, config, storedNetwork(deviceModel)),
  );
  const instead = "a slot of NetworkConfiguration with OcppCsmsUrl, SecurityProfile and Identity";
  const wrong = problems.map(({ slot, reason }): Finding => ({
    ...general(config.deviceModelConfigPath, "warning"),
    text: `the network profile in slot ${slot} is not used: ${reason}`,
    instead,
  }));
  if (targets.size > 0) return wrong;
  const text = "no network profile can be used: the station never connects to a CSMS";
  return [...wrong, { ...general(config.deviceModelConfigPath, "error"), text, instead }];
}

function located(problem: ConfigProblem, file: ComponentFile | undefined, directory: string): Finding {
  const { component, variable, reason, consequence } = problem;
  const name = [component, variable].filter((part) => part !== undefined).join(": ");
  const finding: Finding = {
    ...general(file?.path ?? directory, consequence === "usedAsItStands" ? "warning" : "error"),
    text: name === "" ? reason : `${name}: ${reason}`,
  };
  if (file === undefined) return finding;
  const document = parseLocatedYaml(file.text);
  const position = document.kind === "malformed" ? document.position : deepest(
    document,
    variable === undefined ? [] : ["properties", variable, ...pathOf(reason, file, variable)],
  );
  const instead = remedy(reason, file, variable);
  return { ...finding, ...(position && { position }), ...(instead !== undefined && { instead }) };
}

/** Where the path ends, or the part of it that exists. */
function deepest(document: LocatedYaml & { kind: "document" }, path: readonly (string | number)[]) {
  for (let length = path.length; length >= 0; length--) {
    const position = document.locate(path.slice(0, length));
    if (position !== undefined) return position;
  }
  return undefined;
}

/** A reason begins with the keys that lead to the wrong value, or names the attribute whose value is wrong. */
function pathOf(reason: string, file: ComponentFile, variable: string): readonly (string | number)[] {
  const ofInitial = /^the initial value of (\w+)/.exec(reason)?.[1];
  if (ofInitial !== undefined) return pathOfInitial(attributesOf(file, variable), ofInitial);
  const keys = /^[A-Za-z_]+(?:\[\d+\])?(?:\.[A-Za-z_]+)*/.exec(reason)?.[0] ?? "";
  return keys.split(/[.[\]]+/).filter((key) => key !== "").map((key) =>
    /^\d+$/.test(key) ? Number(key) : key
  );
}

function pathOfInitial(attributes: readonly unknown[], type: string): readonly (string | number)[] {
  const index = attributes.findIndex((each) => isJsonObject(each) && (each["type"] ?? "Actual") === type);
  const attribute = attributes[index];
  const hasValue = isJsonObject(attribute) && "value" in attribute;
  return hasValue ? ["attributes", index, "value"] : ["default"];
}

function propertyOf({ text }: ComponentFile, variable: string): Record<string, unknown> {
  const json = parseJson(text);
  const properties = json.kind === "value" && isJsonObject(json.value) ? json.value["properties"] : undefined;
  const property = isJsonObject(properties) ? properties[variable] : undefined;
  return isJsonObject(property) ? property : {};
}

function attributesOf(file: ComponentFile, variable: string): readonly unknown[] {
  const { attributes } = propertyOf(file, variable);
  return Array.isArray(attributes) ? attributes : [];
}

/** What to write: the nearest of the allowed words, or what the characteristics allow. */
function remedy(reason: string, file: ComponentFile, variable: string | undefined): string | undefined {
  if (variable === undefined) return undefined;
  const { characteristics } = propertyOf(file, variable);
  const described = isJsonObject(characteristics) ? characteristics : {};
  const allowed = /must be one of (.+)$/.exec(reason)?.[1]?.split(", ");
  if (allowed !== undefined) {
    const written = /^characteristics\.dataType/.test(reason) ? String(described["dataType"]) : "";
    return nearestWord(written, allowed) ?? `one of ${allowed.join(", ")}`;
  }
  if (!reason.startsWith("the initial value")) return undefined;
  const { dataType, minLimit, maxLimit, valuesList, unit } = described;
  return [
    `a value of type ${String(dataType)}`,
    ...(minLimit === undefined ? [] : [`from ${String(minLimit)}`]),
    ...(maxLimit === undefined ? [] : [`to ${String(maxLimit)}`]),
    ...(unit === undefined ? [] : [String(unit)]),
    ...(valuesList === undefined ? [] : [`of ${String(valuesList)}`]),
  ].join(" ");
}
