import { isJsonObject } from "../../kernel/json.ts";
import { plainDateTimeMs } from "../../kernel/plain-date-time.ts";
import { type Exchange, exchangesOf, type LoggedMessage } from "../exchanges.ts";

/** What happened to the recorded station between two messages, and what a replay cannot repeat. */
export type Interruption = "outage" | "restart";

/** The messages between two interruptions, without what follows from the one before. */
export interface RecordingPart {
  /** What came before it; absent: the recording begins with it. */
  readonly after?: Interruption;
  readonly messages: readonly LoggedMessage[];
  /** How many messages tell of what happened before this part, or while the station was offline. */
  readonly leftOut: number;
}

/**
 * Cuts a recording where the connection was lost with events to tell later, and where the station began anew although
 * the CSMS had not asked for it. At least one part. Pure.
 */
export function recordingParts(messages: readonly LoggedMessage[]): readonly RecordingPart[] {
  const cuts = cutsOf(messages);
  const before = new Set<string>();
  return [...new Set([0, ...cuts.keys()])].map((start, index, starts) => {
    const all = messages.slice(start, starts[index + 1]);
    const after = cuts.get(start);
    const exchanges = exchangesOf(all);
    const strangers = after === undefined ? new Set<string>() : transactionsOfBefore(exchanges);
    const idle = after === "outage" ? firstAvailable(exchanges) : new Set<Exchange>();
    const isLeftOut = (exchange: Exchange) =>
      before.has(exchange.messageId) || idle.has(exchange) ||
      (exchange.transactionId !== undefined && strangers.has(exchange.transactionId));
    const left = new Set(
      exchanges.filter(isLeftOut).flatMap(({ call, answer }) => answer ? [call, answer.message] : [call]),
    );
    for (const { messageId } of exchanges) before.add(messageId);
    return {
      ...(after !== undefined && { after }),
      messages: all.filter((message) => !left.has(message)),
      leftOut: left.size,
    };
  });
}

/** Where the interruptions end, in the order of the recording. */
function cutsOf(messages: readonly LoggedMessage[]): ReadonlyMap<number, Interruption> {
  const cuts = new Map<number, Interruption>();
  const places = new Map(messages.map((message, index) => [message, index]));
  /** By the message id of the station, where it was sent first. */
  const sent = new Map<string, number>();
  const boots = new Boots();
  const earlier = new EarlierMessages(messages);
  let lastCut = -1;
  const cut = (index: number, why: Interruption) => {
    // Several messages may show the same interruption.
    if (index <= lastCut) return;
    cuts.set(index, why);
    lastCut = index;
  };
  for (const exchange of exchangesOf(messages)) {
    const index = places.get(exchange.call) ?? 0;
    if (boots.isRestart(exchange)) cut(index, "restart");
    if (exchange.call.direction !== "ChargingStationToCSMS") continue;
    const first = sent.get(exchange.messageId);
    const happenedMs = offlineSinceMs(exchange);
    if (first !== undefined) cut(first + 1, "outage");
    else if (happenedMs !== undefined) cut(earlier.firstAfter(index, happenedMs), "outage");
    sent.set(exchange.messageId, first ?? index);
  }
  return cuts;
}

/** When an event happened that could not be told then; undefined for what was told at once. */
function offlineSinceMs({ action, request }: Exchange): number | undefined {
  if (action !== "TransactionEvent" || !isJsonObject(request) || request["offline"] !== true) {
    return undefined;
  }
  return plainDateTimeMs(request["timestamp"]);
}

/**
 * Finds where an outage ends. A burst of events looks back over the same messages again and again; a stack answers
 * without a walk: of the messages so far it has those that no later one is as old as.
 */
class EarlierMessages {
  readonly #stack: number[] = [];
  #read = 0;

  constructor(private readonly messages: readonly LoggedMessage[]) {}

  /** The first of the messages up to this one that came after that time, without a gap between them; `index` never falls. */
  firstAfter(index: number, ms: number): number {
    while (this.#read < index) this.#push(this.#read++);
    let low = 0;
    let high = this.#stack.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#timeOf(this.#stack[middle]!) > ms) high = middle;
      else low = middle + 1;
    }
    return low === 0 ? 0 : this.#stack[low - 1]! + 1;
  }

  #push(index: number): void {
    const ms = this.#timeOf(index);
    while (this.#stack.length > 0 && this.#timeOf(this.#stack.at(-1)!) >= ms) this.#stack.pop();
    this.#stack.push(index);
  }

  #timeOf(index: number): number {
    return this.messages[index]!.timestampMs;
  }
}

/** Tells a restart that nobody asked for from the first start, a repeated BootNotification, and a reset by the CSMS. */
class Boots {
  #state: "none" | "notAccepted" | "accepted" | "expected" = "none";

  isRestart({ action, request, answer }: Exchange): boolean {
    const payload = answer?.kind === "result" ? answer.payload : undefined;
    const status = isJsonObject(payload) ? payload["status"] : undefined;
    const asksForBoot = action === "Reset" || (action === "TriggerMessage" && isAboutBoot(request));
    if (asksForBoot && status !== "Rejected") this.#state = "expected";
    if (action !== "BootNotification") return false;
    const isRestart = this.#state === "accepted";
    this.#state = status === "Accepted" ? "accepted" : "notAccepted";
    return isRestart;
  }
}

function isAboutBoot(request: unknown): boolean {
  return isJsonObject(request) && request["requestedMessage"] === "BootNotification";
}

/** The transactions that began before the first of these exchanges, or while the station was offline. */
function transactionsOfBefore(exchanges: readonly Exchange[]): Set<string> {
  const began = new Set<string>();
  const strangers = new Set<string>();
  for (const exchange of exchanges) {
    const { action, transactionId, request } = exchange;
    if (transactionId === undefined) continue;
    const type = isJsonObject(request) ? request["eventType"] : undefined;
    if (action === "TransactionEvent" && type === "Started" && offlineSinceMs(exchange) === undefined) {
      began.add(transactionId);
    }
    if (!began.has(transactionId)) strangers.add(transactionId);
  }
  return strangers;
}

/** Connectors that were found Available after the outage: so they are at the start of any station. */
function firstAvailable(exchanges: readonly Exchange[]): Set<Exchange> {
  const seen = new Set<string>();
  return new Set(exchanges.filter(({ action, request }) => {
    if (action !== "StatusNotification" || !isJsonObject(request)) return false;
    const { evseId, connectorId, connectorStatus } = request;
    const connector = `${evseId}/${connectorId}`;
    const isFirst = !seen.has(connector);
    seen.add(connector);
    return isFirst && connectorStatus === "Available";
  }));
}
