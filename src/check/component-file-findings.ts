import { parseLocatedYaml } from "../everest/definitions-yaml.ts";
import { isJsonObject, parseJson } from "../kernel/json.ts";
import { nearestWord } from "../kernel/nearest-word.ts";
import type { ConfigProblem } from "../variables/config-problem.ts";
import type { ComponentFile } from "../variables/load-components.ts";
import type { Finding } from "./finding.ts";
import { jsonFaultPosition } from "./json-fault-position.ts";
import { nearestPosition } from "./nearest-position.ts";
import { valueRemedy } from "./value-remedy.ts";

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
  if (parseJson(file.text).kind === "malformed") {
    const fault = jsonFaultPosition(reason);
    return { ...finding, ...(fault && { position: fault }) };
  }
  const document = parseLocatedYaml(file.text);
  const slip = misspeltKey(reason, file, variable);
  if (document.kind === "malformed") return finding;
  const above = variable === undefined ? [] : ["properties", variable];
  const below = variable === undefined ? [] : pathOf(reason, file, variable);
  const position = nearestPosition(document, slip?.path ?? [...above, ...below]);
  const instead = slip?.meant ?? valueRemedy(reason, propertyOf(file, variable));
  return { ...finding, ...(position && { position }), ...(instead !== undefined && { instead }) };
}

/** A reason begins with the keys that lead to the wrong value, or names the attribute whose value is wrong. */
function pathOf(reason: string, file: ComponentFile, variable: string): readonly (string | number)[] {
  const ofInitial = /^the initial value of (\w+)/.exec(reason)?.[1];
  if (ofInitial !== undefined) return pathOfInitial(attributesOf(file, variable), ofInitial);
  return keysOf(reason);
}

function keysOf(reason: string): readonly (string | number)[] {
  const keys = /^"?([A-Za-z_]+(?:\[\d+\])?(?:\.[A-Za-z_]+)*)/.exec(reason)?.[1] ?? "";
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

/** Only such a reason begins with a key that may be absent; others begin with any word. */
const MISSES_A_KEY = /^\S+ (?:must be|is missing)/;

/** A key of the file that is nearly the one that the reason misses there. */
function misspeltKey(
  reason: string,
  { text }: ComponentFile,
  variable: string | undefined,
): { readonly path: readonly (string | number)[]; readonly meant: string } | undefined {
  if (!MISSES_A_KEY.test(reason)) return undefined;
  const json = parseJson(text);
  const keys = keysOf(reason);
  const key = keys.at(-1);
  const parents = [...(variable === undefined ? [] : ["properties", variable]), ...keys.slice(0, -1)];
  const parent = json.kind === "value" ? valueAt(json.value, parents) : undefined;
  if (typeof key !== "string" || !isJsonObject(parent) || Object.hasOwn(parent, key)) return undefined;
  const slip = nearestWord(key, Object.keys(parent));
  return slip === undefined ? undefined : { path: [...parents, slip], meant: `the key ${key}, not ${slip}` };
}

function valueAt(value: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (found, step) =>
      isJsonObject(found) ? found[String(step)] : Array.isArray(found) ? found[Number(step)] : undefined,
    value,
  );
}

function propertyOf({ text }: ComponentFile, variable: string | undefined): Record<string, unknown> {
  const json = parseJson(text);
  const property = json.kind === "value" && variable !== undefined
    ? valueAt(json.value, ["properties", variable])
    : undefined;
  return isJsonObject(property) ? property : {};
}

function attributesOf(file: ComponentFile, variable: string): readonly unknown[] {
  const { attributes } = propertyOf(file, variable);
  return Array.isArray(attributes) ? attributes : [];
}
