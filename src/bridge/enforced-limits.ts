import type { EnforcedLimits, NumberWithSource } from "../everest/interfaces/types/energy.ts";
import type { OutsideLimit } from "../station/smart-charging/external-limits.ts";

/**
 * Sources of limits inside EVerest: fuses of the configuration, capabilities of the hardware, restrictions that an EVSE
 * sets for itself.
 */
const INSIDE = [
  /\/module_config$/,
  /\/evse_board_support_caps$/,
  / (set_zero_discharge_limit|update_max_current_limit)$/,
];

/**
 * The enforced limit of an EVSE if an external system is among its sources, else undefined. The energy manager lists all
 * sources between EVSE and grid, not the one that decides.
 */
export function toOutsideLimit(
  { limits_root_side: { ac_max_current_A: amperes, total_power_W: watts } }: EnforcedLimits,
  ownSource: string,
): OutsideLimit | undefined {
  if (amperes !== undefined && isFromOutside(amperes, ownSource)) return { value: amperes.value, unit: "A" };
  if (watts !== undefined && isFromOutside(watts, ownSource)) return { value: watts.value, unit: "W" };
  return undefined;
}

function isFromOutside({ source }: NumberWithSource, ownSource: string): boolean {
  return source.split(",").map((name) => name.trim()).some((name) =>
    name !== "" && name !== ownSource && !INSIDE.some((inside) => inside.test(name))
  );
}
