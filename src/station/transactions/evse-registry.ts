import type { ConnectorId, EvseId, TransactionId } from "../../kernel/ids.ts";
import { sameIdentifier } from "../../kernel/identifier.ts";
import { type ActiveTransaction, activeTransaction } from "./active-transaction.ts";
import type { EvseTransactions } from "./evse-transactions.ts";

export interface PluggedConnector {
  readonly evseId: EvseId;
  readonly connectorId: ConnectorId;
}

/** The EVSEs of the station, idle ones included, and the transaction that each runs. */
export class EvseRegistry {
  readonly #evses = new Map<EvseId, EvseTransactions>();
  readonly #create: (evseId: EvseId) => EvseTransactions;

  constructor(create: (evseId: EvseId) => EvseTransactions) {
    this.#create = create;
  }

  on(evseId: EvseId): EvseTransactions {
    let evse = this.#evses.get(evseId);
    if (evse === undefined) {
      evse = this.#create(evseId);
      this.#evses.set(evseId, evse);
    }
    return evse;
  }

  all(): readonly EvseTransactions[] {
    return [...this.#evses.values()];
  }

  with(transactionId: string): EvseTransactions | undefined {
    return [...this.#evses.values()].find(({ state: { transaction } }) =>
      transaction !== undefined && sameIdentifier(transaction.transactionId, transactionId)
    );
  }

  active(): readonly ActiveTransaction[] {
    return [...this.#evses.values()].flatMap((evse) => activeTransaction(evse.evseId, evse.state) ?? []);
  }

  plugged(): readonly PluggedConnector[] {
    return [...this.#evses.values()].flatMap(({ evseId, state: { session } }) =>
      session?.connected ? [{ evseId, connectorId: session.connectorId }] : []
    );
  }

  activeOn(evseId: EvseId): ActiveTransaction | undefined {
    const evse = this.#evses.get(evseId);
    return evse && activeTransaction(evseId, evse.state);
  }

  byId(transactionId: TransactionId): ActiveTransaction | undefined {
    const evse = this.with(transactionId);
    return evse && activeTransaction(evse.evseId, evse.state);
  }
}
