import type { Action, RequestOf, ResponseOf } from "../../ocpp/messages.ts";

/** What became of a CALL we sent. */
export type CallOutcome<R> =
  | { kind: "result"; response: R }
  /** CALLERROR from the CSMS, or a CALLRESULT that violates the schema. */
  | { kind: "error"; code: string; description: string }
  /** No answer within MessageTimeout, or the connection was lost after sending. */
  | { kind: "timeout" }
  /** Never sent: not connected, or the lane is closed because the CSMS has not accepted us yet. */
  | { kind: "offline" };

/**
 * `control` is open whenever the socket is (BootNotification, and what the CSMS asked for while Pending);
 * `ordinary` only after BootNotification was accepted. Neither is persisted: transactional messages go
 * through the outbox.
 */
export type CallLane = "control" | "ordinary";

/** The back office as the station's blocks see it. */
export interface Csms {
  call<A extends Action>(
    action: A,
    request: RequestOf<A>,
    lane?: CallLane,
  ): Promise<CallOutcome<ResponseOf<A>>>;
  /** True while the WebSocket is open, whatever the registration status. */
  isOnline(): boolean;
}
