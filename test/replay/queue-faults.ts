import type { Recording } from "./recording.ts";

interface TransactionEvent {
  readonly seqNo: number;
  readonly timestamp: string;
  readonly transactionInfo: { readonly transactionId: string };
}

/** EVerest stamps its events a little before they reach us; what we stamp ourselves may be told before. */
const STAMP_TOLERANCE_MS = 100;

/**
 * What is wrong with the order of transaction messages, which the comparison leaves out: gaps in the sequence numbers of
 * a transaction, and messages that overtook older ones.
 */
export function queueFaults({ csms }: Recording): string[] {
  const next = new Map<string, number>();
  const seen = new Set<string>();
  const faults: string[] = [];
  let latestMs = -Infinity;
  for (const record of csms) {
    if (record.kind !== "frame" || record.frame[2] !== "TransactionEvent") continue;
    const [, messageId, , payload] = record.frame;
    if (seen.has(String(messageId))) continue; // Sent once more.
    seen.add(String(messageId));
    const { seqNo, timestamp, transactionInfo: { transactionId } } = payload as TransactionEvent;
    const expected = next.get(transactionId) ?? 0;
    if (seqNo !== expected) faults.push(`${transactionId}: seqNo ${seqNo} instead of ${expected}`);
    next.set(transactionId, seqNo + 1);
    const atMs = Date.parse(timestamp);
    if (atMs < latestMs - STAMP_TOLERANCE_MS) faults.push(`${transactionId}: seqNo ${seqNo} was overtaken`);
    latestMs = Math.max(latestMs, atMs);
  }
  return faults;
}
