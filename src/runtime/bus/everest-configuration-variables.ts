import type {
  ConfiguredModule,
  ConfiguredVariable,
  ParameterPlace,
} from "../../bridge/everest-configuration.ts";
import { type ComponentDefinition, EVEREST_CONFIGURATION_SOURCE } from "../../variables/definition.ts";
import type { VariableKey } from "../../variables/device-model.ts";
import { componentId, variableId } from "../../variables/variable-id.ts";

/** A variable of the device model that is a parameter of a module. */
export interface ConfigurationVariable {
  readonly key: VariableKey;
  readonly place: ParameterPlace;
  readonly mutability: ConfiguredVariable["mutability"];
  readonly dataType: ConfiguredVariable["characteristics"]["dataType"];
  /** The value in the device model. */
  shown: string | undefined;
  /** The last value that the manager gave. */
  last: string | undefined;
  /** The reading that it was found in. */
  reading: number;
}

/** The parameters that the device model shows, by where they live and by what the CSMS calls them. */
export class ConfigurationVariables {
  readonly #byPlace = new Map<string, ConfigurationVariable>();

  at(moduleId: string, implementationId: string, name: string): ConfigurationVariable | undefined {
    return this.#byPlace.get(placeId(moduleId, implementationId, name));
  }

  /** Looks at all of them: a second index would cost more memory than the rare setting is worth. */
  of(key: VariableKey): ConfigurationVariable | undefined {
    const [component, variable] = [componentId(key.component), variableId(key.variable)];
    for (const candidate of this.#byPlace.values()) {
      const { key } = candidate;
      if (variableId(key.variable) === variable && componentId(key.component) === component) return candidate;
    }
    return undefined;
  }

  all(): Iterable<ConfigurationVariable> {
    return this.#byPlace.values();
  }

  /** Takes in those that are new, and returns their definitions. */
  add(modules: readonly ConfiguredModule[], reading: number): readonly ComponentDefinition[] {
    const definitions = modules.map(({ component, variables }): ComponentDefinition => ({
      component,
      variables: variables.filter(({ place }) => !this.#has(place)).map((variable) => {
        const { place, mutability, characteristics, value } = variable;
        const key = { component, variable: { name: variable.name } };
        const { dataType } = characteristics;
        const added = { key, place, mutability, dataType, shown: value, last: value, reading };
        this.#byPlace.set(placeId(place.moduleId, place.implementationId, place.name), added);
        return {
          variable: key.variable,
          characteristics,
          attributes: [{ type: "Actual", mutability, ...(value === undefined ? {} : { initial: value }) }],
          source: EVEREST_CONFIGURATION_SOURCE,
        };
      }),
    }));
    return definitions.filter(({ variables }) => variables.length > 0);
  }

  #has({ moduleId, implementationId, name }: ParameterPlace): boolean {
    return this.at(moduleId, implementationId, name) !== undefined;
  }
}

/** EVerest's names contain letters, digits and `_.-` only, implementations also `!`. */
function placeId(moduleId: string, implementationId: string, name: string): string {
  return `${moduleId}/${implementationId}/${name}`;
}
