import {
  configuredModules,
  type ModuleDirectory,
  type ModuleParameters,
} from "../../bridge/everest-configuration.ts";
import { parameterText } from "../../bridge/parameter-text.ts";
import type { ConfigParameter, ConfigService, ConfigSetAnswer } from "../../everest/module.ts";
import { assertNever } from "../../kernel/assert-never.ts";
import { type Clock, sleep } from "../../kernel/clock.ts";
import type { Logger } from "../../kernel/logger.ts";
import { OnceLog } from "../../kernel/once-log.ts";
import type { StationDeviceModel } from "../../variables/create-device-model.ts";
import { EVEREST_CONFIGURATION_SOURCE } from "../../variables/definition.ts";
import type { Proposal } from "../../variables/set-rule.ts";
import { displayName } from "../../variables/variable-id.ts";
import type { Freshness, SourceAnswer, VariableSource } from "../../variables/variable-source.ts";
import { type ConfigurationVariable, ConfigurationVariables } from "./everest-configuration-variables.ts";

/** How long somebody who reads waits for the manager. As long as EVerest's own modules do before they ask again. */
const READ_PATIENCE_MS = 5000;

export interface EverestConfigurationDeps {
  readonly config: ConfigService;
  /** Asked once, when there is a configuration to show. */
  moduleTypes(): Promise<ModuleDirectory["types"]>;
  readonly ownModuleId: string;
  readonly clock: Clock;
  readonly log: Logger;
}

/**
 * The configuration of EVerest's modules as a source of variables. Values are fetched when somebody reads them: the
 * manager announces no changes. One request is under way at a time, and everybody who reads meanwhile shares it.
 */
export class EverestConfiguration implements VariableSource {
  readonly name = EVEREST_CONFIGURATION_SOURCE;
  readonly #deps: EverestConfigurationDeps;
  readonly #variables = new ConfigurationVariables();
  readonly #onceLog: OnceLog;
  #model: Pick<StationDeviceModel, "define" | "learn"> | undefined;
  /** Read before there was a device model. */
  #early: ModuleParameters | undefined;
  #types: ModuleDirectory["types"] | undefined;
  #mappings: ModuleDirectory["mappings"] | undefined;
  #fetching: Promise<Freshness> | undefined;
  #reading = 0;
  /** Parameters that were looked at, with those that have no place in the device model. */
  #parameters = 0;
  #isLost = false;
  /** Monotonic; when the values shown now were asked for. */
  #freshMs: number | undefined;

  constructor(deps: EverestConfigurationDeps) {
    this.#deps = deps;
    this.#onceLog = new OnceLog(deps.log);
  }

  ageMs(): number | undefined {
    return this.#freshMs === undefined ? undefined : this.#deps.clock.monotonicMs() - this.#freshMs;
  }

  get isIncomplete(): boolean {
    return this.#reading === 0;
  }

