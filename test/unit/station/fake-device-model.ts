import type { SetVariableDataType } from "../../../src/ocpp/messages.ts";
import type { ComponentDefinition } from "../../../src/variables/definition.ts";
import type { DeviceModel, SetBy, VariableChange, VariableKey } from "../../../src/variables/device-model.ts";

/** Readable name of a variable: `Component[evse.connector].Variable`. */
export function nameOf({ component, variable }: VariableKey): string {
  const { evse } = component;
  const place = evse ? `[${evse.id}${evse.connectorId === undefined ? "" : `.${evse.connectorId}`}]` : "";
  return `${component.name}${place}.${variable.name}`;
}

/** Variables as a table of texts; every variable exists and accepts every value. */
export class FakeDeviceModel implements DeviceModel {
  readonly values: Map<string, string>;
  readonly #listeners = new Set<(change: VariableChange) => void>();

  constructor(values: Readonly<Record<string, string>> = {}) {
    this.values = new Map(Object.entries(values));
  }

  text(key: VariableKey): string | undefined {
    return this.values.get(nameOf(key));
  }
  integer(key: VariableKey): number | undefined {
    return this.decimal(key);
  }
  decimal(key: VariableKey): number | undefined {
    const text = this.text(key);
    return text === undefined || Number.isNaN(Number(text)) ? undefined : Number(text);
  }
  boolean(key: VariableKey): boolean | undefined {
    const text = this.text(key);
    return text === undefined ? undefined : text === "true";
  }
  list(key: VariableKey): readonly string[] | undefined {
    return this.text(key)?.split(",").map((entry) => entry.trim()).filter((entry) => entry !== "");
  }
  getVariables(): Promise<never> {
    return Promise.reject(new Error("not needed here"));
  }
  setVariables(requests: readonly SetVariableDataType[], by: SetBy): ReturnType<DeviceModel["setVariables"]> {
    return Promise.resolve(requests.map((request) => {
      this.change(request, request.attributeValue, by);
      return { ...request, attributeStatus: "Accepted" as const };
    }));
  }
  setActual(key: VariableKey, value: string): void {
    this.change(key, value, "station");
  }
  has(key: VariableKey): boolean {
    return this.values.has(nameOf(key));
  }
  define(components: readonly ComponentDefinition[]): void {
    for (const { component, variables } of components) {
      for (const { variable, attributes } of variables) {
        this.values.set(nameOf({ component, variable }), attributes[0]?.initial ?? "");
      }
    }
  }
  onChange(listener: (change: VariableChange) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  change({ component, variable }: VariableKey, newValue: string, by: SetBy): void {
    const key = { component, variable };
    const oldValue = this.values.get(nameOf(key));
    this.values.set(nameOf(key), newValue);
    for (const listener of this.#listeners) listener({ key, attribute: "Actual", oldValue, newValue, by });
  }
}
