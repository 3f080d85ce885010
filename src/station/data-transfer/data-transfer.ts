import type { RequestOf, ResponseOf } from "../../ocpp/messages.ts";
import { assertNever } from "../../kernel/assert-never.ts";
import type { Csms } from "../ports/csms.ts";

/** What became of a vendor specific message to the CSMS. */
export type DataTransferOutcome =
  /** What its status means is between the vendor and the CSMS. */
  | { readonly kind: "answered"; readonly response: ResponseOf<"DataTransfer"> }
  /** A CALLERROR, an answer that breaks its schema, or a request that breaks it and was not sent. */
  | { readonly kind: "refused"; readonly reason: string }
  /** Not sent, or not answered in time; in the latter case the CSMS may have got it. */
  | { readonly kind: "unreachable" };

/**
 * P02: sends a vendor specific message to the CSMS, of other modules only. It is not queued for later: the
 * sender learns at once that the CSMS cannot be reached or has not accepted the station. Never rejects.
 */
export async function sendDataTransfer(
  csms: Pick<Csms, "call">,
  request: RequestOf<"DataTransfer">,
): Promise<DataTransferOutcome> {
  const outcome = await csms.call("DataTransfer", request);
  switch (outcome.kind) {
    case "result":
      return { kind: "answered", response: outcome.response };
    case "error":
      return { kind: "refused", reason: `${outcome.code}: ${outcome.description}` };
    case "timeout":
    case "offline":
      return { kind: "unreachable" };
    default:
      return assertNever(outcome);
  }
}
