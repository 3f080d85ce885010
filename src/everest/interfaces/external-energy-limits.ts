import type { Logger } from "../../kernel/logger.ts";
import { nothing } from "../codec/mod.ts";
import type { Connection, EverestModule } from "../module.ts";
import { connect } from "./client.ts";
import { command, declareInterface } from "./interface.ts";
import {
  type CapabilityLimits,
  capabilityLimits,
  type ExternalLimits,
  externalLimits,
} from "./types/energy.ts";

/** A node of the energy tree that accepts limits from outside. */
export const externalEnergyLimitsInterface = declareInterface("external_energy_limits", {
  commands: { set_external_limits: command({ value: externalLimits }, nothing()) },
  variables: {
    /** Only in main of 2026-08. */
    capabilities: capabilityLimits,
  },
});

export type ExternalEnergyLimits = ReturnType<typeof externalEnergyLimits>;

export function externalEnergyLimits(module: EverestModule, connection: Connection, log: Logger) {
  const { call, on } = connect(externalEnergyLimitsInterface, module, connection, log);
  return {
    connection,
    setExternalLimits: (limits: ExternalLimits, timeoutMs?: number) =>
      call("set_external_limits", { value: limits }, timeoutMs),

    onCapabilities: (listener: (capabilities: CapabilityLimits) => void) => on("capabilities", listener),
  };
}
