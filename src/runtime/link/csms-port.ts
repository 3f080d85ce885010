import type { SentCall } from "../../csms/link.ts";
import type { Action, ResponseOf } from "../../ocpp/messages.ts";
import type { CallLane, CallOutcome, Csms } from "../../station/ports/csms.ts";

/** The part of the OCPP link that sends. */
export interface CallSender {
  /** See `CsmsLink.call`. */
  call(action: Action, request: unknown, lane: CallLane): Promise<SentCall>;
  isOnline(): boolean;
}

/** Gives the untyped link the station's typed face. The link has validated every response against its schema. */
export function createCsmsPort(link: CallSender): Csms {
  return {
    call: async <A extends Action>(action: A, request: unknown, lane: CallLane = "ordinary") =>
      await link.call(action, request, lane) as CallOutcome<ResponseOf<A>>,
    isOnline: () => link.isOnline(),
  };
}
