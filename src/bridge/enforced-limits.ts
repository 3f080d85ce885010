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
 * The enforced limits of an EVSE that have an external system among their sources: up to one in each unit. The energy
 * manager lists all sources between EVSE and grid, not the one that decides.
 */
export function toOutsideLimits(
  { limits_root_side: { ac_max_current_A: amperes, total_power_W: watts } }: EnforcedLimits,
  ownSource: string,
): readonly OutsideLimit[] {
  const limits: OutsideLimit[] = [];
  if (isFromOutside(amperes, ownSource)) limits.push({ value: amperes.value, unit: "A" });
  if (isFromOutside(watts, ownSource)) limits.push({ value: watts.value, unit: "W" });
  return limits;
}

function isFromOutside(
  limit: NumberWithSource | undefined,
  ownSource: string,
): limit is NumberWithSource {
  return limit !== undefined &&
    limit.source.split(",").map((name) => name.trim()).some((name) =>
      name !== "" && name !== ownSource && !INSIDE.some((inside) => inside.test(name))
    );
}
