import { connectionTo } from "../../../fakes/everest-module.ts";
import {
  externalEnergyLimits,
  externalEnergyLimitsInterface,
} from "../../../../src/everest/interfaces/external-energy-limits.ts";
import { check } from "./interface-cases.ts";

const timestamp = "2026-11-22T06:53:33.000Z";

check((module, log) => {
  const peer = externalEnergyLimits(module, connectionTo("evse_energy_sink", "peer"), log);
  const limits = {
    schedule_import: [{
      timestamp,
      limits_to_root: {},
      limits_to_leaves: { ac_max_current_A: { value: 16, source: "me" } },
    }],
    schedule_export: [],
    schedule_setpoints: [{ timestamp, setpoint: { priority: 0, source: "OCPP", total_power_W: 1 } }],
  };
  return {
    declared: externalEnergyLimitsInterface,
    commands: [{
      command: "set_external_limits",
      call: () => peer.setExternalLimits(limits, 7),
      args: { value: limits },
    }],
    variables: [{
      variable: "capabilities",
      listen: peer.onCapabilities,
      value: { max_current_A: 63, max_phase_count: 3, nominal_voltage_V: 230, total_power_W: 43470 },
    }],
  };
});
