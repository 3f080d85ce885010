import { parseLocatedYaml, type TextPosition } from "../everest/definitions-yaml.ts";
import { sameIdentifier } from "../kernel/identifier.ts";
import { isJsonObject, parseJson } from "../kernel/json.ts";
import { parseComponentFile } from "../variables/component-file.ts";
import type { VariableKey } from "../variables/device-model.ts";
import type { ComponentFile, ComponentFiles } from "../variables/load-components.ts";
import { componentId } from "../variables/variable-id.ts";
import { nearestPosition } from "./nearest-position.ts";

/** Where a component file defines something. */
export interface FilePlace {
  readonly file: string;
  readonly position?: TextPosition;
}

/** The file that defines the component: one in `custom` counts before one in `standardized`. */
export function fileOfComponent(
  { standardized, custom }: ComponentFiles,
  component: VariableKey["component"],
): ComponentFile | undefined {
  return [...custom, ...standardized].find(({ path, text }) => {
    const defined = parseComponentFile(path, text).component;
    return defined !== undefined && componentId(defined.component) === componentId(component);
  });
}

/** Where name or value of a variable stands, or would stand; undefined when no file defines the variable. */
export function placeOfVariable(
  files: ComponentFiles,
  key: VariableKey,
  of: "name" | "value" = "value",
): FilePlace | undefined {
  const file = fileOfComponent(files, key.component);
  const name = file && propertyName(file.text, key);
  if (file === undefined || name === undefined) return undefined;
  const document = parseLocatedYaml(file.text);
  if (document.kind === "malformed") return { file: file.path };
  const path = ["properties", name, ...(of === "name" ? ["variable_name"] : ["attributes", 0, "value"])];
  const position = nearestPosition(document, path);
  return { file: file.path, ...(position && { position }) };
}

/** The key below `properties` that defines the variable. */
function propertyName(text: string, { variable }: VariableKey): string | undefined {
  const json = parseJson(text);
  const properties = json.kind === "value" && isJsonObject(json.value) ? json.value["properties"] : undefined;
  if (!isJsonObject(properties)) return undefined;
  return Object.keys(properties).find((key) => {
    const property = properties[key];
    if (!isJsonObject(property)) return false;
    const { variable_name: name, instance } = property;
    return typeof name === "string" && sameIdentifier(name, variable.name) &&
      sameIdentifier(typeof instance === "string" ? instance : undefined, variable.instance);
  });
}
