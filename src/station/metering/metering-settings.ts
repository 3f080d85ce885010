import { type DeviceModel, type VariableKey, variableKey } from "../../variables/device-model.ts";
import type { PublicKeyPolicy } from "./signed-values.ts";
import type { ValueSelection } from "./value-selection.ts";

/**
 * The current settings of SampledDataCtrlr and AlignedDataCtrlr. Intervals in seconds; 0 switches the stream
 * off.
 */
export interface MeteringSettings {
  readonly started: ValueSelection;
  readonly updated: ValueSelection;
  readonly ended: ValueSelection;
  readonly aligned: ValueSelection;
  readonly alignedEnded: ValueSelection;
  readonly updatedIntervalSeconds: number;
  readonly endedIntervalSeconds: number;
  readonly alignedIntervalSeconds: number;
  readonly alignedEndedIntervalSeconds: number;
  readonly publicKeys: PublicKeyPolicy;
}

const PUBLIC_KEYS = variableKey("OCPPCommCtrlr", "PublicKeyWithSignedMeterValue");

/** The variables that decide about the intervals of meter values. */
export const INTERVAL_VARIABLES: readonly VariableKey[] = [
  variableKey("SampledDataCtrlr", "Enabled"),
  variableKey("SampledDataCtrlr", "TxUpdatedInterval"),
  variableKey("SampledDataCtrlr", "TxEndedInterval"),
  variableKey("AlignedDataCtrlr", "Enabled"),
  variableKey("AlignedDataCtrlr", "Interval"),
  variableKey("AlignedDataCtrlr", "TxEndedInterval"),
];

/**
 * Reads measurands and intervals for every value anew, so that a changed variable takes effect with the next
 * value.
 */
export function readMeteringSettings(deviceModel: DeviceModel): MeteringSettings {
  const sampled = (variable: string) => variableKey("SampledDataCtrlr", variable);
  const aligned = (variable: string) => variableKey("AlignedDataCtrlr", variable);
  const select = controllerSelections(deviceModel, sampled);
  return {
    started: select(sampled, "TxStartedMeasurands"),
    updated: select(sampled, "TxUpdatedMeasurands"),
    ended: select(sampled, "TxEndedMeasurands"),
    aligned: select(aligned, "Measurands"),
    alignedEnded: select(aligned, "TxEndedMeasurands"),
    updatedIntervalSeconds: interval(deviceModel, sampled, "TxUpdatedInterval"),
    endedIntervalSeconds: interval(deviceModel, sampled, "TxEndedInterval"),
    alignedIntervalSeconds: interval(deviceModel, aligned, "Interval"),
    alignedEndedIntervalSeconds: interval(deviceModel, aligned, "TxEndedInterval"),
    publicKeys: publicKeyPolicy(deviceModel.text(PUBLIC_KEYS)),
  };
}

type Controller = (variable: string) => VariableKey;

function controllerSelections(deviceModel: DeviceModel, sampled: Controller) {
  const registerValues = deviceModel.boolean(sampled("RegisterValuesWithoutPhases")) === true
    ? "totalOnly"
    : "everyPhase";
  return (controller: Controller, variable: string): ValueSelection => ({
    measurands: isEnabled(deviceModel, controller) ? deviceModel.list(controller(variable)) ?? [] : [],
    // Applies to every message of a transaction.
    signatures: deviceModel.boolean(controller("SignReadings")) === true ? "keep" : "strip",
    registerValues,
  });
}

function isEnabled(deviceModel: DeviceModel, controller: Controller): boolean {
  return deviceModel.boolean(controller("Enabled")) !== false;
}

function interval(deviceModel: DeviceModel, controller: Controller, variable: string): number {
  if (!isEnabled(deviceModel, controller)) return 0;
  return Math.max(0, deviceModel.integer(controller(variable)) ?? 0);
}

function publicKeyPolicy(text: string | undefined): PublicKeyPolicy {
  // Absent: the key is sent with every value, as by EVerest's own module.
  return text === "Never" || text === "OncePerTransaction" ? text : "EveryMeterValue";
}
