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

/** One of the two controllers: constant keys, since all of them are read for every event. */
interface Controller {
  readonly available: VariableKey;
  readonly enabled: VariableKey;
  readonly signReadings: VariableKey;
}

const controller = (name: string): Controller => ({
  available: variableKey(name, "Available"),
  enabled: variableKey(name, "Enabled"),
  signReadings: variableKey(name, "SignReadings"),
});
const SAMPLED = controller("SampledDataCtrlr");
const ALIGNED = controller("AlignedDataCtrlr");
const TOTALS_ONLY = variableKey("SampledDataCtrlr", "RegisterValuesWithoutPhases");
const STARTED_MEASURANDS = variableKey("SampledDataCtrlr", "TxStartedMeasurands");
const UPDATED_MEASURANDS = variableKey("SampledDataCtrlr", "TxUpdatedMeasurands");
const ENDED_MEASURANDS = variableKey("SampledDataCtrlr", "TxEndedMeasurands");
const ALIGNED_MEASURANDS = variableKey("AlignedDataCtrlr", "Measurands");
const ALIGNED_ENDED_MEASURANDS = variableKey("AlignedDataCtrlr", "TxEndedMeasurands");
const UPDATED_INTERVAL = variableKey("SampledDataCtrlr", "TxUpdatedInterval");
const ENDED_INTERVAL = variableKey("SampledDataCtrlr", "TxEndedInterval");
const ALIGNED_INTERVAL = variableKey("AlignedDataCtrlr", "Interval");
const ALIGNED_ENDED_INTERVAL = variableKey("AlignedDataCtrlr", "TxEndedInterval");

/** The variables that decide about the intervals of meter values. */
export const INTERVAL_VARIABLES: readonly VariableKey[] = [
  SAMPLED.available,
  SAMPLED.enabled,
  UPDATED_INTERVAL,
  ENDED_INTERVAL,
  ALIGNED.available,
  ALIGNED.enabled,
  ALIGNED_INTERVAL,
  ALIGNED_ENDED_INTERVAL,
];

/**
 * Reads measurands and intervals for every value anew, so that a changed variable takes effect with the next
 * value.
 */
export function readMeteringSettings(deviceModel: DeviceModel): MeteringSettings {
  const select = controllerSelections(deviceModel);
  return {
    started: select(SAMPLED, STARTED_MEASURANDS),
    updated: select(SAMPLED, UPDATED_MEASURANDS),
    ended: select(SAMPLED, ENDED_MEASURANDS),
    aligned: select(ALIGNED, ALIGNED_MEASURANDS),
    alignedEnded: select(ALIGNED, ALIGNED_ENDED_MEASURANDS),
    updatedIntervalSeconds: interval(deviceModel, SAMPLED, UPDATED_INTERVAL),
    endedIntervalSeconds: interval(deviceModel, SAMPLED, ENDED_INTERVAL),
    alignedIntervalSeconds: interval(deviceModel, ALIGNED, ALIGNED_INTERVAL),
    alignedEndedIntervalSeconds: interval(deviceModel, ALIGNED, ALIGNED_ENDED_INTERVAL),
    publicKeys: publicKeyPolicy(deviceModel.text(PUBLIC_KEYS)),
  };
}

function controllerSelections(deviceModel: DeviceModel) {
  const registerValues = deviceModel.boolean(TOTALS_ONLY) === true ? "totalOnly" : "everyPhase";
  return (owner: Controller, measurands: VariableKey): ValueSelection => ({
    measurands: isOn(deviceModel, owner) ? deviceModel.list(measurands) ?? [] : [],
    // Applies to every message of a transaction.
    signatures: deviceModel.boolean(owner.signReadings) === true ? "keep" : "strip",
    registerValues,
  });
}

/** Both variables are optional; a component file may say that the station has no such values. */
function isOn(deviceModel: DeviceModel, { available, enabled }: Controller): boolean {
  return deviceModel.boolean(available) !== false && deviceModel.boolean(enabled) !== false;
}

function interval(deviceModel: DeviceModel, owner: Controller, seconds: VariableKey): number {
  if (!isOn(deviceModel, owner)) return 0;
  return Math.max(0, deviceModel.integer(seconds) ?? 0);
}

function publicKeyPolicy(text: string | undefined): PublicKeyPolicy {
  // Absent: the key is sent with every value, as by EVerest's own module.
  return text === "Never" || text === "OncePerTransaction" ? text : "EveryMeterValue";
}
