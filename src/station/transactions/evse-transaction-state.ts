import type { ConnectorId, TransactionId } from "../../kernel/ids.ts";
import type {
  ChargingStateEnumType,
  IdTokenType,
  MeterValueType,
  ReasonEnumType,
  SignedMeterValueType,
} from "../../ocpp/messages.ts";
import type { PresentedToken } from "../evse-event.ts";
import type { PublicKeyState } from "../metering/signed-values.ts";
import type { WithdrawalReason } from "./stop-reasons.ts";
import { isPast, type PastSession, type SessionHistory } from "./session-history.ts";

/** The time from plug-in or swipe until the EVSE is free again; it may have several transactions. */
export interface Session {
  readonly sessionId: string;
  readonly connectorId: ConnectorId;
  readonly connected: boolean;
  /** "ended": the authorization was given or awaited before, and is withdrawn. */
  readonly authorization: "none" | "given" | "ended";
  readonly energyFlowing: boolean;
  readonly dataSigned: boolean;
  readonly chargingState: ChargingStateEnumType;
  /** The EVSE runs its own transaction: only its TransactionFinished ends the authorization. */
  readonly evseTransaction: boolean;
  /** The token that authorized; absent when the EVSE did not report it. */
  readonly token: PresentedToken | undefined;
  readonly reservationId: number | undefined;
  /** Why the EVSE is to be stopped when it begins with a token of which the authorization was withdrawn. */
  readonly stopWanted: WithdrawalReason | undefined;
  /** "used": a transaction has had this session's id, the next one needs an id of its own. */
  readonly idState: "free" | "used";
}

/** A new session of which only id and connector are known. */
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
    stopWanted: undefined,
    idState: "free",
  };
}

/** A session that begins; its id is used when a transaction may have had it before. */
export function beginningSession(
  { pastSessions }: EvseTransactionState,
  { sessionId, connectorId }: Pick<Session, "sessionId" | "connectorId">,
): Session {
  const session = unknownSession(sessionId, connectorId);
  return isPast(pastSessions, sessionId) ? { ...session, idState: "used" } : session;
}

/** An open OCPP transaction: everything that its next events depend on. */
export interface Transaction {
  readonly transactionId: TransactionId;
  readonly sessionId: string;
  readonly startedMs: number;
  readonly nextSeqNo: number;
  readonly reportedState: ChargingStateEnumType;
  /** The authorizing token was reported to the CSMS. */
  readonly tokenReported: boolean;
  /** The reservation that was reported as ended by this transaction. */
  readonly reservationReported: number | undefined;
  /** The EVSE was reported to the CSMS after the EV was connected. */
  readonly connectionReported: boolean;
  readonly remoteStartId: number | undefined;
  /** A remote start was accepted for this transaction and not reported yet. */
  readonly remoteStartDue: boolean;
  readonly groupIdToken: IdTokenType | undefined;
  readonly phasesReported: number | undefined;
  /** The number of phases in which current was last seen to flow; earlier versions did not store it. */
  readonly phasesSeen?: number;
  /** Energy.Active.Import.Register when it started. */
  readonly startRegisterWh: number | undefined;
  readonly chargingMs: number;
  /** When EV and authorization were first there together (PowerPathClosed); Relative charging profiles start then. */
  readonly readySinceMs?: number;
  /** Since when energy has been flowing; undefined while it does not. */
  readonly chargingSinceMs: number | undefined;
  readonly publicKey: PublicKeyState;
  /** The reason that began to stop it, until a stop point is reached; it becomes the stoppedReason. */
  readonly stopCause: ReasonEnumType | undefined;
  readonly invalidToken: InvalidToken | undefined;
  /** The EVSE came back after a power loss: the next TransactionFinished ends it with any stop points. */
  readonly resumed: boolean;
  /** For the Ended event; earlier versions did not store it. */
  readonly remembered?: MeterMemory;
}

/** Readings and signatures of the meter that the Ended event of a transaction needs, in the form of that event. */
export interface MeterMemory {
  /** The last reading that is known to be of this transaction. */
  readonly last?: MeterValueType;
  /** The signature of the start, when it came with the EVSE's transaction, after Started. */
  readonly startSigned?: SignedMeterValueType;
  /** The signed reading with which the EVSE's transaction ended while this one went on. */
  readonly finish?: MeterValueType;
}

/** The CSMS does not accept the token of a running transaction (E05). */
export type InvalidToken =
  | { readonly reaction: "stop" }
  | { readonly reaction: "pause" }
  /** Pause when the import register reaches this, or is behind where it was: then it counts anew. */
  | { readonly reaction: "limit"; readonly untilRegisterWh: number; readonly fromRegisterWh?: number };

/** The state of one EVSE for the transaction rules. */
export interface EvseTransactionState {
  readonly session: Session | undefined;
  readonly transaction: Transaction | undefined;
  /** Meter values for the Ended event of the open transaction, oldest first. */
  readonly endedValues: readonly MeterValueType[];
  /**
   * "broken": after a restart, until the first event of the session; others may have come before it that no process of
   * ours has seen. Not stored.
   */
  readonly continuity: "unbroken" | "broken";
  /** The last sessions that are over, oldest first: later events of them are old news. */
  readonly pastSessions: readonly PastSession[];
}

export const IDLE_EVSE: EvseTransactionState = {
  session: undefined,
  transaction: undefined,
  endedValues: [],
  continuity: "unbroken",
  pastSessions: [],
};

export function historyOf({ session, pastSessions }: EvseTransactionState): SessionHistory {
  return { current: session?.sessionId, past: pastSessions };
}
