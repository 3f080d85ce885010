import { boolean, enumOf, type Infer, integer, number, object } from "../../codec/mod.ts";

/** Temperatures, fan and supply voltages of an EVSE. */
export const telemetry = object({
  evse_temperature_C: number(),
  fan_rpm: number(),
  supply_voltage_12V: number(),
  supply_voltage_minus_12V: number(),
  relais_on: boolean(),
}, {
  plug_temperature_C: number(),
});
export type Telemetry = Infer<typeof telemetry>;

/** What the power path of an EVSE can do; import is towards the EV. */
export const hardwareCapabilities = object({
  max_current_A_import: number(),
  min_current_A_import: number(),
  max_phase_count_import: integer({ minimum: 1, maximum: 3 }),
  min_phase_count_import: integer({ minimum: 1, maximum: 3 }),
  max_current_A_export: number(),
  min_current_A_export: number(),
  max_phase_count_export: integer({ minimum: 1, maximum: 3 }),
  min_phase_count_export: integer({ minimum: 1, maximum: 3 }),
  supports_changing_phases_during_charging: boolean(),
  connector_type: enumOf("IEC62196Type2Cable", "IEC62196Type2Socket"),
}, {
  max_plug_temperature_C: number(),
  /** Not known to 2025.12. */
  supports_cp_state_E: boolean(),
});
export type HardwareCapabilities = Infer<typeof hardwareCapabilities>;
