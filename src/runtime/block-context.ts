import type { Clock } from "../kernel/clock.ts";
import type { IdSource } from "../kernel/id-source.ts";
import type { Logger } from "../kernel/logger.ts";
import type { Block } from "../station/block.ts";
import type { EventReporter } from "../station/events/event-reporter.ts";
import type { Csms } from "../station/ports/csms.ts";
import type { ConnectionControl } from "../station/ports/csms-connection.ts";
import type { EvseLayout } from "../station/ports/evse-port.ts";
import type { CurrentRegistration } from "../station/provisioning/current-registration.ts";
import type { StationDeviceModel } from "../variables/create-device-model.ts";
import type { ModuleConfig } from "./module-config.ts";
import type { StationPorts } from "./station-ports.ts";
import type { Storage } from "./storage.ts";

/**
 * What the files in `blocks/` wire a block from. Each of them gives its block the few ports that the block declares, and
 * lets it join the station.
 */
export interface BlockContext {
  readonly csms: Csms;
  readonly control: ConnectionControl;
  readonly events: EventReporter;
  readonly deviceModel: StationDeviceModel;
  readonly storage: Storage;
  readonly ports: StationPorts;
  readonly layout: readonly EvseLayout[];
  readonly config: ModuleConfig;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly registration: CurrentRegistration;
  /** To be called when new messages are in the outbox. */
  outboxGrew(): void;
  raiseSecurityEvent(type: string, techInfo: string): void;
  /** The log of one block. */
  log(block: string): Logger;
  /** From now on the station answers with the handlers of this block and notifies it of events. */
  join(block: Block): void;
}
