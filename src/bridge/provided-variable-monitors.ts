import type { ComponentVariable, EventData } from "../everest/interfaces/types/ocpp-variable.ts";
import { type Clock, toTimestamp } from "../kernel/clock.ts";
import { identifierKey } from "../kernel/identifier.ts";
import { MAX_MONITORED_VARIABLES } from "../kernel/limits.ts";
import type { Logger } from "../kernel/logger.ts";
import { firstCharacters } from "../ocpp/first-characters.ts";
import type { AttributeEnumType } from "../ocpp/messages.ts";
import {
  type NamedVariable,
  toComponentVariable,
  toVariableKey,
  type VariableAccess,
} from "./provided-variables.ts";

/** An accepted set in the device model, also one that repeats the old value. */
export interface SetVariableEvent {
  readonly key: NamedVariable;
  readonly attribute: AttributeEnumType;
  readonly oldValue: string | undefined;
  readonly newValue: string;
}

/** The device model, as far as monitors need it. */
export interface WatchedVariables extends Pick<VariableAccess, "getVariables"> {
  /** Returns the unsubscribe function. */
  onChange(listener: (change: SetVariableEvent) => void): () => void;
}

export interface VariableMonitorsDeps {
  readonly clock: Clock;
  readonly log: Logger;
  publishEventData(event: EventData): void;
}

/** Longest `actual_value`, in characters. */
const MAX_ACTUAL_VALUE = 2500;

/**
 * `monitor_variables`: reports changed Actual values to other modules, for every cause. Variables may
 * be named before there is a device model; one that does not exist never changes.
 */
export class VariableMonitors {
  readonly #deps: VariableMonitorsDeps;
  readonly #monitored = new Map<string, NamedVariable>();
  #nextEventId = 0;

  constructor(deps: VariableMonitorsDeps) {
    this.#deps = deps;
  }

  /** Adds variables to the monitored ones. */
  add(variables: readonly ComponentVariable[]): void {
    for (const variable of variables) {
      const id = identity(variable);
      if (this.#monitored.has(id)) continue;
      if (this.#monitored.size >= MAX_MONITORED_VARIABLES) {
        this.#deps.log.warning("too many variables to monitor: further ones are not", {
          limit: MAX_MONITORED_VARIABLES,
        });
        return;
      }
      this.#monitored.set(id, toVariableKey(variable));
    }
  }

  /** The monitored variables. */
  monitored(): readonly NamedVariable[] {
    return [...this.#monitored.values()];
  }

  /** To be called once there is a device model; returns the function that ends it. */
  watch(variables: WatchedVariables): () => void {
    return variables.onChange((change) => {
      if (change.attribute !== "Actual" || (change.oldValue ?? "") === change.newValue) return;
      const name = toComponentVariable(change.key);
      if (!this.#monitored.has(identity(name))) return;
      this.#publish(name, change, variables).catch((error) => {
        this.#deps.log.error("a changed variable could not be published", { ...name, error: String(error) });
      });
    });
  }

  async #publish(
    name: ComponentVariable,
    { key, newValue }: SetVariableEvent,
    variables: WatchedVariables,
  ): Promise<void> {
    const timestamp = toTimestamp(this.#deps.clock.wallMs());
    // A variable that cannot be read is a secret, and every module can listen on the bus.
    const [readable] = await variables.getVariables([key]);
    if (readable?.attributeStatus !== "Accepted") return;
    this.#deps.publishEventData({
      component_variable: name,
      event_id: this.#nextEventId++,
      timestamp,
      trigger: "Delta",
      actual_value: firstCharacters(newValue, MAX_ACTUAL_VALUE),
      event_notification_type: "CustomMonitor",
    });
  }
}

function identity({ component, variable }: ComponentVariable): string {
  const { evse } = component;
  const place = [evse?.id ?? 0, evse?.connector_id ?? 0];
  const names = [component.name, component.instance, variable.name, variable.instance];
  return JSON.stringify([...place, ...names.map(identifierKey)]);
}
