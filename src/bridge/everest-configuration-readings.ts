import type { ConfigParameter } from "../everest/module.ts";
import type { ComponentType, VariableType } from "../ocpp/messages.ts";
import {
  type ConfigurationProblem,
  type ConfiguredModule,
  configuredModules,
  type ConfiguredVariable,
  type ModuleDirectory,
  type ModuleParameters,
  type ParameterPlace,
} from "./everest-configuration.ts";
import { parameterText } from "./parameter-text.ts";

/** A variable of the device model that is a parameter of a module. */
export interface ConfigurationVariable {
  readonly key: { readonly component: ComponentType; readonly variable: VariableType };
  readonly place: ParameterPlace;
  readonly mutability: ConfiguredVariable["mutability"];
  readonly dataType: ConfiguredVariable["characteristics"]["dataType"];
}

/** The device model shows another value from now on. `before`: the last value that the manager gave. */
export interface ParameterChange {
  readonly key: ConfigurationVariable["key"];
  readonly value: string | undefined;
  readonly before: string | undefined;
}

/** What a reading of the configuration changes. */
export interface ReadingOutcome {
  readonly changes: readonly ParameterChange[];
  /** Variables that no reading before had. Absent: the reading is not longer than those before. */
  readonly added?: readonly ConfiguredModule[];
  /** Known variables whose value is not of their type. */
  readonly wrongValues: readonly ConfigurationVariable["key"][];
  readonly problems: readonly ConfigurationProblem[];
}

interface KnownVariable extends ConfigurationVariable {
  /** The value in the device model. */
  shown: string | undefined;
  /** The last value that the manager gave. */
  last: string | undefined;
  /** The reading that it was found in. */
  reading: number;
}

/** The readings of EVerest's configuration, one after the other: which variables are known, and with which values. */
export class ConfigurationReadings {
  readonly #byPlace = new Map<string, KnownVariable>();
  /** Number of readings so far. */
  #reading = 0;
  /** The most parameters that a reading had, with those that have no place in the device model. */
  #parameters = 0;

  /** No reading has told yet which variables there are. */
  get isIncomplete(): boolean {
    return this.#reading === 0;
  }

  variables(): Iterable<ConfigurationVariable> {
    return this.#byPlace.values();
  }

  /** A reading arrived. A variable that it does not have has no value any more. */
  take(parameters: ModuleParameters, directory: ModuleDirectory): ReadingOutcome {
    this.#reading++;
    const changes: ParameterChange[] = [];
    const wrongValues: ConfigurationVariable["key"][] = [];
    let count = 0;
    for (const { place, parameter } of each(parameters)) {
      count++;
      const known = this.#byPlace.get(placeId(place));
      if (known === undefined) continue;
      known.reading = this.#reading;
      if (known.mutability === "WriteOnly") continue;
      const text = parameterText(parameter.value, parameter.datatype);
      if (text === undefined) wrongValues.push(known.key);
      changes.push(...show(known, text));
    }
    // The first reading tells everything, also when that is nothing.
    const isNew = count > this.#parameters || this.#reading === 1;
    this.#parameters = Math.max(count, this.#parameters);
    const configured = isNew ? configuredModules(parameters, directory) : undefined;
    const added = configured && this.#add(configured.modules);
    const missing = [...this.#byPlace.values()].filter(({ reading }) => reading !== this.#reading);
    return {
      changes: [...changes, ...missing.flatMap((variable) => show(variable, undefined))],
      ...(added && { added }),
      wrongValues,
      problems: configured?.problems ?? [],
    };
  }

  /** The configuration cannot be read. What was known may be wrong by now: better no value than a wrong one. */
  lose(): readonly ParameterChange[] {
    return [...this.#byPlace.values()].flatMap((variable) => show(variable, undefined));
  }

  /** The manager has accepted this value, and the device model shows it. */
  stored({ place }: ConfigurationVariable, value: string): void {
    const known = this.#byPlace.get(placeId(place));
    if (known === undefined || known.mutability === "WriteOnly") return;
    known.shown = value;
    known.last = value;
  }

  #add(modules: readonly ConfiguredModule[]): readonly ConfiguredModule[] {
    const added = modules.map(({ component, variables }) => ({
      component,
      variables: variables.filter(({ place }) => !this.#byPlace.has(placeId(place))),
    }));
    for (const { component, variables } of added) {
      for (const { place, name, mutability, characteristics: { dataType }, value } of variables) {
        const key = { component, variable: { name } };
        const known = { key, place, mutability, dataType, shown: value, last: value, reading: this.#reading };
        this.#byPlace.set(placeId(place), known);
      }
    }
    return added.filter(({ variables }) => variables.length > 0);
  }
}

function* each(
  parameters: ModuleParameters,
): Generator<{ readonly place: ParameterPlace; readonly parameter: ConfigParameter }, void> {
  for (const [moduleId, implementations] of Object.entries(parameters)) {
    for (const [implementationId, list] of Object.entries(implementations)) {
      for (const parameter of list) {
        yield { place: { moduleId, implementationId, name: parameter.name }, parameter };
      }
    }
  }
}

function show(variable: KnownVariable, value: string | undefined): readonly ParameterChange[] {
  if (value === variable.shown) return [];
  const isSame = variable.dataType === "decimal" && Number(value) === Number(variable.last);
  const changes = { key: variable.key, value, before: isSame ? value : variable.last };
  variable.shown = value;
  variable.last = value ?? variable.last;
  return [changes];
}

/** EVerest's names contain letters, digits and `_.-` only, implementations also `!`. */
function placeId({ moduleId, implementationId, name }: ParameterPlace): string {
  return `${moduleId}/${implementationId}/${name}`;
}
