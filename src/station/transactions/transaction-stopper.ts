import type { Clock } from "../../kernel/clock.ts";
import type { EvseId } from "../../kernel/ids.ts";
import type { Logger } from "../../kernel/logger.ts";
import type { EvsePort } from "../ports/evse-port.ts";
import type { EvseTransactionState, InvalidToken } from "./evse-transaction-state.ts";
import type { EvseTransactions } from "./evse-transactions.ts";
import type { WithdrawalReason } from "./transaction-machine.ts";

export interface TransactionStopperDeps {
  readonly clock: Clock;
  readonly log: Logger;
  readonly port: EvsePort;
  /** True while no event has confirmed the EVSE's session since our restart. */
  isUnconfirmed(evseId: EvseId): boolean;
}

/** Stops and pauses transactions on behalf of the CSMS. */
export class TransactionStopper {
  readonly #deps: TransactionStopperDeps;

  constructor(deps: TransactionStopperDeps) {
    this.#deps = deps;
  }

  /**
   * True when the transaction stops: the EVSE agreed, or it runs none of its own and the authorization is
   * withdrawn. The stop points decide which events follow. False when the EVSE refuses.
   */
  async stop(evse: EvseTransactions, transactionId: string, reason: WithdrawalReason): Promise<boolean> {
    const { port, log, clock } = this.#deps;
    if (evse.state.session?.evseTransaction) {
      // The EVSE ends the energy offer and unlocks the cable; its events become Updated.
      const stops = await port.stopTransaction(evse.evseId, reason);
      if (stops) return true;
      if (stops === false && this.#deps.isUnconfirmed(evse.evseId)) {
        return await this.#lost(evse, transactionId);
      }
      const isStillRunning = evse.state.transaction?.transactionId === transactionId &&
        evse.state.session?.evseTransaction;
      if (isStillRunning) {
        log.error("the EVSE does not stop its transaction", { evseId: evse.evseId, transactionId, reason });
        return false;
      }
    }
    let isWithdrawn = false;
    await evse.apply((state) => {
      if (!waitsForEvse(state, transactionId)) return undefined;
      isWithdrawn = true;
      return { kind: "withdrawn", reason, atMs: clock.wallMs() };
    });
    if (isWithdrawn) await port.withdrawAuthorization(evse.evseId);
    return true;
  }

  /** The transaction ended while our process was stopped, and no event will report its end. */
  async #lost(evse: EvseTransactions, transactionId: string): Promise<boolean> {
    const { log, clock } = this.#deps;
    log.warning("the EVSE no longer runs the transaction", { evseId: evse.evseId, transactionId });
    await evse.apply(({ transaction }) =>
      transaction?.transactionId === transactionId ? { kind: "lost", atMs: clock.wallMs() } : undefined
    );
    return true;
  }

  /** Carries out the decision about a token that the CSMS does not accept. */
  async enforce(evse: EvseTransactions, transactionId: string, { reaction }: InvalidToken): Promise<void> {
    const { log } = this.#deps;
    switch (reaction) {
      case "limit":
        return;
      case "stop":
        if (await this.stop(evse, transactionId, "DeAuthorized")) return;
        // An EVSE that does not stop may still pause: no energy without authorization (E05).
        return await this.#pause(evse, transactionId);
      case "pause":
        log.notice("charging is paused: the CSMS does not accept the token", { transactionId });
        return await this.#pause(evse, transactionId);
    }
  }

  async #pause(evse: EvseTransactions, transactionId: string): Promise<void> {
    if (await this.#deps.port.pauseCharging(evse.evseId)) return;
    const about = { evseId: evse.evseId, transactionId };
    if (evse.state.session?.energyFlowing) return this.#deps.log.error("the EVSE does not pause", about);
    this.#deps.log.notice("nothing to pause yet; the EVSE is asked again when energy flows", about);
  }
}

/** The transaction is open without a transaction of the EVSE, which would report its own end. */
function waitsForEvse({ session, transaction }: EvseTransactionState, transactionId: string): boolean {
  return transaction?.transactionId === transactionId && session?.evseTransaction === false;
}