  /** Shows what is known, and from now on what is read, in the device model. */
  bind(model: Pick<StationDeviceModel, "define" | "learn">): void {
    this.#model = model;
    if (this.#early) this.#take(this.#early, model);
    this.#early = undefined;
  }

  async refresh(): Promise<Freshness> {
    this.#fetching ??= this.#fetch().finally(() => this.#fetching = undefined);
    const answered = new AbortController();
    const patience = sleep(
      this.#deps.clock,
      "everest.configuration-read",
      READ_PATIENCE_MS,
      answered.signal,
    );
    const first = await Promise.race([this.#fetching, patience]);
    answered.abort();
    return typeof first === "string" ? this.#lose("the manager does not answer in time") : first;
  }

  async set({ component, variable, value }: Proposal): Promise<SourceAnswer> {
    const target = this.#variables.of({ component, variable });
    if (target === undefined) return refused("InternalError", "its module is not known");
    // The manager would let us: the right is ours, not that of the module that asks us.
    if (target.mutability === "ReadOnly") {
      return refused("ReadOnly", "it can only be changed in EVerest's configuration");
    }
    const { moduleId, implementationId, name } = target.place;
    const answer = await this.#deps.config.set(moduleId, implementationId, name, value);
    if (answer.status === "Accepted" && target.mutability !== "WriteOnly") {
      target.shown = value;
      target.last = value;
    }
    const { status, info } = answer;
    if (status !== "Accepted" && status !== "RebootRequired") {
      this.#deps.log.warning("EVerest does not take a setting", {
        variable: displayName(component, variable),
        status,
        // What is said about a secret may repeat it.
        ...(target.mutability === "WriteOnly" ? {} : { info }),
      });
    }
    return toSourceAnswer(answer);
  }

  async #fetch(): Promise<Freshness> {
    const { config } = this.#deps;
    if (this.#mappings === undefined) {
      const mappings = await config.allMappings();
      if (mappings.kind === "refused") return this.#lose(mappings.reason);
      this.#mappings = mappings.value;
    }
    const askedMs = this.#deps.clock.monotonicMs();
    const answer = await config.all();
    if (answer.kind === "refused") return this.#lose(answer.reason);
    this.#types ??= await this.#deps.moduleTypes();
    if (this.#model) this.#take(answer.value, this.#model);
    else this.#early = answer.value;
    if (this.#isLost) this.#deps.log.notice("the configuration of EVerest's modules can be read again");
    this.#isLost = false;
    this.#freshMs = askedMs;
    return { kind: "fresh" };
  }

  #take(parameters: ModuleParameters, model: Pick<StationDeviceModel, "define" | "learn">): void {
    this.#reading++;
    let count = 0;
    for (const [moduleId, implementations] of Object.entries(parameters)) {
      for (const [implementationId, list] of Object.entries(implementations)) {
        count += list.length;
        for (const parameter of list) {
          const known = this.#variables.at(moduleId, implementationId, parameter.name);
          if (known) this.#update(known, parameter, model);
        }
      }
    }
    // The first reading tells everything, also when that is nothing.
    if (count > this.#parameters || this.#reading === 1) this.#define(parameters, model);
    this.#parameters = Math.max(count, this.#parameters);
    for (const variable of this.#variables.all()) {
      if (variable.reading !== this.#reading) this.#show(variable, undefined, model);
    }
  }

  #define(parameters: ModuleParameters, model: Pick<StationDeviceModel, "define">): void {
    const { ownModuleId } = this.#deps;
    const { modules, problems } = configuredModules(parameters, {
      types: this.#types ?? {},
      mappings: this.#mappings ?? {},
      ownModuleId,
    });
    model.define(this.#variables.add(modules, this.#reading));
    for (const { what, reason } of problems) this.#complain(what, reason);
  }

  #update(
    variable: ConfigurationVariable,
    { value, datatype }: ConfigParameter,
    model: Pick<StationDeviceModel, "learn">,
  ): void {
    variable.reading = this.#reading;
    if (variable.mutability === "WriteOnly") return;
    const text = parameterText(value, datatype);
    if (text === undefined) {
      this.#complain(
        displayName(variable.key.component, variable.key.variable),
        "its value is not of its type",
      );
    }
    this.#show(variable, text, model);
  }

  #show(
    variable: ConfigurationVariable,
    value: string | undefined,
    model: Pick<StationDeviceModel, "learn">,
  ): void {
    if (value === variable.shown) return;
    const isSame = variable.dataType === "decimal" && Number(value) === Number(variable.last);
    model.learn(variable.key, { value, before: isSame ? value : variable.last });
    variable.shown = value;
    variable.last = value ?? variable.last;
  }

  /** What was known may be wrong by now: better no value than a wrong one. */
  #lose(reason: string): Freshness {
    if (!this.#isLost) {
      this.#deps.log.warning("the configuration of EVerest's modules cannot be read", { reason });
    }
    this.#isLost = true;
    this.#freshMs = undefined;
    if (this.#model) {
      for (const variable of this.#variables.all()) this.#show(variable, undefined, this.#model);
    }
    const text = `EVerest's configuration cannot be read: ${reason}`;
    return { kind: "unknown", violation: { reasonCode: "InternalError", text } };
  }

  #complain(what: string, reason: string): void {
    const message = "a parameter of EVerest's configuration cannot be reported";
    this.#onceLog.notice(`${what}: ${reason}`, message, { what, reason });
  }
}

function toSourceAnswer({ status, info }: ConfigSetAnswer): SourceAnswer {
  switch (status) {
    case "Accepted":
      return { kind: "accepted" };
    case "RebootRequired":
      return { kind: "afterReboot" };
    case "Rejected":
      return refused("Unspecified", info === "" ? "EVerest's manager rejects it" : info);
    case "AccessDenied":
      return refused("ReadOnly", info === "" ? "EVerest's access rights forbid it" : info);
    case "NoAnswer":
      return refused("InternalError", "EVerest's manager does not answer; it may have stored the value");
    case "Busy":
      return refused("InternalError", "EVerest's manager is busy; the value was not stored");
    default:
      return assertNever(status);
  }
}

function refused(reasonCode: "InternalError" | "ReadOnly" | "Unspecified", text: string): SourceAnswer {
  return { kind: "refused", violation: { reasonCode, text } };
}
