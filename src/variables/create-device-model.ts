import type { Clock } from "../kernel/clock.ts";
import type { Logger } from "../kernel/logger.ts";
import { OnceLog } from "../kernel/once-log.ts";
import type { SetVariableDataType, SetVariableResultType } from "../ocpp/messages.ts";
import { computeValues } from "./computed-values.ts";
import type { ComponentDefinition } from "./definition.ts";
import type { DeviceModel, SetBy, VariableChange, VariableKey } from "./device-model.ts";
import { getVariable } from "./get-variable.ts";
import { type FreshnessOf, incomplete, refreshSources } from "./refresh-sources.ts";
import { reportingValueSize } from "./reporting-value-size.ts";
import { restoreValues } from "./restore-values.ts";
import type { SetRule } from "./set-rule.ts";
import { checkFormat, splitList } from "./value-rules.ts";
import { displayName } from "./variable-id.ts";
import {
  attributeOf,
  type Component,
  type Variable,
  VariableIndex,
  type VariableSlot,
} from "./variable-index.ts";
import { type SetTogetherAnswer, VariableSetter } from "./variable-setter.ts";
import { everestLiveSource, ocppSource, type VariableSource } from "./variable-source.ts";
import type { VariableStore } from "./variable-store.ts";

export interface DeviceModelDeps {
  /** Components of the configuration and of the station's layout (`loadComponents`, `withLayout`). */
  readonly components: readonly ComponentDefinition[];
  /**
   * False when parts of the configuration could not be read: then stored values without a variable stay on
   * disk, because the variable may be missing only temporarily.
   */
  readonly configurationComplete: boolean;
  readonly store: VariableStore;
  readonly clock: Pick<Clock, "wallMs">;
  readonly log: Logger;
  /** Sources besides "OCPP"; "EVEREST" mirrors live values unless a source of this name is given. */
  readonly sources?: readonly VariableSource[];
  /** Rules of other blocks, e.g. that a network profile's certificates are installed. */
  readonly rules?: readonly SetRule[];
}

/** The device model with the functions for reports and for the bridge to the hardware. */
export interface StationDeviceModel extends DeviceModel {
  /** Every component with its present values, in the order of its definition. */
  components(): Iterable<Component>;
  /**
   * Sets a characteristic that the hardware knows, e.g. the power of an EVSE (part 2, §2.13.7). A limit that the
   * configuration gives stays: its author may know of a smaller fuse.
   */
  setMaxLimit(key: VariableKey, maxLimit: number): void;
  /** The variable as it is now, or which part of its name is unknown. */
  lookUp(key: VariableKey): VariableLookup;
  /** Whether there is such a variable, with or without a value. */
  has(key: VariableKey): boolean;
  /** Adds components that another owner defines later; they replace variables of the same names. */
  define(components: readonly ComponentDefinition[]): void;
  /** Called after every `define`, also one that adds nothing: `reasonForUnknown` may have another answer. */
  onDefined(listener: () => void): void;
  /** What it means that a variable is not known now. */
  reasonForUnknown(): ReasonForUnknown;
  /** Sets variables of our own storage, all or none: nothing is changed when one may not be set, or the disk refuses. */
  setTogether(requests: readonly SetVariableDataType[], by: SetBy): Promise<SetTogetherAnswer>;
  /**
   * Stores an Actual value from its owner. Listeners are notified when it differs from the owner's previous
   * value.
   */
  learn(key: VariableKey, value: LearnedValue): void;
  /**
   * To be called before a report is made: asks the owners of these variables, by default of all, for their values,
   * within bounds.
   */
  refresh(variables?: Iterable<Pick<Variable, "source">>): Promise<void>;
  /** Owners that must be asked before values of theirs are reported, because these are older than `maxAgeMs`. */
  staleSources(maxAgeMs: number): ReadonlySet<string>;
}

export type VariableLookup =
  | { readonly kind: "found"; readonly variable: Variable }
  | { readonly kind: "unknownComponent" }
  | { readonly kind: "unknownVariable" };

