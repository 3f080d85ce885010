import type { UsableTargets } from "../csms/usable-targets.ts";
import type { ComponentFiles, LoadedComponents } from "../variables/load-components.ts";
import { missingRequired } from "../variables/required-variables.ts";
import type { StaleValue } from "../variables/restore-values.ts";
import { displayName } from "../variables/variable-id.ts";
import { componentFileFinding } from "./component-file-findings.ts";
import type { ConfiguredStation } from "./configured-station.ts";
import type { Finding, PartialReport } from "./finding.ts";
import { at } from "./placed-finding.ts";

/** The component files of a station. */
export interface DeviceModelFiles extends LoadedComponents {
  readonly directory: string;
  readonly files: ComponentFiles;
}

/** The values that the files and the database of set values give together. */
export interface DeviceModelValues {
  /** The database of set values. */
  readonly database: string;
  /** What the files let the CSMS set, and nothing in this program reads. */
  readonly withoutReader: readonly string[];
  /** What was set once and does not fit the files any more. */
  readonly stale: readonly StaleValue[];
  readonly network: UsableTargets;
}

/** The files cannot be read. */
export function unreadableComponents(
  station: ConfiguredStation,
  directory: string,
  reason: string,
): PartialReport {
  const finding = at(station, ["config_module", "DeviceModelConfigPath"], {
    ...{ severity: "error", subject: "device model" },
    text: `the component files in ${directory} cannot be read: ${reason}`,
    instead: "a directory with the folders standardized and custom",
  });
  return { findings: [finding], notChecked: ["the device model"] };
}

/**
 * What is wrong in the component files, and what they leave open: required variables, a network profile that works.
 * `values` undefined: no file defines a component.
 */
export function deviceModelReport(
  { directory, files, components, problems }: DeviceModelFiles,
  values: DeviceModelValues | undefined,
): PartialReport {
  const byPath = new Map([...files.standardized, ...files.custom].map((file) => [file.path, file] as const));
  const findings = problems.map((problem) =>
    componentFileFinding(problem, byPath.get(problem.file), directory)
  );
  if (values === undefined) return { findings, notChecked: ["values of the device model"] };
  const missing = missingRequired(components).map((name): Finding => ({
    ...general(directory, "error"),
    text: `OCPP demands ${name}, and no file defines it`,
    instead: "the variable as device-model/standardized of this module has it",
  }));
  return {
    findings: [
      ...findings,
      ...missing,
      ...readerFindings(values, directory),
      ...staleFindings(values),
      ...networkFindings(values, directory),
    ],
    notChecked: ["component files of EVSEs and connectors against the station's real layout"],
  };
}

function general(
  file: string,
  severity: Finding["severity"],
): Pick<Finding, "severity" | "subject" | "file"> {
  return { severity, subject: "device model", file };
}

function readerFindings({ withoutReader }: DeviceModelValues, directory: string): readonly Finding[] {
  if (withoutReader.length === 0) return [];
  const text = `nothing in this module reads ${withoutReader.join(", ")}: they cannot be set`;
  return [{ ...general(directory, "warning"), text, instead: "mutability ReadOnly, or leave them out" }];
}

/** Components of EVSEs may be made by the station itself: only what their files define can be judged. */
function staleFindings({ stale, database }: DeviceModelValues): readonly Finding[] {
  return stale.filter(({ stored }) => stored.component.evse === undefined).map(({ stored, reason }) => {
    const name = displayName(stored.component, stored.variable);
    return {
      severity: "warning",
      subject: "databases",
      file: database,
      text: `the value of ${name} that was set (by: ${stored.setBy}) is not used: ${reason}`,
      instead: "a component file that allows it, or a new value (OCPP201 variables set)",
    };
  });
}

function networkFindings({ network }: DeviceModelValues, directory: string): readonly Finding[] {
  const { targets, problems } = network;
  const instead = "a slot of NetworkConfiguration with OcppCsmsUrl, SecurityProfile and Identity";
  const wrong = problems.map(({ slot, reason }): Finding => ({
    ...general(directory, "warning"),
    text: `the network profile in slot ${slot} is not used: ${reason}`,
    instead,
  }));
  if (targets.size > 0) return wrong;
  const text = "no network profile can be used: the station never connects to a CSMS";
  return [...wrong, { ...general(directory, "error"), text, instead }];
}
