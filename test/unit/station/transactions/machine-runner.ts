import { IDLE_EVSE } from "../../../../src/station/transactions/evse-transaction-state.ts";
import type { EvseTransactionState } from "../../../../src/station/transactions/evse-transaction-state.ts";
import type { EvseEvent } from "../../../../src/station/evse-event.ts";
import type { RequestOf } from "../../../../src/ocpp/messages.ts";
import {
  stepTransaction,
  type TransactionInput,
} from "../../../../src/station/transactions/transaction-machine.ts";
import type { StepContext } from "../../../../src/station/transactions/transaction-steps.ts";
import { parseTxStartPoints, parseTxStopPoints } from "../../../../src/station/transactions/tx-points.ts";
import type { ValueSelection } from "../../../../src/station/metering/value-selection.ts";
import { EVSE } from "./evse-events.ts";

export type TransactionEvent = RequestOf<"TransactionEvent">;

export interface RunOptions {
  readonly start?: string;
  readonly stop?: string;
  readonly measurands?: readonly string[];
  readonly context?: Partial<StepContext>;
  readonly signatures?: ValueSelection["signatures"];
}

/** The pure machine with its state kept between inputs. */
export class MachineRunner {
  state: EvseTransactionState = IDLE_EVSE;
  readonly events: TransactionEvent[] = [];
  context: StepContext;
  #fresh = 0;

  constructor(options: RunOptions = {}) {
    const selection: ValueSelection = {
      measurands: options.measurands ?? [],
      signatures: options.signatures ?? "strip",
      registerValues: "everyPhase",
    };
    this.context = {
      evseId: EVSE,
      settings: {
        startPoints: parseTxStartPoints(options.start?.split(",")),
        stopPoints: parseTxStopPoints(options.stop?.split(",")),
        metering: { started: selection, ended: selection, publicKeys: "EveryMeterValue" },
      },
      connection: "online",
      freshTransactionId: "",
      latestReading: undefined,
      phases: undefined,
      unseenEnd: { reason: "Other", trigger: "AbnormalCondition" },
      ...options.context,
    };
  }

  input(input: TransactionInput): TransactionEvent[] {
    const freshTransactionId = `fresh-${++this.#fresh}`;
    const progress = stepTransaction(this.state, input, { ...this.context, freshTransactionId });
    this.state = progress.state;
    this.events.push(...progress.events);
    return [...progress.events];
  }

  evse(...events: readonly EvseEvent[]): TransactionEvent[] {
    return events.flatMap((event) => this.input({ kind: "evse", event }));
  }
}

/** One line per event, as in the integration notes: type, trigger, stopped reason, charging state, what it carries. */
export function inWords(event: TransactionEvent): string {
  const { transactionInfo: info } = event;
  return [
    event.eventType,
    event.triggerReason,
    info.stoppedReason,
    info.chargingState,
    event.idToken && `idToken=${event.idToken.idToken}`,
    info.remoteStartId !== undefined && `remoteStartId=${info.remoteStartId}`,
    event.reservationId !== undefined && `reservationId=${event.reservationId}`,
    event.evse && `evse=${event.evse.id}/${event.evse.connectorId}`,
  ].filter(Boolean).join(" ");
}