/** Only what is gone has no right to be remembered. */
export type ReasonForUnknown =
  /** Parts of the configuration could not be read. */
  | "brokenFile"
  /** An owner has not reported all its variables. */
  | "notYetDefined"
  | "gone";

export interface LearnedValue {
  /** Undefined: the owner no longer reports it. */
  readonly value: string | undefined;
  /** The last value that the owner reported. */
  readonly before: string | undefined;
}

/** Builds the device model: the configuration, overridden by stored values. */
export function createDeviceModel(deps: DeviceModelDeps): StationDeviceModel {
  const index = new VariableIndex(deps.components);
  restore(index, deps);
  computeValues(index, deps.clock);
  return new LoadedDeviceModel(index, deps);
}

function restore(index: VariableIndex, { store, log, configurationComplete }: DeviceModelDeps): void {
  const stale = restoreValues(index, store.all());
  for (const { stored, reason } of stale) {
    log.warning("a stored value is not used", {
      variable: displayName(stored.component, stored.variable),
      attribute: stored.attribute,
      reason,
    });
  }
  if (stale.length === 0 || !configurationComplete) return;
  store.remove(stale.map(({ stored }) => stored)).catch((error) => {
    log.error("stored values that are no longer used could not be removed", { error });
  });
}

class LoadedDeviceModel implements StationDeviceModel {
  readonly #index: VariableIndex;
  readonly #sources: ReadonlyMap<string, VariableSource>;
  readonly #setter: VariableSetter;
  readonly #log: Logger;
  readonly #listeners = new Set<(change: VariableChange) => void>();
  readonly #definitionListeners: (() => void)[] = [];
  readonly #isConfigurationComplete: boolean;
  /** Variables whose maxLimit comes from the hardware. */
  readonly #learnedLimits = new Set<VariableSlot>();
  readonly #onceLog: OnceLog;

