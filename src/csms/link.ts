import type { RpcErrorCode } from "../ocpp/error-codes.ts";
import type { Action } from "../ocpp/messages.ts";
import type { OutboxMessage } from "./outbox-store.ts";

/** How a sent CALL ended; the same shape as the station's `CallOutcome`, with the response still untyped. */
export type SentCall =
  | { kind: "result"; response: unknown }
  | { kind: "error"; code: string; description: string }
  | { kind: "timeout" }
  | { kind: "offline" };

/** The station's answer to a CALL of the CSMS. */
export type Answer =
  | { kind: "result"; response: unknown; afterSent?: () => void }
  | { kind: "error"; code: RpcErrorCode; description: string };

/** The link's port to the station. `runtime` implements it. */
export interface LinkHost {
  /** A validated CALL of the CSMS. */
  handle(action: Action, request: unknown): Promise<Answer>;
  /** True when a block handles this action; otherwise the link itself answers NotSupported. */
  implements(action: Action): boolean;
  /** True while calls of the CSMS are answered with SecurityError (registration Rejected). */
  refusesCalls(): boolean;
  /**
   * The head of the outbox was answered, or given up after its last attempt. Its row is removed after the
   * promise resolves, so that a crash in between re-sends the message instead of losing it.
   */
  delivered(message: OutboxMessage, outcome: SentCall): Promise<void>;
  /** A queued message cannot be delivered for now and is left alone until then (Unix milliseconds); others go first. */
  setAside(message: OutboxMessage, untilMs: number): void;
  /** CALLs of this action that are in no queue are not sent for a while, or are sent again, as connections ended with them. */
  callsSetAside(action: Action, state: "setAside" | "sentAgain"): void;
  connected(info: ConnectedInfo): void;
  disconnected(info: DisconnectedInfo): void;
  /** An event for the security log and SecurityEventNotification (A04). */
  securityEvent(type: string, techInfo: string): void;
  /** Every text that crosses the socket, in wire order. */
  message(direction: "CSMSToChargingStation" | "ChargingStationToCSMS", text: string): void;
}

export interface ConnectedInfo {
  readonly configurationSlot: number;
  readonly securityProfile: number;
  readonly url: string;
}

export interface DisconnectedInfo {
  readonly reason: string;
}
