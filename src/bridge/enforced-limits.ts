import type { EnforcedLimits, NumberWithSource } from "../everest/interfaces/types/energy.ts";
import type { OutsideLimit } from "../station/smart-charging/external-limits.ts";

/**
 * Names with which EVerest's own modules sign limits that nobody from outside has set: fuses of the configuration, what
 * the hardware can, what an EVSE takes back for itself.
 */
const INSIDE = [
  /\/module_config$/,
  /\/evse_board_support_caps$/,
  / (set_zero_discharge_limit|update_max_current_limit)$/,
];

/**
 * The limit of an EVSE that somebody outside OCPP and EVerest's configuration has a part in; undefined where there is
 * none. The energy manager lists everybody who limits on the way to the grid, not who limits most.
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
