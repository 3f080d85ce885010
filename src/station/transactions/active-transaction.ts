import { type ConnectorId, type EvseId, type TransactionId } from "../../kernel/ids.ts";
import type { ChargingStateEnumType, IdTokenType } from "../../ocpp/messages.ts";
import type { EvseTransactionState } from "./evse-transaction-state.ts";

/** An open transaction, for other blocks. */
export interface ActiveTransaction {
  readonly transactionId: TransactionId;
  readonly evseId: EvseId;
  readonly connectorId: ConnectorId;
  /** EVerest's session; a session may have several transactions one after the other. */
  readonly sessionId: string;
  readonly startedMs: number;
  /** Energy.Active.Import.Register when it started; absent: the meter did not tell. */
  readonly startRegisterWh?: number;
  /** When the EVSE was first ready to deliver energy: EV connected and authorized. */
  readonly readySinceMs?: number;
  readonly chargingState: ChargingStateEnumType;
  readonly authorized: boolean;
  readonly idToken?: IdTokenType;
  readonly groupIdToken?: IdTokenType;
  readonly remoteStartId?: number;
}

export function activeTransaction(
  evseId: EvseId,
  { session, transaction }: EvseTransactionState,
): ActiveTransaction | undefined {
  if (session === undefined || transaction === undefined) return undefined;
  const { groupIdToken, remoteStartId, readySinceMs, startRegisterWh } = transaction;
  return {
    transactionId: transaction.transactionId,
    evseId,
    connectorId: session.connectorId,
    sessionId: transaction.sessionId,
    startedMs: transaction.startedMs,
    ...(startRegisterWh !== undefined && { startRegisterWh }),
    ...(readySinceMs !== undefined && { readySinceMs }),
    chargingState: session.chargingState,
    authorized: session.authorization === "given",
    ...(session.token && { idToken: session.token.idToken }),
    ...(groupIdToken && { groupIdToken }),
    ...(remoteStartId !== undefined && { remoteStartId }),
  };
}
