import { parseLocatedYaml } from "../everest/definitions-yaml.ts";
import { isJsonObject, parseJson } from "../kernel/json.ts";
import { nearestWord } from "../kernel/nearest-word.ts";
import type { ComponentFile } from "../variables/load-components.ts";
import type { Finding } from "./finding.ts";
import { nearestPosition } from "./nearest-position.ts";

type Path = readonly (string | number)[];

/** The keys of one kind of object in a component file. What needed keys lack is found when the file is loaded. */
interface Keys {
  readonly optional: readonly string[];
  readonly others: readonly string[];
}

const COMPONENT: Keys = {
  optional: ["instance", "evse_id", "connector_id"],
  others: ["$schema", "description", "type", "name", "properties", "required"],
};
const VARIABLE: Keys = {
  optional: ["instance", "default", "monitors", "source"],
  others: [
    ...["variable_name", "characteristics", "attributes"],
    ...["description", "type", "minimum", "maximum", "minLength", "maxLength"],
  ],
};
const CHARACTERISTICS: Keys = {
  optional: ["unit", "minLimit", "maxLimit", "valuesList"],
  others: ["dataType", "supportsMonitoring"],
};
const ATTRIBUTE: Keys = { optional: ["type", "mutability", "value"], others: [] };
const MONITOR: Keys = {
  optional: ["transaction", "reference_value"],
  others: ["type", "value", "severity", "config_type"],
};

/** Keys that nothing reads, and that are nearly an optional one: its default counts, and nobody is told. */
export function misspeltKeyFindings(file: ComponentFile): readonly Finding[] {
  const json = parseJson(file.text);
  const slips = json.kind === "value" ? slipsOfComponent(json.value) : [];
  if (slips.length === 0) return [];
  const document = parseLocatedYaml(file.text);
  return slips.map(({ path, typed, meant }): Finding => {
    const position = document.kind === "document" ? nearestPosition(document, path) : undefined;
    return {
      ...{ severity: "warning", subject: "device model", file: file.path },
      ...(position && { position }),
      text: `nothing reads the key ${typed}`,
      instead: `the key ${meant}`,
    };
  });
}

interface Slip {
  readonly path: Path;
  readonly typed: string;
  readonly meant: string;
}

function slipsOfComponent(component: unknown): readonly Slip[] {
  const properties = isJsonObject(component) && isJsonObject(component["properties"])
    ? Object.entries(component["properties"])
    : [];
  return [
    ...slipsIn(component, COMPONENT, []),
    ...properties.flatMap(([name, variable]) => slipsOfVariable(variable, ["properties", name])),
  ];
}

function slipsOfVariable(variable: unknown, path: Path): readonly Slip[] {
  if (!isJsonObject(variable)) return [];
  const { characteristics, attributes, monitors } = variable;
  const ofList = (list: unknown, keys: Keys, name: string) =>
    Array.isArray(list) ? list.flatMap((entry, index) => slipsIn(entry, keys, [...path, name, index])) : [];
  return [
    ...slipsIn(variable, VARIABLE, path),
    ...slipsIn(characteristics, CHARACTERISTICS, [...path, "characteristics"]),
    ...ofList(attributes, ATTRIBUTE, "attributes"),
    ...ofList(monitors, MONITOR, "monitors"),
  ];
}

function slipsIn(value: unknown, { optional, others }: Keys, path: Path): readonly Slip[] {
  if (!isJsonObject(value)) return [];
  const absent = optional.filter((key) => !Object.hasOwn(value, key));
  const unknown = Object.keys(value).filter((key) => !optional.includes(key) && !others.includes(key));
  return unknown.flatMap((typed) => {
    const meant = nearestWord(typed, absent);
    return meant === undefined ? [] : [{ path: [...path, typed], typed, meant }];
  });
}
