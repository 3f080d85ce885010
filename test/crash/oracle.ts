import type { OcppTransactionEvent } from "../../src/everest/interfaces/types/ocpp.ts";
import type { SessionEvent } from "../../src/everest/interfaces/types/session-event.ts";
import { type Arrival, type TransactionEvent, transactionsIn } from "./arrivals.ts";
import type { SeenEvent } from "./witness.ts";

/** Everything that is known at the end. */
export interface History {
  /** TransactionEvents at the CSMS, repetitions included, in order of arrival. */
  readonly arrivals: readonly Arrival[];
  /** What the module told other modules: these events were on disk. */
  readonly published: readonly OcppTransactionEvent[];
  /** Session events that the module has certainly taken, in the order of the bus. */
  readonly taken: readonly SeenEvent[];
}

/** What is wrong with how transactions reached the CSMS; nothing when all is well. */
export function judge({ arrivals, published, taken }: History): string[] {
  const transactions = transactionsIn(arrivals);
  return [
    ...repetitions(arrivals),
    ...[...transactions].flatMap(([id, events]) => course(id, events)),
    ...oneAtATime(arrivals),
    ...everyPublished(published, transactions),
    ...everyTaken(taken, transactions),
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

/** What the module has taken from an EVSE is told to the CSMS. */
function everyTaken(
  taken: readonly SeenEvent[],
  transactions: ReadonlyMap<string, readonly TransactionEvent[]>,
): string[] {
  const faults: string[] = [];
  /** Session -> its transaction, from the token that the EVSE named. */
  const known = new Map<string, readonly TransactionEvent[]>();
  for (const { evseId, event } of taken) {
    const where = `EVSE ${evseId}, session ${event.uuid}`;
    if (event.event === "TransactionStarted") {
      const token = event.transaction_started?.id_tag?.id_token.value ?? "";
      const events = [...transactions.values()].find((events) =>
        events.some(({ idToken }) => idToken?.idToken === token)
      );
      if (events) known.set(event.uuid, events);
      else faults.push(`${where}: the CSMS never heard of the token ${token}`);
    }
    const events = known.get(event.uuid);
    if (!events) continue;
    if (event.event === "ChargingStarted" && !events.some(isCharging)) {
      faults.push(`${where}: the CSMS never heard that it charged`);
    }
    if (event.event === "TransactionFinished") {
      faults.push(...ending(event, events).map((text) => `${where}: ${text}`));
    }
  }
  return faults;
}

function isCharging({ transactionInfo }: TransactionEvent): boolean {
  return transactionInfo.chargingState === "Charging";
}

function ending({ transaction_finished }: SessionEvent, events: readonly TransactionEvent[]): string[] {
  const told = events.at(-1)?.transactionInfo.stoppedReason;
  return told === transaction_finished?.reason
    ? []
    : [`stopped for ${transaction_finished?.reason}, the CSMS was told ${told}`];
}
