import {
  ConfigurationReadings,
  type ConfigurationVariable,
  type ParameterChange,
} from "../../bridge/everest-configuration-readings.ts";
import type {
  ConfiguredModule,
  ModuleDirectory,
  ModuleParameters,
} from "../../bridge/everest-configuration.ts";
import type { ConfigService, ConfigSetAnswer } from "../../everest/module.ts";
import { assertNever } from "../../kernel/assert-never.ts";
import type { Clock } from "../../kernel/clock.ts";
import type { Logger } from "../../kernel/logger.ts";
import { OnceLog } from "../../kernel/once-log.ts";
import type { StationDeviceModel } from "../../variables/create-device-model.ts";
import { type ComponentDefinition, EVEREST_CONFIGURATION_SOURCE } from "../../variables/definition.ts";
import type { VariableKey } from "../../variables/device-model.ts";
import type { Proposal } from "../../variables/set-rule.ts";
import { createSharedRefresh } from "../../variables/shared-refresh.ts";
import { displayName, sameVariable } from "../../variables/variable-id.ts";
import type { Freshness, SourceAnswer, VariableSource } from "../../variables/variable-source.ts";

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

type Model = Pick<StationDeviceModel, "define" | "learn">;

/**
 * The configuration of EVerest's modules as a source of variables. Values are fetched when somebody reads them: the
 * manager announces no changes.
 */
export class EverestConfiguration implements VariableSource {
  readonly name = EVEREST_CONFIGURATION_SOURCE;
  readonly refresh: () => Promise<Freshness>;
  readonly #deps: EverestConfigurationDeps;
  readonly #readings = new ConfigurationReadings();
  readonly #onceLog: OnceLog;
  #model: Model | undefined;
  /** Read before there was a device model. */
  #early: ModuleParameters | undefined;
  #types: ModuleDirectory["types"] | undefined;
  #mappings: ModuleDirectory["mappings"] | undefined;
  #isLost = false;
  /** Monotonic; when the values shown now were asked for. */
  #freshMs: number | undefined;

  constructor(deps: EverestConfigurationDeps) {
    this.#deps = deps;
    this.#onceLog = new OnceLog(deps.log);
    this.refresh = createSharedRefresh({
      fetch: () => this.#fetch(),
      tooLate: () => this.#lose("the manager does not answer in time"),
      patienceMs: READ_PATIENCE_MS,
      timer: "everest.configuration-read",
      clock: deps.clock,
    });
  }

  ageMs(): number | undefined {
    return this.#freshMs === undefined ? undefined : this.#deps.clock.monotonicMs() - this.#freshMs;
  }

  get isIncomplete(): boolean {
    return this.#readings.isIncomplete;
  }

  /** Shows what is known, and from now on what is read, in the device model. */
  bind(model: Model): void {
    this.#model = model;
    if (this.#early) this.#take(this.#early, model);
    this.#early = undefined;
  }

  async set({ component, variable, value }: Proposal): Promise<SourceAnswer> {
    const target = this.#find({ component, variable });
    if (target === undefined) return refused("InternalError", "its module is not known");
    // The manager would let us: the right is ours, not that of the module that asks us.
    if (target.mutability === "ReadOnly") {
      return refused("ReadOnly", "it can only be changed in EVerest's configuration");
    }
    const { moduleId, implementationId, name } = target.place;
    const answer = await this.#deps.config.set(moduleId, implementationId, name, value);
    if (answer.status === "Accepted") this.#readings.stored(target, value);
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

  /** Looks at all of them: a second index would cost more memory than the rare setting is worth. */
  #find(key: VariableKey): ConfigurationVariable | undefined {
    for (const variable of this.#readings.variables()) {
      if (sameVariable(variable.key, key)) return variable;
    }
    return undefined;
  }

  #take(parameters: ModuleParameters, model: Model): void {
    const { changes, added, wrongValues, problems } = this.#readings.take(parameters, {
      types: this.#types ?? {},
      mappings: this.#mappings ?? {},
      ownModuleId: this.#deps.ownModuleId,
    });
    showAll(changes, model);
    if (added) model.define(added.map(definitionOf));
    for (const { component, variable } of wrongValues) {
      this.#complain(displayName(component, variable), "its value is not of its type");
    }
    for (const { what, reason } of problems) this.#complain(what, reason);
  }

  #lose(reason: string): Freshness {
    if (!this.#isLost) {
      this.#deps.log.warning("the configuration of EVerest's modules cannot be read", { reason });
    }
    this.#isLost = true;
    this.#freshMs = undefined;
    if (this.#model) showAll(this.#readings.lose(), this.#model);
    const text = `EVerest's configuration cannot be read: ${reason}`;
    return { kind: "unknown", violation: { reasonCode: "InternalError", text } };
  }

  #complain(what: string, reason: string): void {
    const message = "a parameter of EVerest's configuration cannot be reported";
    this.#onceLog.notice(`${what}: ${reason}`, message, { what, reason });
  }
}

function showAll(changes: readonly ParameterChange[], model: Model): void {
  for (const { key, value, before } of changes) model.learn(key, { value, before });
}

function definitionOf({ component, variables }: ConfiguredModule): ComponentDefinition {
  return {
    component,
    variables: variables.map(({ name, characteristics, mutability, value }) => ({
      variable: { name },
      characteristics,
      attributes: [{ type: "Actual", mutability, ...(value === undefined ? {} : { initial: value }) }],
      source: EVEREST_CONFIGURATION_SOURCE,
    })),
  };
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
