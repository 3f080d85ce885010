import type { UsableTargets } from "../csms/usable-targets.ts";
import { identifierKey } from "../kernel/identifier.ts";
import { nearestWord } from "../kernel/nearest-word.ts";
import { parseComponentFile } from "../variables/component-file.ts";
import { hasStandardizedName, HONOURED } from "../variables/honoured-variables.ts";
import type { ComponentFiles, LoadedComponents } from "../variables/load-components.ts";
import { type VariableKey, variableKey } from "../variables/device-model.ts";
import { missingRequired } from "../variables/required-variables.ts";
import type { StaleValue } from "../variables/restore-values.ts";
import { displayName } from "../variables/variable-id.ts";
import type { StoredValue } from "../variables/variable-store.ts";
import { componentFileFinding } from "./component-file-findings.ts";
import type { ConfiguredStation } from "./configured-station.ts";
import { encodingFindings } from "./encoding-findings.ts";
import type { Finding, PartialReport } from "./finding.ts";
import { misspeltKeyFindings } from "./misspelt-keys.ts";
import { networkFindings } from "./network-findings.ts";
import { at } from "./placed-finding.ts";
import { fileOfComponent, placeOfVariable } from "./variable-place.ts";

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
  /** Components that the files switch off, and that no station can be without. */
  readonly availableAnyway: readonly string[];
  /** What was set once and does not fit the files any more. */
  readonly stale: readonly StaleValue[];
  readonly stored: readonly StoredValue[];
  /** Why it is not known what was set, if so. */
  readonly unknown?: string;
  /** Entries of the older list of network profiles that cannot be used. */
  readonly listProblems: readonly string[];
  readonly network: UsableTargets;
}

/** A folder of the component files cannot be read, or a file in it. */
export function unreadableComponents(
  station: ConfiguredStation,
  { what, path, reason }: {
    readonly what: "folder" | "file";
    readonly path: string;
    readonly reason: string;
  },
): PartialReport {
  const text = `the component files cannot be read: ${path}: ${reason}`;
  const kind = { severity: "error", subject: "device model" } as const;
  const finding: Finding = what === "file"
    ? { ...kind, file: path, text: `the module does not start with it: ${reason}`, instead: INSTEAD_OF_FILE }
    : at(station, ["config_module", "DeviceModelConfigPath"], { ...kind, text, instead: INSTEAD_OF_FOLDER });
  return { findings: [finding], notChecked: ["the device model"] };
}

const INSTEAD_OF_FILE = "a readable file with one component, or none of this name";
const INSTEAD_OF_FOLDER = "a directory with the folders standardized and custom";

/**
 * What is wrong in the component files, and what they leave open: required variables, a network profile that works.
 * `values` undefined: no file defines a component.
 */
export function deviceModelReport(
  { directory, files, components, problems }: DeviceModelFiles,
  values: DeviceModelValues | undefined,
): PartialReport {
  const byPath = new Map([...files.standardized, ...files.custom].map((file) => [file.path, file] as const));
  const findings = [
    ...problems.map((problem) => componentFileFinding(problem, byPath.get(problem.file), directory)),
    ...[...byPath.values()].flatMap((file) => [...misspeltKeyFindings(file), ...encodingFindings(file)]),
  ];
  if (values === undefined) return { findings, notChecked: ["values of the device model"] };
  const unread = unreadFiles(files);
  // Identity, password and slots may be in what nobody could read.
  const hidden = unread.size > 0 ? "a component file cannot be read" : values.unknown;
  return {
    findings: [
      ...findings,
      ...missingFindings(components, unread, { files, directory }),
      ...readerFindings(values.withoutReader, components, { files, directory }),
      ...availableAnywayFindings(values.availableAnyway, { files, directory }),
      ...staleFindings(values),
      ...(hidden !== undefined ? [] : networkFindings(values.network, { ...values, files, directory })),
    ],
    notChecked: [
      ...(hidden !== undefined ? [`network profiles: ${hidden}`] : []),
      "component files of EVSEs and connectors against the station's real layout",
    ],
  };
}

type FilesOfModel = Pick<DeviceModelFiles, "files" | "directory">;

/** The components, by their names in lower case, whose files as a whole cannot be used. */
function unreadFiles({ standardized, custom }: ComponentFiles): ReadonlySet<string> {
  const names = [...standardized, ...custom].flatMap(({ path, text }) => {
    const { component, problems } = parseComponentFile(path, text);
    if (component !== undefined) return [];
    const fileName = path.slice(path.lastIndexOf("/") + 1);
    return [problems[0]?.component ?? fileName.replace(/(?:_\d{1,9}){0,2}\.json$/, "")];
  });
  return new Set(names.map(identifierKey));
}

/** What OCPP demands and is not there; what may be in a file that nobody could read is not looked for. */
function missingFindings(
  components: LoadedComponents["components"],
  unread: ReadonlySet<string>,
  { files, directory }: FilesOfModel,
): readonly Finding[] {
  return missingRequired(components).flatMap((name): Finding[] => {
    const component = name.split(".")[0]!;
    if (unread.has(identifierKey(component))) return [];
    return [{
      ...general(fileOfComponent(files, { name: component })?.path ?? directory, "error"),
      text: `OCPP demands ${name}, and no file defines it`,
      instead: `the variable as standardized/${component}.json of the component_config of this module has it`,
    }];
  });
}

function general(
  file: string,
  severity: Finding["severity"],
): Pick<Finding, "severity" | "subject" | "file"> {
  return { severity, subject: "device model", file };
}

/** A name that is nearly one that can be set, and that no file has, is probably meant to be that one. */
function readerFindings(
  withoutReader: readonly string[],
  components: LoadedComponents["components"],
  { files, directory }: FilesOfModel,
): readonly Finding[] {
  const defined = new Map(
    components.flatMap(({ component, variables }) =>
      variables.map(({ variable }) => [displayName(component, variable), { component, variable }] as const)
    ),
  );
  const settable = Object.keys(HONOURED).map((name) => name.replace("[]", "")).filter((name) =>
    !defined.has(name)
  );
  return withoutReader.map((name): Finding => {
    const key = defined.get(name);
    const place = (key && placeOfVariable(files, key, "name")) ?? { file: directory };
    return {
      ...{ ...general(directory, "warning"), ...place },
      text: `nothing in this module reads ${name}: it cannot be set`,
      instead: nearestWord(name, settable) ?? remedyOfUnread(key),
    };
  });
}

/** What the folder `custom` alone has can be set, because the station's other modules may read it. */
function remedyOfUnread(key: VariableKey | undefined): string {
  const remedy = "mutability ReadOnly, or leave it out";
  return key === undefined || hasStandardizedName(key.component)
    ? remedy
    : `the file in custom, if the component is your own; else ${remedy}`;
}

function availableAnywayFindings(
  components: readonly string[],
  { files, directory }: FilesOfModel,
): readonly Finding[] {
  return components.map((name): Finding => ({
    ...{ ...general(directory, "warning"), ...placeOfVariable(files, variableKey(name, "Available")) },
    text: `no station can be without ${name}: its Available stays true`,
    instead: name === "AuthCtrlr" ? "AuthCtrlr.Enabled false, if the station charges for everybody" : "true",
  }));
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
