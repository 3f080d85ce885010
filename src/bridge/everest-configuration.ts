import { decodeMapping } from "../everest/mapping.ts";
import { MODULE_LEVEL } from "../everest/module-parameters.ts";
import type { ConfigParameter } from "../everest/module.ts";
import { identifierKey } from "../kernel/identifier.ts";
import { isJsonObject } from "../kernel/json.ts";
import { firstCharacters } from "../ocpp/first-characters.ts";
import type { ComponentType, MutabilityEnumType, VariableCharacteristicsType } from "../ocpp/messages.ts";
import { parameterText } from "./parameter-text.ts";

/**
 * Module id -> implementation id, `!module` for the module itself -> parameters: as far as the manager grants
 * read access.
 */
export type ModuleParameters = Readonly<Record<string, Readonly<Record<string, readonly ConfigParameter[]>>>>;

/** The facts about modules that do not change while EVerest runs. */
export interface ModuleDirectory {
  /** Module id -> module type. */
  readonly types: Readonly<Record<string, string>>;
  /** Module id -> tier mapping. */
  readonly mappings: Readonly<Record<string, unknown>>;
  readonly ownModuleId: string;
}

/** Where a parameter lives in EVerest. */
export interface ParameterPlace {
  readonly moduleId: string;
  readonly implementationId: string;
  readonly name: string;
}

/** A module whose configuration the CSMS sees as a component. */
export interface ConfiguredModule {
  readonly component: ComponentType;
  readonly variables: readonly ConfiguredVariable[];
}

export interface ConfiguredVariable {
  readonly place: ParameterPlace;
  readonly name: string;
  readonly characteristics: VariableCharacteristicsType;
  readonly mutability: MutabilityEnumType;
  /** Undefined when the manager's value does not fit its data type, and of a secret. */
  readonly value: string | undefined;
}

export interface ConfiguredModules {
  readonly modules: readonly ConfiguredModule[];
  /** Parameters that have no place in OCPP, and wrong values. */
  readonly problems: readonly ConfigurationProblem[];
}

export interface ConfigurationProblem {
  readonly what: string;
  readonly reason: string;
}

/** Longest component name, component instance and variable name; and the longest unit. */
const MAX_NAME = 50;
const MAX_UNIT = 16;

/**
 * The configuration of EVerest's modules as components: named like the module's type, the module's id as instance, at
 * the EVSE and connector that the module is mapped to. Variables are named `<parameter>`, those of an implementation
 * `<implementation>.<parameter>`.
 */
export function configuredModules(
  parameters: ModuleParameters,
  { types, mappings, ownModuleId }: ModuleDirectory,
): ConfiguredModules {
  const modules: ConfiguredModule[] = [];
  const problems: ConfigurationProblem[] = [];
  const untyped: string[] = [];
  const seen = new Set<string>();
  for (const [moduleId, implementations] of Object.entries(parameters)) {
    const type = Object.hasOwn(types, moduleId) ? types[moduleId] : undefined;
    if (!type) {
      untyped.push(moduleId);
      continue;
    }
    const obstacle = obstacleTo(type, moduleId, seen);
    if (obstacle !== undefined) {
      problems.push({ what: moduleId, reason: `left out: ${obstacle}` });
      continue;
    }
    const component = { name: type, instance: moduleId, ...placeOf(mappings[moduleId]) };
    const variables = variablesOf(moduleId, implementations, moduleId === ownModuleId, problems);
    if (variables.length > 0) modules.push({ component, variables });
  }
  // One line for all: when the manager published the types before we connected, none is known.
  if (untyped.length > 0) {
    problems.push({ what: untyped.join(", "), reason: "left out: the module type is not known" });
  }
  return { modules, problems };
}

/** Why these names are invalid in OCPP; a valid second name is added to the set. */
function obstacleTo(type: string, name: string, taken: Set<string>): string | undefined {
  if (name === "") return "it has no name";
  if (Math.max(type.length, name.length) > MAX_NAME) return `its name is longer than ${MAX_NAME} characters`;
  const key = identifierKey(name);
  if (taken.has(key)) return "the name of another differs in case only, or not at all";
  taken.add(key);
  return undefined;
}

/** Only the module's own mapping counts. OCPP numbers EVSEs and connectors from 1; EVerest's 0 is the whole. */
function placeOf(tier: unknown): Pick<ComponentType, "evse"> {
  const mapping = isJsonObject(tier) ? decodeMapping(tier.module) : undefined;
  if (mapping === undefined || mapping.evse === 0) return {};
  return mapping.connector === undefined || mapping.connector === 0
    ? { evse: { id: mapping.evse } }
    : { evse: { id: mapping.evse, connectorId: mapping.connector } };
}

function variablesOf(
  moduleId: string,
  implementations: Readonly<Record<string, readonly ConfigParameter[]>>,
  isOwn: boolean,
  problems: ConfigurationProblem[],
): readonly ConfiguredVariable[] {
  const variables: ConfiguredVariable[] = [];
  const taken = new Set<string>();
  for (const [implementationId, list] of Object.entries(implementations)) {
    const prefix = implementationId === MODULE_LEVEL ? "" : `${implementationId}.`;
    for (const parameter of list) {
      const place = { moduleId, implementationId, name: parameter.name };
      const name = prefix + parameter.name;
      const complain = (reason: string) => void problems.push({ what: `${moduleId}: ${name}`, reason });
      const obstacle = obstacleTo("", name, taken);
      if (obstacle !== undefined) {
        complain(`left out: ${obstacle}`);
        continue;
      }
      const variable = configuredVariable(place, name, parameter, isOwn);
      if (variable.value === undefined && variable.mutability !== "WriteOnly") {
        complain(`its value is not of its type, ${parameter.datatype}`);
      }
      variables.push(variable);
    }
  }
  return variables;
}

function configuredVariable(
  place: ParameterPlace,
  name: string,
  { value, datatype, mutability, unit }: ConfigParameter,
  isOwn: boolean,
): ConfiguredVariable {
  return {
    place,
    name,
    characteristics: {
      dataType: DATA_TYPES[datatype],
      supportsMonitoring: true,
      ...(unit === undefined ? {} : { unit: firstCharacters(unit, MAX_UNIT) }),
    },
    // We read our own parameters only at start; a wrong value would prevent the next start.
    mutability: isOwn && mutability !== "WriteOnly" ? "ReadOnly" : mutability,
    // Secrets are not read.
    value: mutability === "WriteOnly" ? undefined : parameterText(value, datatype),
  };
}

const DATA_TYPES = {
  string: "string",
  number: "decimal",
  integer: "integer",
  bool: "boolean",
  unknown: "string",
} as const;
