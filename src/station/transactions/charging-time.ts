import type { EvseTransactionState, Session, Transaction } from "./evse-transaction-state.ts";

/** Adds the charging time up to now. A wall clock that was set back adds no time. */
export function countCharging(transaction: Transaction, session: Session, atMs: number): Transaction {
  const { chargingSinceMs, chargingMs } = transaction;
  return {
    ...transaction,
    chargingMs: chargingSinceMs === undefined ? chargingMs : chargingMs + Math.max(0, atMs - chargingSinceMs),
    chargingSinceMs: session.energyFlowing ? atMs : undefined,
  };
}

/** The wall clock was set: what is counted from is the same moment, by the new time. */
export function followClock(state: EvseTransactionState, byMs: number): EvseTransactionState {
  const { transaction } = state;
  if (byMs === 0 || transaction?.chargingSinceMs === undefined) return state;
  return { ...state, transaction: { ...transaction, chargingSinceMs: transaction.chargingSinceMs + byMs } };
}
