import type { StationDeviceModel } from "../../variables/create-device-model.ts";
import { EVEREST_SOURCE } from "../../variables/definition.ts";
import type { VariableKey } from "../../variables/device-model.ts";
import type { RaisedError } from "./error-store.ts";

export type ErrorVariables = Pick<StationDeviceModel, "text" | "has" | "setActual" | "define">;

/** Variables that are true while an error is raised that names them. */
export class ActiveVariables {
  readonly #deviceModel: ErrorVariables;
  readonly #errors = new Map<string, Set<string>>();

  constructor(deviceModel: ErrorVariables) {
    this.#deviceModel = deviceModel;
  }

  add({ identity, subject, problem }: RaisedError): void {
    for (const key of [subject, problem]) {
      this.#errorsOf(key).add(identity);
      this.#show(key);
    }
  }

  remove({ identity, subject, problem }: RaisedError): void {
    for (const key of [subject, problem]) {
      this.#errorsOf(key).delete(identity);
      this.#show(key);
    }
  }

  #errorsOf(key: VariableKey): Set<string> {
    const id = JSON.stringify(key);
    const errors = this.#errors.get(id) ?? new Set();
    this.#errors.set(id, errors);
    return errors;
  }

  /**
   * A variable is created with its first error: the CSMS can read every variable that an event names, and
   * none without a sensor behind it.
   */
  addKnown(key: VariableKey): void {
    if (!this.#deviceModel.has(key)) this.#deviceModel.define([definitionOf(key)]);
  }

  #show(key: VariableKey): void {
    this.addKnown(key);
    const value = String(this.#errorsOf(key).size > 0);
    if (this.#deviceModel.text(key) !== value) this.#deviceModel.setActual(key, value);
  }
}

function definitionOf({ component, variable }: VariableKey) {
  return {
    component,
    variables: [{
      variable,
      characteristics: { dataType: "boolean", supportsMonitoring: true },
      attributes: [{ type: "Actual", mutability: "ReadOnly", initial: "false" }],
      source: EVEREST_SOURCE,
    }],
  } as const;
}
