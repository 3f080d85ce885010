import { type DeviceModel, variableKey } from "../../variables/device-model.ts";
import { type MeteringSettings, readMeteringSettings } from "../metering/metering-settings.ts";
import { parseTxStartPoints, parseTxStopPoints, type TxStartPoint, type TxStopPoint } from "./tx-points.ts";

export interface TransactionSettings {
  readonly startPoints: ReadonlySet<TxStartPoint>;
  readonly stopPoints: ReadonlySet<TxStopPoint>;
  readonly metering: Pick<MeteringSettings, "started" | "ended" | "publicKeys">;
}

const START_POINT = variableKey("TxCtrlr", "TxStartPoint");
const STOP_POINT = variableKey("TxCtrlr", "TxStopPoint");
const STOP_ON_INVALID_ID = variableKey("TxCtrlr", "StopTxOnInvalidId");
const MAX_ENERGY_ON_INVALID_ID = variableKey("TxCtrlr", "MaxEnergyOnInvalidId");

/** Read for every event, so that a changed variable takes effect with the next one. */
export function readTransactionSettings(deviceModel: DeviceModel): TransactionSettings {
  return {
    startPoints: parseTxStartPoints(deviceModel.list(START_POINT)),
    stopPoints: parseTxStopPoints(deviceModel.list(STOP_POINT)),
    metering: readMeteringSettings(deviceModel),
  };
}

/** What to do when the CSMS does not accept the token of a running transaction (E05). */
export interface InvalidTokenSettings {
  readonly stopTransaction: boolean;
  /** TxCtrlr.MaxEnergyOnInvalidId; undefined when not set. */
  readonly maxEnergyWh: number | undefined;
}

export function readInvalidTokenSettings(deviceModel: DeviceModel): InvalidTokenSettings {
  return {
    // The required variable is absent: stopping is the safe default, as no one is billed by mistake.
    stopTransaction: deviceModel.boolean(STOP_ON_INVALID_ID) ?? true,
    maxEnergyWh: deviceModel.integer(MAX_ENERGY_ON_INVALID_ID),
  };
}
