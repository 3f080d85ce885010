import type { Csms } from "../fakes/csms/csms.ts";
import type { RequestOf } from "../../src/ocpp/messages.ts";

export type TransactionEvent = RequestOf<"TransactionEvent">;

/** A TransactionEvent as it came to the CSMS, perhaps not for the first time. */
export interface Arrival {
  readonly messageId: string;
  readonly request: TransactionEvent;
}

/** Everything so far, in order of arrival. */
export function arrivalsAt(csms: Csms): readonly Arrival[] {
  return csms.calls
    .filter(({ action }) => action === "TransactionEvent")
    .map(({ messageId, payload }) => ({ messageId, request: payload as TransactionEvent }));
}

/** The transaction in which the token was reported. */
export function transactionOf(arrivals: readonly Arrival[], token: string): string | undefined {
  return arrivals.find(({ request }) => request.idToken?.idToken === token)?.request.transactionInfo
    .transactionId;
}

/** First arrivals only, by transaction, in order of arrival. */
export function transactionsIn(
  arrivals: readonly Arrival[],
): ReadonlyMap<string, readonly TransactionEvent[]> {
  const seen = new Set<string>();
  const first = arrivals.filter(({ messageId }) => !seen.has(messageId) && seen.add(messageId));
  return Map.groupBy(first.map(({ request }) => request), (request) => request.transactionInfo.transactionId);
}
