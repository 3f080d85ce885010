import { type Clock, sleep } from "../../kernel/clock.ts";
import type { IdSource } from "../../kernel/id-source.ts";
import { type EvseId, messageId } from "../../kernel/ids.ts";
import type { Logger } from "../../kernel/logger.ts";
import type { DeviceModel } from "../../variables/device-model.ts";
import type { LatestReadings } from "../metering/latest-readings.ts";
import { WallClockShift } from "../../kernel/wall-clock-shift.ts";
import { type EvseTransactionState, IDLE_EVSE } from "./evse-transaction-state.ts";
import { followClock } from "./charging-time.ts";
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

/** Runs while a change waits to be stored again after the disk refused it. */
export const COMMIT_RETRY_TIMER = "transactions.commit-retry";
const COMMIT_RETRY_MS = 1000;

/** The stop reason of a transaction whose end was not seen. */
const UNSEEN: StopReason = { reason: "Other", trigger: "AbnormalCondition" };

export interface EvseTransactionsDeps {
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly log: Logger;
  readonly store: TransactionStore;
  readonly deviceModel: DeviceModel;
  readonly readings: Pick<LatestReadings, "latest">;
  readonly csms: { isOnline(): boolean };
  /** Aborted when the process stops: then storing is tried once more, without further retries. */
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
 * The transaction of one EVSE: processes one input after the other and exposes the consequences only once
 * they are on disk. EVSEs do not wait for each other.
 */
export class EvseTransactions {
  readonly evseId: EvseId;
  readonly #deps: EvseTransactionsDeps;
  readonly #inTurn = createSerialQueue();
  readonly #clockShift: WallClockShift;
  #state: EvseTransactionState = IDLE_EVSE;
  #unseenEnd = UNSEEN;
  #phases: number | undefined;
  /** A change could not be stored until the stop; later changes must not be stored without it. */
  #leftBehind = false;

  constructor(evseId: EvseId, deps: EvseTransactionsDeps) {
    this.evseId = evseId;
    this.#deps = deps;
    this.#clockShift = new WallClockShift(deps.clock);
  }

  /** The state on disk. */
  get state(): EvseTransactionState {
    return this.#state;
  }

  /**
   * Restores the state of the last process; `unseenEnd` is the stop reason when the EVSE no longer reports
   * the transaction.
   */
  restore(state: EvseTransactionState, unseenEnd: StopReason = UNSEEN): void {
    this.#state = state;
    this.#unseenEnd = unseenEnd;
  }

  setPhases(phases: number | undefined): void {
    this.#phases = phases;
  }

  /**
   * Resolves when the consequences of the input are committed. `decide` gets the state at its turn. Rejects
   * only while the process stops, when storing fails.
   */
  apply(decide: (state: EvseTransactionState) => TransactionInput | undefined): Promise<void> {
    return this.#inTurn(async () => {
      if (this.#leftBehind) throw new Error("an earlier change could not be stored");
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
    // Only the restored transaction can have ended with the restart.
    if (progress.ended.length > 0) this.#unseenEnd = UNSEEN;
    this.#deps.committed({ evseId: this.evseId, before, after: progress.state, events });
  }

  #step(input: TransactionInput): Progress {
    const { deviceModel, csms, ids, readings } = this.#deps;
    return stepTransaction(followClock(this.#state, this.#clockShift.look()), input, {
      evseId: this.evseId,
      settings: readTransactionSettings(deviceModel),
      connection: csms.isOnline() ? "online" : "offline",
      freshTransactionId: ids.uuid(),
      latestReading: readings.latest(this.evseId),
      phases: this.#phases,
      unseenEnd: this.#unseenEnd,
    });
  }

  /**
   * A full or failing disk must not lose or reorder events: this EVSE processes nothing else until the change
   * is stored.
   */
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
        log.error("transaction events could not be stored; they are tried again", {
          evseId: this.evseId,
          error,
        });
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
  const pastSessions = before.pastSessions === after.pastSessions
    ? []
    : [{ evseId, sessions: after.pastSessions }];
  const endedValues = endedValuesChange(before, after);
  const changes = [idleSessions, pastSessions, endedValues, ended, events];
  if (!isNew && changes.every(({ length }) => length === 0)) return undefined;
  return {
    save: isNew
      ? [{ transactionId: transaction.transactionId, state: toPersisted(evseId, session, transaction) }]
      : [],
    idleSessions,
    pastSessions,
    endedValues,
    remove: ended,
    events,
  };
}

/**
 * The authorization and the used session id must survive a restart also before the transaction starts and
 * after it ended.
 */
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
