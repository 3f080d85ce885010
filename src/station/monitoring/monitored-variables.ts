import type { ReasonForUnknown, StationDeviceModel } from "../../variables/create-device-model.ts";
import type { VariableKey } from "../../variables/device-model.ts";
import { isNumeric } from "../../variables/monitor-rules.ts";
import { namesOf } from "../../variables/variable-id.ts";
import { attributeOf } from "../../variables/variable-index.ts";
import type { MonitoredVariable } from "./monitor-verdict.ts";
import type { WatchedValue } from "./monitor-watch.ts";

type MonitoredDeviceModel = Pick<StationDeviceModel, "lookUp" | "reasonForUnknown">;

/** The device model, as monitors use it. */
export class MonitoredVariables {
  readonly #deviceModel: MonitoredDeviceModel;

  constructor(deviceModel: MonitoredDeviceModel) {
    this.#deviceModel = deviceModel;
  }

  /** Whether a variable that cannot be found now may come back. */
  reasonForUnknown(): ReasonForUnknown {
    return this.#deviceModel.reasonForUnknown();
  }

  /** The names of a variable as the device model spells them: a monitor repeats them in each of its messages. */
  named(key: VariableKey): VariableKey {
    const found = this.#deviceModel.lookUp(key);
    return namesOf(found.kind === "found" ? found.variable : key);
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
