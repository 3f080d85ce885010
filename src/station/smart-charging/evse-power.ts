import type { EvseId } from "../../kernel/ids.ts";
import type { StationDeviceModel } from "../../variables/create-device-model.ts";
import { variableKey } from "../../variables/device-model.ts";

const SUPPLY_VOLTAGE = variableKey("SmartChargingCtrlr", "SupplyVoltage");
const DEFAULT_SUPPLY_VOLTS = 230;

/** The most that the grid connection of an EVSE carries. */
export interface EvseSupply {
  readonly phases: number;
  readonly amperesPerPhase: number;
}

/** Sets the maxLimit of EVSE.Power, which is the most that the EVSE can provide (part 2, §2.13.7). */
export function setEvsePower(
  deviceModel: StationDeviceModel,
  evse: EvseId,
  { phases, amperesPerPhase }: EvseSupply,
): void {
  const volts = deviceModel.integer(SUPPLY_VOLTAGE) ?? DEFAULT_SUPPLY_VOLTS;
  const power = { component: { name: "EVSE", evse: { id: evse } }, variable: { name: "Power" } };
  deviceModel.setMaxLimit(power, phases * amperesPerPhase * volts);
}
