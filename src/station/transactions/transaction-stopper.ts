import type { Clock } from "../../kernel/clock.ts";
import type { EvseId } from "../../kernel/ids.ts";
import type { Logger } from "../../kernel/logger.ts";
import type { IdTokenType } from "../../ocpp/messages.ts";
import type { EvsePort } from "../ports/evse-port.ts";
import type { InvalidToken } from "./evse-transaction-state.ts";
import type { EvseTransactions } from "./evse-transactions.ts";
import type { WithdrawalReason } from "./stop-reasons.ts";

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
    const { port, log } = this.#deps;
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
    } else if (this.#deps.isUnconfirmed(evse.evseId) && await port.stopTransaction(evse.evseId, reason)) {
      // The EVSE had begun while this process was away, and reports the end.
      return true;
    }
    if (await this.#withdraw(evse, transactionId, reason) === "done") return true;
    return await this.stop(evse, transactionId, reason);
  }

  /** Withdraws the authorization; "begun" when the EVSE has begun a transaction of its own in the meantime. */
  async #withdraw(
    evse: EvseTransactions,
    transactionId: string,
    reason: WithdrawalReason,
  ): Promise<"begun" | "done"> {
    const { port, log, clock } = this.#deps;
    let found = "over" as "over" | "begun" | "authorized" | "unauthorized";
    let idToken: IdTokenType | undefined;
    await evse.apply(({ session, transaction }) => {
      if (transaction?.transactionId !== transactionId || session === undefined) return undefined;
      if (session.evseTransaction) {
        found = "begun";
        return undefined;
      }
      found = session.authorization === "given" ? "authorized" : "unauthorized";
      idToken = session.token?.idToken;
      return { kind: "withdrawn", reason, atMs: clock.wallMs() };
    });
    if (found !== "authorized") return found === "begun" ? "begun" : "done";
    if (await port.withdrawAuthorization(evse.evseId, idToken)) return "done";
    log.notice("the authorization is not withdrawn: the EVSE is stopped when it begins", {
      evseId: evse.evseId,
      transactionId,
      reason,
    });
    return "done";
  }

  /** Stops what the EVSE has begun although the authorization was withdrawn. */
  async stopIfWanted(evse: EvseTransactions): Promise<void> {
    const { port, log } = this.#deps;
    if (evse.state.session?.stopWanted === undefined) return;
    let reason: WithdrawalReason | undefined;
    await evse.apply(({ session }) => {
      if (!session?.evseTransaction || session.stopWanted === undefined) return undefined;
      reason = session.stopWanted;
      return { kind: "stopOrdered" };
    });
    if (reason === undefined || await port.stopTransaction(evse.evseId, reason)) return;
    const transactionId = evse.state.transaction?.transactionId;
    log.error("the EVSE does not stop its transaction", { evseId: evse.evseId, transactionId, reason });
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
