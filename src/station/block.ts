import type { HandlerTable } from "./handlers.ts";
import type { TriggerTable } from "./trigger-message/trigger.ts";

/** What every functional block of OCPP may offer to the CSMS; the station puts the tables of all blocks together. */
export interface Block {
  /** Actions that the block answers. */
  readonly handlers?: HandlerTable;
  /** Messages of the block that TriggerMessage may ask for. */
  readonly triggers?: TriggerTable;
}
