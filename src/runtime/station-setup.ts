import type { BootReasonEnumType } from "../ocpp/messages.ts";
import type { StartScope } from "../station/block.ts";
import type { EvseLayout } from "../station/ports/evse-port.ts";
import type { EverestConfiguration } from "./bus/everest-configuration-source.ts";
import type { StationBus } from "./bus/station-bus.ts";
import type { ModuleConfig } from "./module-config.ts";
import type { Platform } from "./platform.ts";
import type { Storage } from "./storage.ts";

/** Everything that the station is built from. */
export interface StationSetup {
  readonly config: ModuleConfig;
  readonly platform: Platform;
  readonly storage: Storage;
  readonly bus: StationBus;
  readonly facts: StartFacts;
}

/** What the start has found out. */
export interface StartFacts {
  readonly layout: readonly EvseLayout[];
  readonly bootReason: BootReasonEnumType;
  readonly scope: StartScope;
  readonly everestConfiguration: EverestConfiguration;
}
