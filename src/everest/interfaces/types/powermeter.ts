import { array, boolean, dateTime, type Infer, object, string } from "../../codec/mod.ts";
import { temperature } from "./temperature.ts";
import * as units from "./units.ts";
import * as signed from "./units-signed.ts";

/** One reading of an energy meter. Energies count up in Wh; negative power flows out of the EV. Numbers crossed the bus as 32-bit floats. */
export const powermeter = object({
  timestamp: dateTime(),
  energy_Wh_import: units.energy,
}, {
  meter_id: string(),
  phase_seq_error: boolean(),
  energy_Wh_export: units.energy,
  power_W: units.power,
  voltage_V: units.voltage,
  VAR: units.reactivePower,
  current_A: units.current,
  frequency_Hz: units.frequency,
  energy_Wh_import_signed: signed.energy,
  energy_Wh_export_signed: signed.energy,
  power_W_signed: signed.power,
  voltage_V_signed: signed.voltage,
  VAR_signed: signed.reactivePower,
  current_A_signed: signed.current,
  frequency_Hz_signed: signed.frequency,
  signed_meter_value: signed.signedMeterValue,
  temperatures: array(temperature),
});
export type Powermeter = Infer<typeof powermeter>;
