import type { Clock, Timer } from "../../kernel/clock.ts";
import type { EvseId } from "../../kernel/ids.ts";
import type { Logger } from "../../kernel/logger.ts";
import type { BootReasonEnumType } from "../../ocpp/messages.ts";
import type { EvseEvent } from "../evse-event.ts";
import type { EvseTransactions } from "./evse-transactions.ts";
import type { EvseRegistry } from "./evse-registry.ts";
import { type EvseTransactionState, IDLE_EVSE } from "./evse-transaction-state.ts";
import { fromPersisted, fromPersistedPast, fromPersistedSession } from "./persisted-transaction.ts";
import { stopByRestart } from "./stop-reasons.ts";
import type { TransactionChange, TransactionStore } from "./transaction-store.ts";

/**
 * How long a restarted EVSE has to report that it resumes its session (SessionResumed) and how the session
 * ended.
 */
const RECOVERY_GRACE_MS = 10_000;

const NO_CHANGE: TransactionChange = {
  save: [],
  idleSessions: [],
  pastSessions: [],
  endedValues: [],
  remove: [],
  events: [],
};

export const recoveryTimer = (evseId: EvseId): string => `transactions.recovery-grace-${evseId}`;

export interface TransactionRecoveryDeps {
  readonly clock: Clock;
  readonly log: Logger;
  readonly store: TransactionStore;
  readonly evses: EvseRegistry;
  readonly evseIds: ReadonlySet<EvseId>;
}

/**
 * Reconciles the open transactions on disk with the reports of the EVSEs (architecture §3.5). A transaction
 * continues as long as events of its session arrive: then only our process had stopped. It ends when the EVSE
 * reports its end, starts another session, or restarted and does not resume the session within the grace
 * period.
 */
export class TransactionRecovery {
  readonly #deps: TransactionRecoveryDeps;
  /** Restored sessions that no event has confirmed yet. */
  readonly #unconfirmed = new Map<EvseId, string>();
  readonly #doubts = new Map<EvseId, Timer>();

  constructor(deps: TransactionRecoveryDeps) {
    this.#deps = deps;
  }

  /**
   * Loads the open transactions; returns their EVSEs. Resolves when transactions that cannot continue are
   * ended on disk.
   */
  async restore(bootReason: BootReasonEnumType): Promise<readonly EvseTransactions[]> {
    const { store, evses, evseIds, log, clock } = this.#deps;
    const unseenEnd = stopByRestart(bootReason);
    // The connection ended with the previous process.
    await store.markQueuedOffline();
    const restored: EvseTransactions[] = [];
    this.#restorePastSessions();
    for (const stored of store.open()) {
      const { transactionId } = stored;
      const found = fromPersisted(stored);
      if (found === undefined) {
        log.error("an open transaction cannot be read and is dropped", {
          transactionId,
          state: stored.state,
        });
        await store.commit({
          ...NO_CHANGE,
          remove: [transactionId],
        });
        continue;
      }
      const evse = evses.on(found.evseId);
      evse.restore(continued(found.state, evse), unseenEnd);
      log.notice("an open transaction was found", { transactionId, evseId: found.evseId, bootReason });
      restored.push(evse);
      this.#unconfirmed.set(found.evseId, found.state.session?.sessionId ?? "");
      // The EVSE no longer exists: no report of the end will come.
      if (!evseIds.has(found.evseId)) await evse.apply(() => ({ kind: "lost", atMs: clock.wallMs() }));
    }
    await this.#restoreIdleSessions();
    return restored;
  }

  #restorePastSessions(): void {
    const { store, evses, evseIds } = this.#deps;
    for (const { evseId, sessions } of store.pastSessions()) {
      if (!evseIds.has(evseId)) continue;
      evses.on(evseId).restore({ ...IDLE_EVSE, pastSessions: fromPersistedPast(sessions) });
    }
  }

  async #restoreIdleSessions(): Promise<void> {
    const { store, evses, evseIds, log } = this.#deps;
    for (const stored of store.idleSessions()) {
      const { evseId } = stored;
      const state = fromPersistedSession(stored);
      if (state?.session && evseIds.has(evseId)) {
        const evse = evses.on(evseId);
        evse.restore(continued(state, evse));
        this.#unconfirmed.set(evseId, state.session.sessionId);
        continue;
      }
      log.error("a session cannot be resumed and is dropped", { evseId, state: stored.state });
      await store.commit({
        ...NO_CHANGE,
        idleSessions: [{ evseId, state: undefined }],
      });
    }
  }

  /** True while no event has confirmed the EVSE's session since the restart: it may be over. */
  isUnconfirmed(evseId: EvseId): boolean {
    const sessionId = this.#unconfirmed.get(evseId);
    return sessionId !== undefined && this.#deps.evses.on(evseId).state.session?.sessionId === sessionId;
  }

  /**
   * The EVSE restarted. Unless it resumes the restored session, that session is over, and its transaction
   * too. EVSEs report this several times while they start.
   */
  evseRestarted(evseId: EvseId): void {
    const { evses, clock, log } = this.#deps;
    const sessionId = this.#unconfirmed.get(evseId);
    if (sessionId === undefined || this.#doubts.has(evseId)) return;
    const evse = evses.on(evseId);
    const giveUp = async () => {
      this.#dispel(evseId);
      await evse.apply((state) => {
        if (state.session?.sessionId !== sessionId) return undefined;
        const transactionId = state.transaction?.transactionId;
        log.warning("the restarted EVSE no longer has its session", {
          evseId,
          sessionId,
          transactionId,
        });
        return { kind: "lost", atMs: clock.wallMs() };
      });
    };
    const timer = clock.setTimer(recoveryTimer(evseId), RECOVERY_GRACE_MS, () => {
      giveUp().catch((error) => log.error("a lost transaction could not be ended", { evseId, error }));
    });
    this.#doubts.set(evseId, timer);
  }

  /** An event of the session confirms that the EVSE still has it. */
  noticed(event: EvseEvent): void {
    if (!this.#unconfirmed.has(event.evseId) || event.kind === "SessionResumed") return;
    const { session } = this.#deps.evses.on(event.evseId).state;
    if (event.sessionId !== "" && event.sessionId === session?.sessionId) this.#dispel(event.evseId);
  }

  #dispel(evseId: EvseId): void {
    this.#doubts.get(evseId)?.cancel();
    this.#doubts.delete(evseId);
    this.#unconfirmed.delete(evseId);
  }
}

/** The restored state of an EVSE whose past sessions are known already. */
function continued(restored: EvseTransactionState, { state }: EvseTransactions): EvseTransactionState {
  return { ...restored, continuity: "broken", pastSessions: state.pastSessions };
}
