import type { SentCall } from "../../csms/link.ts";
import type { Action, ResponseOf } from "../../ocpp/messages.ts";
import type { CallLane, CallOutcome, Csms } from "../../station/ports/csms.ts";
import type { KeptReports } from "./kept-reports.ts";

/** The part of the OCPP link that sends. */
export interface CallSender {
  call(action: Action, request: unknown, lane: CallLane): Promise<SentCall>;
  isOnline(): boolean;
}

/**
 * Gives the untyped link the station's typed face. The link has validated every response against its schema; what is
 * kept for later counts as answered, for the answer to a report says nothing.
 */
export function createCsmsPort(link: CallSender, kept: KeptReports): Csms {
  return {
    async call<A extends Action>(action: A, request: unknown, lane: CallLane = "ordinary") {
      if (lane === "ordinary" && kept.wants(action) && await kept.keep(action, request) === "kept") {
        return { kind: "result", response: {} as ResponseOf<A> };
      }
      return await link.call(action, request, lane) as CallOutcome<ResponseOf<A>>;
    },
    isOnline: () => link.isOnline(),
  };
}
