import type { Action, RequestOf, ResponseOf } from "../ocpp/messages.ts";
import type { RpcErrorCode } from "../ocpp/error-codes.ts";

/** The answer of the station to a call of the CSMS. */
export type Reply<A extends Action> =
  /** Call result; `afterSent` runs once it was sent, for example to send the requested report. */
  | { kind: "result"; response: ResponseOf<A>; afterSent?: () => void }
  /** Call error. */
  | { kind: "error"; code: RpcErrorCode; description: string };

/**
 * Handles one validated call. Must not throw for anything the CSMS can send; a throw answers InternalError.
 */
export type Handler<A extends Action> = (request: RequestOf<A>) => Reply<A> | Promise<Reply<A>>;

/** The handlers of a block; an action without a handler is answered with NotSupported. */
export type HandlerTable = { readonly [A in Action]?: Handler<A> };

/** A call result, optionally with what to do once it was sent. */
export function result<A extends Action>(response: ResponseOf<A>, afterSent?: () => void): Reply<A> {
  return afterSent ? { kind: "result", response, afterSent } : { kind: "result", response };
}
