import { type LocatedYaml, parseLocatedYaml } from "../everest/definitions-yaml.ts";
import { isJsonObject, parseJson } from "../kernel/json.ts";
import { nearestWord } from "../kernel/nearest-word.ts";
import type { ConfigProblem } from "../variables/config-problem.ts";
import type { ComponentFile } from "../variables/load-components.ts";
import type { Finding } from "./finding.ts";

/** A problem of a component file, with its place and remedy. `file` undefined: it concerns the directory. */
export function componentFileFinding(
  problem: ConfigProblem,
  file: ComponentFile | undefined,
  directory: string,
): Finding {
  const { component, variable, reason, consequence } = problem;
  const name = [component, variable].filter((part) => part !== undefined).join(": ");
  const finding: Finding = {
    ...{ severity: consequence === "usedAsItStands" ? "warning" : "error", subject: "device model" },
    file: file?.path ?? directory,
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
