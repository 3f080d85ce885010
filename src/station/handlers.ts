import type { Action, RequestOf, ResponseOf } from "../ocpp/messages.ts";
import type { RpcErrorCode } from "../ocpp/error-codes.ts";

/** What the station answers to a CALL of the CSMS. */
export type Reply<A extends Action> =
  /** CALLRESULT; `afterSent` runs once it is on the socket (e.g. to send the report that was asked for). */
  | { kind: "result"; response: ResponseOf<A>; afterSent?: () => void }
  /** CALLERROR. */
  | { kind: "error"; code: RpcErrorCode; description: string };

/** Handles one validated CALL. Must not throw for anything the CSMS can send; a throw answers InternalError. */
export type Handler<A extends Action> = (request: RequestOf<A>) => Reply<A> | Promise<Reply<A>>;

/** A functional block exposes the actions it answers; an action nobody answers gets NotSupported. */
export type HandlerTable = { readonly [A in Action]?: Handler<A> };

/** CALLRESULT, optionally with what to do once it is on the socket. */
export function result<A extends Action>(response: ResponseOf<A>, afterSent?: () => void): Reply<A> {
  return afterSent ? { kind: "result", response, afterSent } : { kind: "result", response };
}
