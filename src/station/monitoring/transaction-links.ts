import type { Clock } from "../../kernel/clock.ts";
import { type TransactionId, transactionId as toTransactionId } from "../../kernel/ids.ts";

/** The transactions of the station, as far as monitors are concerned. */
export interface MonitoredTransactions {
  active(): readonly { readonly evseId: number; readonly transactionId: TransactionId }[];
  onEvent(listener: (event: MonitoredTransactionEvent) => void): void;
}

export interface MonitoredTransactionEvent {
  readonly evseId: number;
  readonly request: {
    readonly eventType: string;
    readonly transactionInfo: { readonly transactionId: string };
  };
}

/** A meter shows the end of an energy transfer with its next readings only, and events of one monitor are 5 s apart. */
const END_SHOWN_WITHIN_MS = 10_000;

/** Finds the transaction that an event at an EVSE tells of. */
export class TransactionLinks {
  readonly #ended = new Map<number, { readonly transactionId: TransactionId; readonly atMs: number }>();

  constructor(
    private readonly clock: Pick<Clock, "monotonicMs">,
    private readonly transactions: Pick<MonitoredTransactions, "active">,
  ) {}

  onEvent({ evseId, request: { eventType, transactionInfo } }: MonitoredTransactionEvent): void {
    if (eventType !== "Ended") return;
    const transactionId = toTransactionId(transactionInfo.transactionId);
    this.#ended.set(evseId, { transactionId, atMs: this.clock.monotonicMs() });
  }

  /** The transaction that is open at a place: an EVSE, or undefined for the whole station. */
  openAt(evseId: number | undefined): TransactionId | undefined {
    return this.transactions.active().find((one) => evseId === undefined || one.evseId === evseId)
      ?.transactionId;
  }

  /** The transaction to which a measured value belongs: the open one, or the one whose end it shows. */
  measuredIn(evseId: number): TransactionId | undefined {
    const ended = this.#ended.get(evseId);
    const isShown = ended && this.clock.monotonicMs() - ended.atMs < END_SHOWN_WITHIN_MS;
    return this.openAt(evseId) ?? (isShown ? ended.transactionId : undefined);
  }
}
