import type { OcppTransactionEvent } from "../../src/everest/interfaces/types/ocpp.ts";
import { type Arrival, type TransactionEvent, transactionsIn } from "./arrivals.ts";
import { everyTaken, type StartsWith } from "./taken-events.ts";
import type { SeenEvent } from "./witness.ts";

/** Everything that is known at the end. */
export interface History {
  /** What died: only our process, or all of EVerest with it. */
  readonly fault: "process" | "power";
  readonly startsWith: StartsWith;
  /** TransactionEvents at the CSMS, repetitions included, in order of arrival. */
  readonly arrivals: readonly Arrival[];
  /** What the module told other modules: these events were on disk. */
  readonly published: readonly OcppTransactionEvent[];
  /** Session events that the module has certainly taken, in the order of the bus. */
  readonly taken: readonly SeenEvent[];
}

/** What is wrong with how transactions reached the CSMS; nothing when all is well. */
export function judge({ fault, startsWith, arrivals, published, taken }: History): string[] {
  const transactions = transactionsIn(arrivals);
  return [
    ...repetitions(arrivals),
    ...[...transactions].flatMap(([id, events]) => [
      ...course(id, events),
      ...readings(id, events),
      ...(fault === "process" ? powerStayed(id, events) : []),
    ]),
    ...oneAtATime(arrivals),
    ...everyPublished(published, transactions),
    ...everyTaken(taken, transactions, startsWith),
  ];
}

/** A repeated message is the same message: same id, same text; an event never comes under two ids. */
function repetitions(arrivals: readonly Arrival[]): string[] {
  const texts = new Map<string, string>();
  const ids = new Map<string, string>();
  return arrivals.flatMap(({ messageId, request }) => {
    const text = JSON.stringify(request);
    const place = `${request.transactionInfo.transactionId} #${request.seqNo}`;
    const knownText = texts.get(messageId) ?? text;
    const knownId = ids.get(place) ?? messageId;
    texts.set(messageId, knownText);
    ids.set(place, knownId);
    return [
      ...(knownText === text ? [] : [`${place} came again with other content: ${knownText} / ${text}`]),
      ...(knownId === messageId ? [] : [`${place} came as ${knownId} and as ${messageId}`]),
    ];
  });
}

/** From Started to Ended, gap-free from 0, in order. */
function course(id: string, events: readonly TransactionEvent[]): string[] {
  const numbers = events.map(({ seqNo }) => seqNo);
  const kinds = events.map(({ eventType }) => eventType);
  const expected = kinds.map((_, index) =>
    index === 0 ? "Started" : index === kinds.length - 1 ? "Ended" : "Updated"
  );
  return [
    ...(numbers.every((number, index) => number === index) ? [] : [`${id} came as ${numbers.join(" ")}`]),
    ...(kinds.length > 1 && kinds.join() === expected.join() ? [] : [`${id} went ${kinds.join(" ")}`]),
  ];
}

/** The values kept for Ended are in order, and none comes twice. */
function readings(id: string, events: readonly TransactionEvent[]): string[] {
  const values = (events.at(-1)?.meterValue ?? []).map(({ timestamp, sampledValue }) => ({
    timestamp,
    text: `${timestamp} ${sampledValue[0]?.context}`,
  }));
  // The last one is as old as the last reading of the meter when nobody saw the end.
  const kept = values.slice(0, -1);
  const isOrdered = kept.every(({ timestamp }, index) => timestamp >= (kept[index - 1]?.timestamp ?? ""));
  const isDistinct = new Set(values.map(({ text }) => text)).size === values.length;
  return isOrdered && isDistinct ? [] : [`${id} ended with ${values.map(({ text }) => text).join(", ")}`];
}

/** Nobody tells of a power loss that never was. */
function powerStayed(id: string, events: readonly TransactionEvent[]): string[] {
  const reason = events.at(-1)?.transactionInfo.stoppedReason;
  return reason === "PowerLoss" ? [`${id} is said to have ended by a power loss`] : [];
}

/** On an EVSE one transaction ends before the next one starts, and a token is used in one only. */
function oneAtATime(arrivals: readonly Arrival[]): string[] {
  const faults: string[] = [];
  const openOn = new Map<number, string>();
  const tokens = new Map<string, string>();
  const seen = new Set<string>();
  for (const { messageId, request: { eventType, evse, idToken, transactionInfo } } of arrivals) {
    if (seen.has(messageId)) continue;
    seen.add(messageId);
    const id = transactionInfo.transactionId;
    if (eventType === "Started" && evse) {
      const open = openOn.get(evse.id);
      if (open !== undefined) faults.push(`${id} started on EVSE ${evse.id} while ${open} was open`);
      openOn.set(evse.id, id);
    }
    if (eventType === "Ended") {
      for (const [evseId, open] of openOn) if (open === id) openOn.delete(evseId);
    }
    const other = idToken && tokens.get(idToken.idToken);
    if (other !== undefined && other !== id) faults.push(`${idToken?.idToken} is in ${other} and in ${id}`);
    if (idToken) tokens.set(idToken.idToken, id);
  }
  return faults;
}

/** What is on disk arrives. */
function everyPublished(
  published: readonly OcppTransactionEvent[],
  transactions: ReadonlyMap<string, readonly TransactionEvent[]>,
): string[] {
  const told = Map.groupBy(published, ({ transaction_id }) => transaction_id ?? "");
  return [...told].flatMap(([id, events]) => {
    const arrived = transactions.get(id) ?? [];
    return (["Started", "Updated", "Ended"] as const).flatMap((kind) => {
      const of = events.filter(({ transaction_event }) => transaction_event === kind).length;
      const came = arrived.filter(({ eventType }) => eventType === kind).length;
      return of <= came ? [] : [`${id}: ${of} ${kind} events were on disk, ${came} arrived`];
    });
  });
}
