import { isJsonObject, parseJson } from "../kernel/json.ts";
import type { ComponentType } from "../ocpp/messages.ts";
import type { ConfigProblem } from "./config-problem.ts";
import type { ComponentDefinition, VariableDefinition } from "./definition.ts";
import { isIdentifier, MAX_IDENTIFIER_CHARACTERS, variableId } from "./variable-id.ts";
import { parseVariable } from "./variable-entry.ts";

export interface ParsedComponentFile {
  /** Absent when the file as a whole is unusable. */
  readonly component?: ComponentDefinition;
  readonly problems: readonly ConfigProblem[];
}

/**
 * Reads one file of the component configuration (device-model/schema.json). A variable that cannot be used is left
 * out and reported; the others load, because a station with one wrong variable still charges.
 */
export function parseComponentFile(file: string, text: string): ParsedComponentFile {
  const json = parseJson(text);
  if (json.kind === "malformed") return unusable(file, `it is not JSON: ${json.reason}`);
  if (!isJsonObject(json.value)) return unusable(file, "it is not a JSON object");
  const identity = readIdentity(json.value);
  if (typeof identity === "string") return unusable(file, identity);
  const { properties } = json.value;
  if (!isJsonObject(properties)) {
    return unusable(file, '"properties" is missing or not an object', identity.name);
  }
  return readVariables(file, identity, properties);
}

function readVariables(
  file: string,
  component: ComponentType,
  properties: Readonly<Record<string, unknown>>,
): ParsedComponentFile {
  const variables = new Map<string, VariableDefinition>();
  const problems: ConfigProblem[] = [];
  for (const [key, property] of Object.entries(properties)) {
    const { definition, reasons, remarks = [] } = parseVariable(component, property);
    const report = (reason: string) =>
      problems.push({ file, component: component.name, variable: key, reason });
    reasons.forEach(report);
    for (const reason of remarks) {
      problems.push({
        file,
        component: component.name,
        variable: key,
        reason,
        consequence: "usedAsItStands",
      });
    }
    if (definition === undefined) continue;
    const id = variableId(definition.variable);
    if (variables.has(id)) {
      report("another property of this file defines the same variable_name and instance");
    } else variables.set(id, definition);
  }
  return { component: { component, variables: [...variables.values()] }, problems };
}

/** The component, or why it has no usable identity. */
function readIdentity(json: Readonly<Record<string, unknown>>): ComponentType | string {
  const { name, instance, evse_id: evseId, connector_id: connectorId } = json;
  if (!isIdentifier(name)) return `"name" must be a text of 1 to ${MAX_IDENTIFIER_CHARACTERS} characters`;
  if (instance !== undefined && !isIdentifier(instance)) {
    return `"instance" must be a text of 1 to ${MAX_IDENTIFIER_CHARACTERS} characters`;
  }
  if (evseId !== undefined && !isId(evseId)) return '"evse_id" must be an integer from 0';
  if (connectorId !== undefined && !isId(connectorId)) return '"connector_id" must be an integer from 0';
  if (connectorId !== undefined && evseId === undefined) return '"connector_id" needs "evse_id"';
  return {
    name,
    ...(instance === undefined ? {} : { instance }),
    // EVSE 0 is the station itself.
    ...(evseId === undefined || evseId === 0
      ? {}
      : { evse: connectorId === undefined ? { id: evseId } : { id: evseId, connectorId } }),
  };
}

function isId(value: unknown): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= 0;
}

function unusable(file: string, reason: string, component?: string): ParsedComponentFile {
  return { problems: [{ file, ...(component === undefined ? {} : { component }), reason }] };
}
