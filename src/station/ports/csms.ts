import type { Action, RequestOf, ResponseOf } from "../../ocpp/messages.ts";

/** Outcome of a call of the station. */
export type CallOutcome<R> =
  | { kind: "result"; response: R }
  /** Call error, or an invalid call result. */
  | { kind: "error"; code: string; description: string }
  /** No answer within MessageTimeout, or the connection was lost after sending. */
  | { kind: "timeout" }
  /** Not sent: not connected, or the lane is closed because the station is not accepted yet. */
  | { kind: "offline" };

/**
 * `control` is sent also while the station is not accepted yet: BootNotification, and the closed list of what the CSMS
 * may request then (B02.FR.02: TriggerMessage, GetBaseReport, GetReport). `promised` is what else the CSMS was promised:
 * it waits for the acceptance. `ordinary` is sent only when the station is accepted. None is stored: messages that must
 * arrive go through the outbox.
 */
export type CallLane = "control" | "promised" | "ordinary";

/**
 * What a CALL says. A function is asked when the CALL is sent: a status that waits in one lane while it changes must not
 * follow the message of the change, which waits in another lane.
 */
export type CallRequest<A extends Action> = RequestOf<A> | (() => RequestOf<A>);

/** What is to be sent now. */
export function presentRequest<A extends Action>(request: CallRequest<A>): RequestOf<A> {
  return typeof request === "function" ? request() : request;
}

/** The CSMS, as the blocks of the station see it. */
export interface Csms {
  call<A extends Action>(
    action: A,
    request: CallRequest<A>,
    lane?: CallLane,
  ): Promise<CallOutcome<ResponseOf<A>>>;
  /** True while the WebSocket is open, also before the station is accepted. */
  isOnline(): boolean;
}
