import type { StationDeviceModel } from "../../variables/create-device-model.ts";
import type { VariableKey } from "../../variables/device-model.ts";
import { isNumeric } from "../../variables/monitor-rules.ts";
import { attributeOf } from "../../variables/variable-index.ts";
import type { MonitoredVariable } from "./monitor-verdict.ts";
import type { WatchedValue } from "./monitor-watch.ts";

/** The device model, as monitors use it. */
export class MonitoredVariables {
  readonly #deviceModel: Pick<StationDeviceModel, "lookUp">;

  constructor(deviceModel: Pick<StationDeviceModel, "lookUp">) {
    this.#deviceModel = deviceModel;
  }

  /** Whether a variable can be monitored, and within which limits. */
  find(key: VariableKey): MonitoredVariable {
    const found = this.#deviceModel.lookUp(key);
    return found.kind === "found"
      ? { kind: "found", characteristics: found.variable.characteristics }
      : found;
  }

  /** The Actual value; undefined when there is no such variable or it has no Actual attribute. */
  value(key: VariableKey): WatchedValue | undefined {
    const found = this.#deviceModel.lookUp(key);
    if (found.kind !== "found") return undefined;
    const actual = attributeOf(found.variable, "Actual");
    return actual && {
      text: actual.value,
      isNumeric: isNumeric(found.variable.characteristics.dataType),
      isReadable: actual.mutability !== "WriteOnly",
    };
  }
}
