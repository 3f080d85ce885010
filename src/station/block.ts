import type { EquipmentListener } from "./equipment-listener.ts";
import type { HandlerTable } from "./handlers.ts";
import type { CsmsConnection } from "./ports/csms-connection.ts";
import type { TriggerTable } from "./trigger-message/trigger.ts";

/** What has started: the whole station with its EVSEs, or this process alone while the EVSEs went on. */
export type StartScope = "station" | "processOnly";

/**
 * What a functional block of OCPP offers to the CSMS, and what it is notified of. The station calls the
 * blocks in the order in which they joined it.
 */
export interface Block extends Partial<EquipmentListener> {
  /** Actions that the block answers. */
  readonly handlers?: HandlerTable | undefined;
  /** Messages of the block that TriggerMessage may ask for. */
  readonly triggers?: TriggerTable | undefined;
  /** The process has started; called once, before the first event of the equipment. The next block starts afterwards. */
  started?(scope: StartScope): void | Promise<void>;
  /** A connection to the CSMS was made. */
  connected?(connection: CsmsConnection): void;
  /** The CSMS accepts reports again: it has just accepted the station, or an accepted station has reconnected. */
  csmsReachable?(): void;
  /** The connection to the CSMS is lost or closed. */
  disconnected?(): void;
  /** The wall clock was set: by the station just now, or by another program within the last seconds. */
  clockSet?(): void;
  /** Another module stops OCPP as a whole, while the EVSEs go on. */
  ocppStopped?(): void;
  /** Another module starts OCPP again after it was stopped. */
  ocppStarted?(): void;
  /** The process ends: from now on no timer of the block may fire. */
  processEnds?(): void;
}
