import { isJsonObject } from "../kernel/json.ts";
import { type Decoded, violation } from "./envelope.ts";
import { mappingOf } from "./mapping.ts";
import type { ConfigParameter, Connection } from "./module.ts";

/** The manager's answer to "what is my configuration". */
export interface ModuleSetup {
  readonly moduleName: string;
  /** `!module` parameters: name -> value. */
  readonly parameters: Readonly<Record<string, boolean | number | string>>;
  readonly connections: ReadonlyMap<string, readonly Connection[]>;
  /** Module id -> tier mapping, of ourselves and of the modules we are connected to. */
  readonly mappings: Readonly<Record<string, unknown>>;
}

/** The implementation id under which module-level parameters travel. */
export const MODULE_LEVEL = "!module";

/** `data` of a response of type `Module`. Unknown keys are ignored. */
export function decodeModuleSetup(data: unknown): Decoded<ModuleSetup> {
  const config = isJsonObject(data) ? data.module_config : undefined;
  if (!isJsonObject(data) || !isJsonObject(config)) return violation("has no module_config");
  const lists = config.configuration_parameters;
  const parameters = decodeParameters(isJsonObject(lists) ? lists[MODULE_LEVEL] : undefined);
  const mappings = isJsonObject(data.mappings) ? data.mappings : {};
  const connections = decodeConnections(config.connections, mappings);
  if (connections.kind === "violation") return connections;
  return {
    kind: "value",
    value: {
      moduleName: typeof config.module_name === "string" ? config.module_name : "",
      parameters: Object.fromEntries(parameters.map(({ name, value }) => [name, value])),
      connections: connections.value,
      mappings,
    },
  };
}

function decodeConnections(
  value: unknown,
  mappings: Readonly<Record<string, unknown>>,
): Decoded<Map<string, Connection[]>> {
  const connections = new Map<string, Connection[]>();
  if (value === undefined || value === null) return { kind: "value", value: connections };
  if (!isJsonObject(value)) return violation("connections are not an object");
  for (const [requirement, list] of Object.entries(value)) {
    if (!Array.isArray(list)) return violation(`connections of ${requirement} are not a list`);
    const decoded = list.map((entry, position) => decodeConnection(entry, requirement, position, mappings));
    const complete = decoded.filter((connection) => connection !== undefined);
    if (complete.length < decoded.length) return violation(`a connection of ${requirement} names no module`);
    connections.set(requirement, complete.sort((a, b) => a.index - b.index));
  }
  return { kind: "value", value: connections };
}

function decodeConnection(
  entry: unknown,
  requirement: string,
  position: number,
  mappings: Readonly<Record<string, unknown>>,
): Connection | undefined {
  if (!isJsonObject(entry)) return undefined;
  const { module_id: moduleId, implementation_id: implementationId } = entry;
  if (typeof moduleId !== "string" || typeof implementationId !== "string") return undefined;
  // Main of 2026-08 sends the slot when it is not 0; before, the position in the list is all there is.
  const slot = isJsonObject(entry.requirement) ? entry.requirement.index : undefined;
  const mapping = mappingOf(mappings[moduleId], implementationId);
  return {
    requirement,
    index: typeof slot === "number" && Number.isSafeInteger(slot) ? slot : position,
    moduleId,
    implementationId,
    ...(mapping ? { mapping } : {}),
  };
}

/** A list of parameters as they come in `Module` and `All` responses; invalid entries are left out. */
export function decodeParameters(list: unknown): ConfigParameter[] {
  if (!Array.isArray(list)) return [];
  return list.map(decodeParameter).filter((parameter) => parameter !== undefined);
}

const DATATYPES = ["string", "number", "integer", "bool"] as const;
const MUTABILITIES = ["ReadOnly", "ReadWrite", "WriteOnly"] as const;

export function decodeParameter(entry: unknown): ConfigParameter | undefined {
  if (!isJsonObject(entry) || typeof entry.name !== "string") return undefined;
  const { name, value } = entry;
  if (typeof value !== "string" && typeof value !== "number" && typeof value !== "boolean") return undefined;
  const { datatype, mutability, unit } = isJsonObject(entry.characteristics) ? entry.characteristics : {};
  return {
    name,
    value,
    datatype: DATATYPES.find((known) => known === datatype) ?? "unknown",
    mutability: MUTABILITIES.find((known) => known === mutability) ?? "ReadOnly",
    ...(typeof unit === "string" ? { unit } : {}),
  };
}
