import { parseDefinitionYaml } from "../../../src/everest/definitions-yaml.ts";
import { isJsonObject } from "../../../src/kernel/json.ts";
import type { FakeConfigAccess, FakeConfigurations } from "../everest-configuration-service.ts";
import type { FakeConnection, FakeParameter, ParameterValue } from "../everest-manager.ts";
import type { EverestOptions } from "./start-everest.ts";

/** What EVerest's manager makes of one module of a configuration file. */
interface ConfiguredModule {
  readonly module: string;
  readonly config_module?: Readonly<Record<string, ParameterValue>>;
  readonly config_implementation?: Readonly<Record<string, Readonly<Record<string, ParameterValue>>>>;
  readonly connections?: Readonly<
    Record<string, readonly { readonly module_id: string; readonly implementation_id: string }[]>
  >;
  readonly mapping?: unknown;
  readonly access?: { readonly config?: FakeConfigAccess };
}

/** The simulation of an EVerest that is configured as a file says, which must have an OCPP201 module. */
export function everestAsConfigured(
  yaml: string,
): EverestOptions & Required<Pick<EverestOptions, "connections" | "parameters">> {
  const modules = modulesOf(yaml);
  const [moduleId, own] = Object.entries(modules).find(([, { module }]) => module === "OCPP201") ??
    fail("the configuration has no module OCPP201");
  const { evse_manager: evses = [] } = own.connections ?? {};
  return {
    moduleId,
    evses: evses.length,
    parameters: own.config_module ?? {},
    connections: mapValues(own.connections ?? {}, (places) => places.map(connectionOf)),
    mappings: mapValues(modules, ({ mapping }) => mapping ?? null),
    moduleNames: mapValues(modules, ({ module }) => module),
    configuration: { access: own.access?.config ?? {}, modules: parametersOf(modules, moduleId) },
  };
}

function modulesOf(yaml: string): Readonly<Record<string, ConfiguredModule>> {
  const configuration = parseDefinitionYaml(yaml);
  const modules = isJsonObject(configuration) ? configuration["active_modules"] : undefined;
  if (!isJsonObject(modules)) throw new Error("the configuration has no active_modules");
  return modules as unknown as Readonly<Record<string, ConfiguredModule>>;
}

function connectionOf(
  place: { readonly module_id: string; readonly implementation_id: string },
): FakeConnection {
  return { moduleId: place.module_id, implementationId: place.implementation_id };
}

/** The parameters of the other modules, as the configuration service knows them. */
function parametersOf(
  modules: Readonly<Record<string, ConfiguredModule>>,
  ownModuleId: string,
): FakeConfigurations {
  const { [ownModuleId]: _, ...others } = modules;
  return mapValues(
    others,
    ({ config_module = {}, config_implementation = {} }) =>
      mapValues(
        { "!module": config_module, ...config_implementation },
        (values) =>
          Object.entries(values).map(([name, value]): FakeParameter => ({
            name,
            value,
            characteristics: { datatype: datatypeOf(value), mutability: "ReadOnly" },
          })),
      ),
  );
}

function datatypeOf(value: ParameterValue): FakeParameter["characteristics"]["datatype"] {
  if (typeof value === "boolean") return "bool";
  if (typeof value === "string") return "string";
  return Number.isInteger(value) ? "integer" : "number";
}

function mapValues<V, R>(values: Readonly<Record<string, V>>, map: (value: V) => R): Record<string, R> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, map(value)]));
}

function fail(reason: string): never {
  throw new Error(reason);
}
