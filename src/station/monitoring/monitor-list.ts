import type { MonitorId } from "../../kernel/ids.ts";
import type { VariableKey } from "../../variables/device-model.ts";
import { componentId, variableId } from "../../variables/variable-id.ts";
import type { MonitorSettings } from "../../variables/monitor-rules.ts";
import type { Monitor } from "./monitor.ts";

/** The monitors that are installed, found by id and by variable in constant time. */
export class MonitorList {
  readonly #byId: Map<MonitorId, Monitor>;
  /** Its arrays never change, so that copies may share them. */
  readonly #byVariable: Map<string, readonly Monitor[]>;

  constructor(original?: MonitorList) {
    this.#byId = new Map(original === undefined ? [] : original.#byId);
    this.#byVariable = new Map(original === undefined ? [] : original.#byVariable);
  }

  get size(): number {
    return this.#byId.size;
  }

  /** In the order of installation. */
  all(): IterableIterator<Monitor> {
    return this.#byId.values();
  }

  /** The monitors of one variable together; variables in the order of their first monitor. */
  byVariable(): IterableIterator<readonly Monitor[]> {
    return this.#byVariable.values();
  }

  get(id: number): Monitor | undefined {
    return this.#byId.get(id as MonitorId);
  }

  on(key: VariableKey): readonly Monitor[] {
    return this.#byVariable.get(monitoredVariable(key)) ?? [];
  }

  /** The monitor that conflicts with another one: same variable, type and severity, but another id. */
  duplicateOf(
    key: VariableKey,
    { type, severity }: Pick<MonitorSettings, "type" | "severity">,
    id?: number,
  ): Monitor | undefined {
    return this.on(key).find((one) => one.type === type && one.severity === severity && one.id !== id);
  }

  copy(): MonitorList {
    return new MonitorList(this);
  }

  /** Installs a monitor, in place of the one with its id if there is one. */
  put(monitor: Monitor): void {
    this.remove(monitor.id);
    this.#byId.set(monitor.id, monitor);
    const variable = monitoredVariable(monitor);
    this.#byVariable.set(variable, [...this.#byVariable.get(variable) ?? [], monitor]);
  }

  remove(id: MonitorId): void {
    const monitor = this.#byId.get(id);
    if (monitor === undefined) return;
    this.#byId.delete(id);
    const variable = monitoredVariable(monitor);
    const others = this.#byVariable.get(variable)?.filter((one) => one !== monitor) ?? [];
    if (others.length > 0) this.#byVariable.set(variable, others);
    else this.#byVariable.delete(variable);
  }
}

/** Identity of a variable as one map key. */
export function monitoredVariable({ component, variable }: VariableKey): string {
  return `${componentId(component)}/${variableId(variable)}`;
}
