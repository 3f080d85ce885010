import type { ConnectorId, TransactionId } from "../../kernel/ids.ts";
import type {
  ChargingStateEnumType,
  IdTokenType,
  MeterValueType,
  ReasonEnumType,
} from "../../ocpp/messages.ts";
import type { PresentedToken } from "../evse-event.ts";
import type { PublicKeyState } from "../metering/signed-values.ts";

/** What happens between plug-in or swipe and the moment when the EVSE is free again; outlives transactions. */
export interface Session {
  readonly sessionId: string;
  readonly connectorId: ConnectorId;
  readonly connected: boolean;
  /** "ended": it was given or waited for, and no longer is. */
  readonly authorization: "none" | "given" | "ended";
  readonly energyFlowing: boolean;
  readonly dataSigned: boolean;
  readonly chargingState: ChargingStateEnumType;
  /** The EVSE runs its own transaction: only its TransactionFinished ends the authorization. */
  readonly evseTransaction: boolean;
  /** The token that authorized; absent when the EVSE did not tell. */
  readonly token: PresentedToken | undefined;
  readonly reservationId: number | undefined;
  /** "used": a transaction has had this session's id, the next one needs an id of its own. */
  readonly idState: "free" | "used";
}

/** A session of which nothing is known but where it is. */
export function unknownSession(sessionId: string, connectorId: ConnectorId): Session {
  return {
    sessionId,
    connectorId,
    connected: false,
    authorization: "none",
    energyFlowing: false,
    dataSigned: false,
    chargingState: "Idle",
    evseTransaction: false,
    token: undefined,
    reservationId: undefined,
    idState: "free",
  };
}

/** An open OCPP transaction: everything that its next events depend on. */
export interface Transaction {
  readonly transactionId: TransactionId;
  readonly sessionId: string;
  readonly startedMs: number;
  readonly nextSeqNo: number;
  readonly reportedState: ChargingStateEnumType;
  /** The CSMS was told which token authorizes now. */
  readonly tokenReported: boolean;
  /** The reservation that the CSMS was told this transaction ends. */
  readonly reservationReported: number | undefined;
  /** The CSMS was told the EVSE after the EV was connected. */
  readonly connectionReported: boolean;
  readonly remoteStartId: number | undefined;
  /** A remote start was accepted for this transaction and no event has said so yet. */
  readonly remoteStartDue: boolean;
  readonly groupIdToken: IdTokenType | undefined;
  readonly phasesReported: number | undefined;
  /** Energy.Active.Import.Register when it started. */
  readonly startRegisterWh: number | undefined;
  readonly chargingMs: number;
  /** Since when energy has been flowing; undefined while it does not. */
  readonly chargingSinceMs: number | undefined;
  readonly publicKey: PublicKeyState;
  /** What began to stop it, while a stop point is still to come; it becomes the stoppedReason. */
  readonly stopCause: ReasonEnumType | undefined;
  readonly invalidToken: InvalidToken | undefined;
  /** The EVSE came back after a power loss: the next TransactionFinished ends it whatever the stop points. */
  readonly resumed: boolean;
}

/** The CSMS does not accept the token of a running transaction (E05). */
export type InvalidToken =
  | { readonly reaction: "stop" }
  | { readonly reaction: "pause" }
  /** Pause when the import register reaches this. */
  | { readonly reaction: "limit"; readonly untilRegisterWh: number };

/** One EVSE as the transaction rules see it. */
export interface EvseTransactionState {
  readonly session: Session | undefined;
  readonly transaction: Transaction | undefined;
  /** Of the open transaction, oldest first; they go into its Ended event. */
  readonly endedValues: readonly MeterValueType[];
  /** The session before, when it is over: what is still told of it is old news. Not stored. */
  readonly lastSessionId?: string;
}

export const IDLE_EVSE: EvseTransactionState = {
  session: undefined,
  transaction: undefined,
  endedValues: [],
};