  constructor(index: VariableIndex, deps: DeviceModelDeps) {
    const { store, log, sources = [], rules = [] } = deps;
    const storage = ocppSource(store, (error) => log.error("a variable could not be stored", { error }));
    this.#index = index;
    const all: readonly VariableSource[] = [everestLiveSource, ...sources, storage];
    this.#sources = new Map(all.map((source) => [source.name, source]));
    this.#setter = new VariableSetter({
      index,
      storage,
      rules,
      sources: this.#sources,
      notify: (change) => this.#notify(change),
    });
    this.#isConfigurationComplete = deps.configurationComplete;
    this.#log = log;
    this.#onceLog = new OnceLog(log);
  }

  text(key: VariableKey): string | undefined {
    return this.#index.actual(key)?.value;
  }

  integer(key: VariableKey): number | undefined {
    const number = this.decimal(key);
    return Number.isInteger(number) ? number : undefined;
  }

  decimal(key: VariableKey): number | undefined {
    const text = this.text(key)?.trim();
    const number = text ? Number(text) : NaN;
    return Number.isFinite(number) ? number : undefined;
  }

  boolean(key: VariableKey): boolean | undefined {
    const text = this.text(key);
    return text === "true" ? true : text === "false" ? false : undefined;
  }

  list(key: VariableKey): readonly string[] | undefined {
    const text = this.text(key);
    return text === undefined ? undefined : splitList(text).filter((entry) => entry !== "");
  }

  getVariables: DeviceModel["getVariables"] = async (requests) => {
    const freshnessOf = await this.#refreshFor(requests);
    const size = reportingValueSize(this);
    // One result per question, in order.
    return requests.map((request) => getVariable(request, this.#index.look(request), size, freshnessOf));
  };

  async refresh(variables?: Iterable<Pick<Variable, "source">>): Promise<void> {
    const sources = [...this.#sources.values()];
    const names = variables === undefined ? sources.map(({ name }) => name) : [...incomplete(sources)];
    const wanted = new Set(names);
    for (const { source } of variables ?? []) wanted.add(source);
    await refreshSources(sources, wanted);
  }

  staleSources(maxAgeMs: number): ReadonlySet<string> {
    const stale = [...this.#sources.values()].filter((source) =>
      source.refresh !== undefined && !((source.ageMs?.() ?? Infinity) <= maxAgeMs)
    );
    return new Set(stale.map(({ name }) => name));
  }

  async setVariables(
    requests: readonly SetVariableDataType[],
    by: SetBy,
  ): Promise<readonly SetVariableResultType[]> {
    const unknown = requests.filter((request) => this.#index.look(request).kind !== "found");
    if (unknown.length > 0) await this.#refreshFor(unknown);
    // One result per entry, in order. All values of our own storage are written in one commit, as every entry
    // reaches it in this turn of the event loop.
    return await Promise.all(requests.map((request) => this.#setter.set(request, by)));
  }

  setTogether(requests: readonly SetVariableDataType[], by: SetBy): Promise<SetTogetherAnswer> {
    return this.#setter.setTogether(requests, by);
  }

  /** Fetches the values of owners that must be asked, and variables that an owner may still define. */
  #refreshFor(keys: readonly VariableKey[]): Promise<FreshnessOf> {
    const sources = [...this.#sources.values()];
    const wanted = new Set<string>();
    for (const look of keys.map((key) => this.#index.look(key))) {
      if (look.kind === "found") wanted.add(look.variable.source);
      else for (const name of incomplete(sources)) wanted.add(name);
    }
    return refreshSources(sources, wanted);
  }

  setActual(key: VariableKey, value: string): void {
    const look = this.#index.look(key);
    const attribute = look.kind === "found" ? attributeOf(look.variable, "Actual") : undefined;
    if (look.kind !== "found" || attribute === undefined) {
      return this.#complain(key, "the device model has no such variable");
    }
    const violation = value === "" ? undefined : checkFormat(look.variable.characteristics, value);
    if (violation) return this.#complain(key, violation.text);
    const oldValue = attribute.value;
    attribute.value = value;
    this.#notify({ key: look.variable, attribute: "Actual", oldValue, newValue: value, by: "station" });
  }

  setMaxLimit(key: VariableKey, maxLimit: number): void {
    const look = this.#index.look(key);
    if (look.kind !== "found") return this.#complain(key, "the device model has no such variable");
    const { variable } = look;
    if (variable.characteristics.maxLimit !== undefined && !this.#learnedLimits.has(variable)) return;
    this.#learnedLimits.add(variable);
    variable.characteristics = { ...variable.characteristics, maxLimit };
  }

  lookUp(key: VariableKey): VariableLookup {
    return this.#index.look(key);
  }

  has(key: VariableKey): boolean {
    return this.#index.look(key).kind === "found";
  }

  define(components: readonly ComponentDefinition[]): void {
    for (const { component, variable } of this.#index.define(components)) {
      this.#log.notice("EVerest defines a variable that is also configured in a file; EVerest's counts", {
        variable: displayName(component, variable),
      });
    }
    for (const listener of this.#definitionListeners) listener();
  }

  onDefined(listener: () => void): void {
    this.#definitionListeners.push(listener);
  }

  reasonForUnknown(): ReasonForUnknown {
    if (!this.#isConfigurationComplete) return "brokenFile";
    return incomplete(this.#sources.values()).next().done ? "gone" : "notYetDefined";
  }

  learn(key: VariableKey, { value, before }: LearnedValue): void {
    const attribute = this.#index.attribute(key, "Actual");
    if (attribute === undefined) return this.#complain(key, "the device model has no such variable");
    attribute.value = value;
    if (value === undefined || value === before) return;
    this.#notify({ key, attribute: "Actual", oldValue: before, newValue: value, by: "everest" });
  }

  onChange(listener: (change: VariableChange) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  components(): Iterable<Component> {
    return this.#index.components();
  }

  #notify({ key: { component, variable }, ...change }: VariableChange): void {
    for (const listener of [...this.#listeners]) listener({ key: { component, variable }, ...change });
  }

  #complain(key: VariableKey, reason: string): void {
    const variable = displayName(key.component, key.variable);
    this.#onceLog.warning(variable, "a live value is ignored", { variable, reason });
  }
}
