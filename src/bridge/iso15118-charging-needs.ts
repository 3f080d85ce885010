import type { EnergyTransferMode } from "../everest/interfaces/types/iso15118.ts";
import type {
  ChargingNeeds,
  DCChargingParameters,
  V2XChargingParameters,
} from "../everest/interfaces/types/iso15118-charging-needs.ts";
import { toTimestamp } from "../kernel/clock.ts";
import type {
  ACChargingParametersType,
  ChargingNeedsType,
  DCChargingParametersType,
  EnergyTransferModeEnumType,
} from "../ocpp/messages.ts";
import type { Complain } from "./complaint.ts";
import { toEnergyTransferMode } from "./energy-transfer-modes.ts";
import { decimalFromFloat32 } from "./float32.ts";
import { parseTimestamp, withinFourDigitYears } from "./timestamps.ts";

type Parameters = Pick<ChargingNeedsType, "acChargingParameters" | "dcChargingParameters">;

/**
 * Maps the charging needs of an EV to OCPP 2.0.1: whole numbers, and no fields of 2.1. Undefined when the EV
 * gives neither AC nor DC parameters.
 */
export function toChargingNeeds(needs: ChargingNeeds, complain: Complain): ChargingNeedsType | undefined {
  const parameters = chargingParameters(needs, complain);
  if (parameters === undefined) return undefined;
  const departureTime = needs.departure_time === undefined
    ? undefined
    : toDepartureTime(needs.departure_time, complain);
  return {
    requestedEnergyTransfer: toRequestedMode(
      needs.requested_energy_transfer,
      parameters.dcChargingParameters !== undefined,
    ),
    ...(departureTime === undefined ? {} : { departureTime }),
    ...parameters,
  };
}

/** Only one kind; AC first, as EVerest fills them. */
function chargingParameters(needs: ChargingNeeds, complain: Complain): Parameters | undefined {
  const { ac_charging_parameters: ac, dc_charging_parameters: dc, v2x_charging_parameters: v2x } = needs;
  if (ac) {
    return {
      acChargingParameters: {
        energyAmount: whole(ac.energy_amount),
        evMinCurrent: whole(ac.ev_min_current),
        evMaxCurrent: whole(ac.ev_max_current),
        evMaxVoltage: whole(ac.ev_max_voltage),
      },
    };
  }
  if (dc) return { dcChargingParameters: toDc(dc, complain) };
  return v2x && fromBidirectional(v2x, needs.requested_energy_transfer);
}

function toDc(dc: DCChargingParameters, complain: Complain): DCChargingParametersType {
  const percent = (name: string, value: number | undefined) => {
    if (value === undefined || (value >= 0 && value <= 100)) return value;
    complain(`${name} ${value} is no percentage; left out`);
    return undefined;
  };
  return present({
    evMaxCurrent: whole(dc.ev_max_current),
    evMaxVoltage: whole(dc.ev_max_voltage),
  }, {
    energyAmount: wholeIfAny(dc.energy_amount),
    evMaxPower: wholeIfAny(dc.ev_max_power),
    evEnergyCapacity: wholeIfAny(dc.ev_energy_capacity),
    stateOfCharge: percent("state_of_charge", dc.state_of_charge),
    fullSoC: percent("full_soc", dc.full_soc),
    bulkSoC: percent("bulk_soc", dc.bulk_soc),
  });
}

/** ISO 15118-20 parameters also cover discharging; OCPP 2.0.1 has fields for the charging part only. */
function fromBidirectional(
  v2x: V2XChargingParameters,
  mode: EnergyTransferMode,
): Parameters | undefined {
  const energyAmount = wholeIfAny(v2x.ev_target_energy_request);
  const evMaxCurrent = wholeIfAny(v2x.max_charge_current);
  const evMinCurrent = wholeIfAny(v2x.min_charge_current);
  const evMaxVoltage = wholeIfAny(v2x.max_voltage);
  if (evMaxCurrent === undefined || evMaxVoltage === undefined) return undefined;
  if (toRequestedMode(mode, false) === "DC") {
    const evMaxPower = wholeIfAny(v2x.max_charge_power);
    return { dcChargingParameters: present({ evMaxCurrent, evMaxVoltage }, { energyAmount, evMaxPower }) };
  }
  if (energyAmount === undefined || evMinCurrent === undefined) return undefined;
  const acChargingParameters: ACChargingParametersType = {
    energyAmount,
    evMinCurrent,
    evMaxCurrent,
    evMaxVoltage,
  };
  return { acChargingParameters };
}

/** The nearest of the four modes that OCPP 2.0.1 has. */
function toRequestedMode(mode: EnergyTransferMode, directCurrent: boolean): EnergyTransferModeEnumType {
  const name = toEnergyTransferMode(mode);
  switch (name) {
    case "AC_single_phase":
    case "AC_two_phase":
    case "AC_three_phase":
    case "DC":
      return name;
    case "AC_BPT":
    case "AC_BPT_DER":
    case "AC_DER":
      return "AC_three_phase";
    case "DC_BPT":
    case "DC_ACDP":
    case "DC_ACDP_BPT":
      return "DC";
    case "WPT":
      return directCurrent ? "DC" : "AC_three_phase";
  }
}

function toDepartureTime(text: string, complain: Complain): string | undefined {
  const timeMs = parseTimestamp(text);
  if (timeMs === undefined) complain("departure_time cannot be read; left out");
  return timeMs === undefined ? undefined : toTimestamp(withinFourDigitYears(timeMs));
}

const LARGEST = 2 ** 31 - 1;

/** An integer of OCPP, which has 32 bits; `+ 0` because JSON knows no negative zero. */
function whole(value: number): number {
  return Math.min(Math.max(Math.round(decimalFromFloat32(value)), -LARGEST), LARGEST) + 0;
}

function wholeIfAny(value: number | undefined): number | undefined {
  return value === undefined ? undefined : whole(value);
}

/** Leaves absent fields out. */
function present<R extends object, O extends Record<string, number | undefined>>(
  required: R,
  optional: O,
): R & { [K in keyof O]?: number } {
  const given = Object.entries(optional).filter(([, value]) => value !== undefined);
  return { ...required, ...Object.fromEntries(given) } as R & { [K in keyof O]?: number };
}
