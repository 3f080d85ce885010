import { type Clock, sleep } from "../../kernel/clock.ts";
import type { IdSource } from "../../kernel/id-source.ts";
import { type EvseId, messageId } from "../../kernel/ids.ts";
import type { Logger } from "../../kernel/logger.ts";
import type { DeviceModel } from "../../variables/device-model.ts";
import type { LatestReadings } from "../metering/latest-readings.ts";
import { type EvseTransactionState, IDLE_EVSE } from "./evse-transaction-state.ts";
import { toPersisted, toPersistedSession } from "./persisted-transaction.ts";
import { createSerialQueue } from "../../kernel/serial-queue.ts";
import type { StopReason } from "./stop-reasons.ts";
import { stepTransaction, type TransactionInput } from "./transaction-machine.ts";
import { readTransactionSettings } from "./transaction-settings.ts";
import type { Progress } from "./transaction-steps.ts";
import type {
  EndedValuesChange,
  IdleSessionChange,
  QueuedTransactionEvent,
  TransactionChange,
  TransactionStore,
} from "./transaction-store.ts";

/** Set while a change waits to be written again because the disk refused it. */
export const COMMIT_RETRY_TIMER = "transactions.commit-retry";
const COMMIT_RETRY_MS = 1000;

/** When nothing is known about how a transaction ended. */
const UNSEEN: StopReason = { reason: "Other", trigger: "AbnormalCondition" };

export interface EvseTransactionsDeps {
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly log: Logger;
  readonly store: TransactionStore;
  readonly deviceModel: DeviceModel;
  readonly readings: Pick<LatestReadings, "latest">;
  readonly csms: { isOnline(): boolean };
  /** Aborted when the process ends: then the disk gets one more chance, and nobody waits for it any longer. */
  readonly closing: AbortSignal;
  /** The change is on disk. */
  committed(change: CommittedChange): void;
}

export interface CommittedChange {
  readonly evseId: EvseId;
  readonly before: EvseTransactionState;
  readonly after: EvseTransactionState;
  readonly events: readonly QueuedTransactionEvent[];
}

/**
 * The transaction of one EVSE: takes one input after the other and lets its consequences be seen only once they are
 * on disk. Inputs of other EVSEs do not wait for it.
 */
export class EvseTransactions {
  readonly evseId: EvseId;
  readonly #deps: EvseTransactionsDeps;
  readonly #inTurn = createSerialQueue();
  #state: EvseTransactionState = IDLE_EVSE;
  #unseenEnd = UNSEEN;
  #phases: number | undefined;
  /** The disk refused a change until the end; what follows from it must not be stored without it. */
  #leftBehind = false;

  constructor(evseId: EvseId, deps: EvseTransactionsDeps) {
    this.evseId = evseId;
    this.#deps = deps;
  }

  /** What is on disk. */
  get state(): EvseTransactionState {
    return this.#state;
  }

  /** Takes over what was when the process last stopped; `unseenEnd` is used should it not be heard of again. */
  restore(state: EvseTransactionState, unseenEnd: StopReason = UNSEEN): void {
    this.#state = state;
    this.#unseenEnd = unseenEnd;
  }

  setPhases(phases: number | undefined): void {
    this.#phases = phases;
  }

  /**
   * Resolves when the input is taken: its consequences are committed. `decide` sees the state when its turn comes.
   * Rejects only while the process ends, when the disk takes nothing.
   */
  apply(decide: (state: EvseTransactionState) => TransactionInput | undefined): Promise<void> {
    return this.#inTurn(async () => {
      if (this.#leftBehind) throw new Error("what was before it could not be stored");
      const input = decide(this.#state);
      if (input !== undefined) await this.#take(input);
    });
  }

  async #take(input: TransactionInput): Promise<void> {
    const before = this.#state;
    const progress = this.#step(input);
    const events = progress.events.map((request) => ({
      messageId: messageId(this.#deps.ids.uuid()),
      request,
    }));
    const change = changeOf(this.evseId, before, progress, events);
    if (change !== undefined) await this.#commit(change);
    this.#state = progress.state;
    // Only the transaction that was restored can have ended with the restart.
    if (progress.ended.length > 0) this.#unseenEnd = UNSEEN;
    this.#deps.committed({ evseId: this.evseId, before, after: progress.state, events });
  }

  #step(input: TransactionInput): Progress {
    const { deviceModel, csms, ids, readings } = this.#deps;
    return stepTransaction(this.#state, input, {
      evseId: this.evseId,
      settings: readTransactionSettings(deviceModel),
      connection: csms.isOnline() ? "online" : "offline",
      freshTransactionId: ids.uuid(),
      latestReading: readings.latest(this.evseId),
      phases: this.#phases,
      unseenEnd: this.#unseenEnd,
    });
  }

  /** A full or failing disk must not lose or reorder events: nothing else happens on this EVSE until it is written. */
  async #commit(change: TransactionChange): Promise<void> {
    const { store, clock, log, closing } = this.#deps;
    for (;;) {
      const isLast = closing.aborted;
      try {
        return await store.commit(change);
      } catch (error) {
        if (isLast) {
          this.#leftBehind = true;
          throw error;
        }
        log.error("transaction events could not be stored, trying again", { evseId: this.evseId, error });
        await sleep(clock, COMMIT_RETRY_TIMER, COMMIT_RETRY_MS, closing);
      }
    }
  }
}

/** Undefined when nothing about a transaction or session has changed. */
function changeOf(
  evseId: EvseId,
  before: EvseTransactionState,
  { state: after, ended }: Progress,
  events: readonly QueuedTransactionEvent[],
): TransactionChange | undefined {
  const { session, transaction } = after;
  const isNew = transaction !== undefined && session !== undefined &&
    (transaction !== before.transaction || session !== before.session);
  const idleSessions = idleSessionChange(evseId, before, after);
  const endedValues = endedValuesChange(before, after);
  const changes = [idleSessions, endedValues, ended, events];
  if (!isNew && changes.every(({ length }) => length === 0)) return undefined;
  return {
    save: isNew
      ? [{ transactionId: transaction.transactionId, state: toPersisted(evseId, session, transaction) }]
      : [],
    idleSessions,
    endedValues,
    remove: ended,
    events,
  };
}

/** Who is authorized, and which id is used up, must not be forgotten before the transaction starts or after it ended. */
function idleSessionChange(
  evseId: EvseId,
  before: EvseTransactionState,
  after: EvseTransactionState,
): readonly IdleSessionChange[] {
  const known = before.transaction === undefined ? before.session : undefined;
  const session = after.transaction === undefined ? after.session : undefined;
  return known === session ? [] : [{ evseId, state: session && toPersistedSession(session) }];
}

function endedValuesChange(
  before: EvseTransactionState,
  after: EvseTransactionState,
): readonly EndedValuesChange[] {
  const transactionId = after.transaction?.transactionId;
  if (transactionId === undefined) return [];
  const known = before.transaction?.transactionId === transactionId ? before.endedValues : [];
  const kept = after.endedValues;
  if (known.every((value, index) => kept[index] === value)) {
    const values = kept.slice(known.length);
    return values.length === 0 ? [] : [{ transactionId, kind: "append", values }];
  }
  return [{ transactionId, kind: "replace", values: kept }];
}
