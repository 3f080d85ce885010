import type { RequestOf, ResponseOf } from "../../ocpp/messages.ts";
import { assertNever } from "../../kernel/assert-never.ts";
import type { Csms } from "../ports/csms.ts";

/** Outcome of a vendor specific message to the CSMS. */
export type DataTransferOutcome =
  /** The meaning of its status is up to the vendor and the CSMS. */
  | { readonly kind: "answered"; readonly response: ResponseOf<"DataTransfer"> }
  /** A call error, an invalid answer, or an invalid request that was not sent. */
  | { readonly kind: "refused"; readonly reason: string }
  /** Not sent, or not answered in time; in the latter case the CSMS may have received it. */
  | { readonly kind: "unreachable" };

/**
 * P02: sends a vendor specific message of another module to the CSMS. It is not queued: the sender learns at
 * once that the CSMS cannot be reached or has not accepted the station. Never rejects.
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
