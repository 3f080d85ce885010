import type { RequestOf, TransactionEventRequest } from "../../src/ocpp/messages.ts";
import { registerOf } from "./frame-text.ts";

export interface Verdict {
  readonly claim: string;
  readonly holds: boolean;
  readonly evidence: string;
}

/** All that the CSMS has of one transaction, in order of arrival. */
export type Transaction = readonly TransactionEventRequest[];

/** Every transaction the CSMS heard of, in order of appearance. Re-sent messages count once. */
export function transactionsOf(events: readonly TransactionEventRequest[]): readonly Transaction[] {
  const transactions = Map.groupBy(events, (event) => event.transactionInfo.transactionId);
  return [...transactions.values()].map(withoutRepeats);
}

/** Nothing lost, nothing twice with another content, nothing out of order: E01, E04, E06. */
export function completeness(transaction: Transaction): Verdict {
  const numbers = transaction.map(({ seqNo }) => seqNo);
  const kinds = transaction.map(({ eventType }) => eventType);
  const gapless = numbers.every((seqNo, index) => seqNo === index);
  const framed = kinds[0] === "Started" && kinds.at(-1) === "Ended" &&
    kinds.slice(1, -1).every((kind) => kind === "Updated");
  const times = transaction.map(({ timestamp }) => Date.parse(timestamp));
  const ordered = times.every((time, index) => index === 0 || time >= (times[index - 1] ?? 0));
  return {
    claim: `transaction ${shortId(transaction)} is complete and in order`,
    holds: gapless && framed && ordered,
    evidence: `seqNo ${numbers.join(" ")}, ${kinds[0]} … ${kinds.at(-1)}`,
  };
}

/** The register of the last event minus that of the first is what the meter counted, within rounding. */
export function energy(transaction: Transaction, meteredWattHours: number): Verdict {
  const [first, last] = [transaction[0], transaction.at(-1)].map((event) => event && registerOf(event));
  const reported = first === undefined || last === undefined ? Number.NaN : last - first;
  return {
    claim: `the energy of ${shortId(transaction)} is what the meter counted`,
    holds: Math.abs(reported - meteredWattHours) <= 0.5,
    evidence: `${reported.toFixed(1)} of ${meteredWattHours.toFixed(1)} Wh`,
  };
}

/** How a transaction began and ended. */
export function course(
  claim: string,
  transaction: Transaction | undefined,
  wanted: { readonly trigger: string; readonly stopped: string },
): Verdict {
  const trigger = transaction?.[0]?.triggerReason;
  const stopped = transaction?.at(-1)?.transactionInfo.stoppedReason;
  return {
    claim,
    holds: trigger === wanted.trigger && stopped === wanted.stopped,
    evidence: transaction ? `${trigger} … ${stopped}` : "no such transaction",
  };
}

/** The last status of every connector. */
export function lastStatuses(
  notifications: readonly RequestOf<"StatusNotification">[],
  wanted: string,
): Verdict {
  const last = new Map(notifications.map((n) => [`${n.evseId}/${n.connectorId}`, n.connectorStatus]));
  return {
    claim: `in the end every connector is ${wanted}`,
    holds: last.size > 0 && [...last.values()].every((status) => status === wanted),
    evidence: [...last].map(([connector, status]) => `${connector} ${status}`).join(", "),
  };
}

export function verdictTable(verdicts: readonly Verdict[]): string {
  const width = Math.max(...verdicts.map(({ claim }) => claim.length));
  return verdicts
    .map(({ claim, holds, evidence }) => `  ${holds ? "ok  " : "FAIL"}  ${claim.padEnd(width)}  ${evidence}`)
    .join("\n");
}

/** A re-send must be the same message; another content under a known seqNo stays and breaks the order. */
function withoutRepeats(events: Transaction): Transaction {
  const seen = new Set<string>();
  return events.filter((event) => {
    const content = JSON.stringify(event);
    return seen.has(content) ? false : seen.add(content);
  });
}

function shortId(transaction: Transaction): string {
  return transaction[0]?.transactionInfo.transactionId.slice(0, 8) ?? "?";
}
