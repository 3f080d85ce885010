import type { EnergyTransferMode } from "../everest/interfaces/types/iso15118.ts";
import { assertNever } from "../kernel/assert-never.ts";

/** OCPP 2.1 names; the first four are all that OCPP 2.0.1 has. */
export type OcppEnergyTransferMode =
  | "AC_single_phase"
  | "AC_two_phase"
  | "AC_three_phase"
  | "DC"
  | "AC_BPT"
  | "AC_BPT_DER"
  | "AC_DER"
  | "DC_BPT"
  | "DC_ACDP"
  | "DC_ACDP_BPT"
  | "WPT";

/** The OCPP name of an energy transfer mode. */
export function toEnergyTransferMode(mode: EnergyTransferMode): OcppEnergyTransferMode {
  switch (mode) {
    case "AC_single_phase_core":
      return "AC_single_phase";
    case "AC_three_phase_core":
      return "AC_three_phase";
    case "DC_core":
    case "DC_extended":
    case "DC_combo_core":
    case "DC_unique":
    case "DC":
    case "MCS":
      return "DC";
    case "MCS_BPT":
      return "DC_BPT";
    case "AC_DER_IEC":
    case "AC_DER_SAE":
      return "AC_DER";
    case "AC_two_phase":
    case "AC_BPT":
    case "AC_BPT_DER":
    case "AC_DER":
    case "DC_BPT":
    case "DC_ACDP":
    case "DC_ACDP_BPT":
    case "WPT":
      return mode;
    default:
      return assertNever(mode);
  }
}

/** True when power can flow back from the EV. */
export function isBidirectional(mode: EnergyTransferMode): boolean {
  return mode.includes("_BPT");
}

/** True when the EVSE delivers direct current only: no alternating current phase reaches the EV. */
export function isDcOnly(modes: readonly EnergyTransferMode[]): boolean {
  return modes.length > 0 && modes.every((mode) => mode.startsWith("DC") || mode.startsWith("MCS"));
}
