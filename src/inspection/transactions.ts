import type { ChargingStateEnumType, MeterValueType, RequestOf } from "../ocpp/messages.ts";

/** The answer to `transactions`: those that are open, and those whose events wait. Times are Unix milliseconds. */
export interface TransactionsAnswer {
  readonly nowMs: number;
  readonly transactions: readonly InspectedTransaction[];
}

export interface InspectedTransaction {
  readonly transactionId: string;
  /** Absent: it has ended, and only its events are left. */
  readonly open?: {
    readonly evseId: number;
    readonly startedMs: number;
    readonly chargingState: ChargingStateEnumType;
    readonly isAuthorized: boolean;
    /** Events so far; the next one has this seqNo. */
    readonly events: number;
  };
  readonly waiting: readonly WaitingEvent[];
}

/** One TransactionEvent that the CSMS has not confirmed. */
export interface WaitingEvent {
  /** Its place in the queue; `queue show` takes it. */
  readonly id: number;
  readonly eventType: RequestOf<"TransactionEvent">["eventType"];
  readonly triggerReason: string;
  readonly seqNo: number;
  readonly timestamp: string;
  readonly attempts: number;
  readonly isSetAside: boolean;
  readonly meterValue: readonly MeterValueType[];
}

/** E.g. `4 confirmed, 2 wait`. */
export function eventsText({ open, waiting }: InspectedTransaction): string {
  if (open === undefined) return `${waiting.length} wait`;
  return `${Math.max(0, open.events - waiting.length)} confirmed, ${waiting.length} wait`;
}
