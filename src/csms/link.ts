import type { RpcErrorCode } from "../ocpp/error-codes.ts";
import type { Action } from "../ocpp/messages.ts";
import type { OutboxMessage } from "./outbox-store.ts";

/** How a sent CALL ended; the same shape as the station's `CallOutcome`, with the response still untyped. */
export type SentCall =
  | { kind: "result"; response: unknown }
  | { kind: "error"; code: string; description: string }
  | { kind: "timeout" }
  | { kind: "offline" };

/** What the station answers to a CALL of the CSMS. */
export type Answer =
  | { kind: "result"; response: unknown; afterSent?: () => void }
  | { kind: "error"; code: RpcErrorCode; description: string };

/** What the link needs from the rest of the program. `runtime` supplies it. */
export interface LinkHost {
  /** A validated CALL of the CSMS. */
  handle(action: Action, request: unknown): Promise<Answer>;
  /** True when some block answers this action; otherwise the link itself answers NotSupported. */
  implements(action: Action): boolean;
  /** True while calls of the CSMS are answered with SecurityError (registration Rejected). */
  refusesCalls(): boolean;
  /**
   * The outbox head was answered, or given up after its last attempt. Its row is removed after the promise
   * resolves, so that a crash in between re-sends rather than loses.
   */
  delivered(message: OutboxMessage, outcome: SentCall): Promise<void>;
  connected(info: ConnectedInfo): void;
  disconnected(info: DisconnectedInfo): void;
  /** Something the security log and SecurityEventNotification must know (A04). */
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
