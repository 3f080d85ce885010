import { toTimestamp } from "../../kernel/clock.ts";
import { evenlyThinned } from "../../kernel/even-thinning.ts";
import { type EvseId, type TransactionId, transactionId } from "../../kernel/ids.ts";
import { MAX_ENDED_METER_VALUES } from "../../kernel/limits.ts";
import type {
  ChargingStateEnumType,
  IdTokenType,
  MeterValueType,
  RequestOf,
  SignedMeterValueType,
  TransactionEventEnumType,
  TransactionType,
  TriggerReasonEnumType,
} from "../../ocpp/messages.ts";
import type { MeterReading } from "../evse-event.ts";
import { withPublicKeys, withSignature, withStartSignature } from "../metering/signed-values.ts";
import { importRegisterWh, selectMeterValue } from "../metering/value-selection.ts";
import type { EvseTransactionState, Session, Transaction } from "./evse-transaction-state.ts";
import type { StopReason } from "./stop-reasons.ts";
import type { TransactionSettings } from "./transaction-settings.ts";

/** What the rules need to know besides the state and the event. */
export interface Surroundings {
  readonly evseId: EvseId;
  readonly settings: TransactionSettings;
  readonly connection: "online" | "offline";
  /** An id that no transaction has had, for the case that the session's own cannot be used. */
  readonly freshTransactionId: string;
  /** The last reading of the EVSE's meter, for events that bring none. */
  readonly latestReading: MeterReading | undefined;
  /** Phases the EVSE offers, when it tells. */
  readonly phases: number | undefined;
  /** How an open transaction ended whose end went unseen. */
  readonly unseenEnd: StopReason;
}

/** The state after a step and the TransactionEvents it caused, oldest first. */
export interface Progress {
  readonly state: EvseTransactionState;
  readonly events: readonly RequestOf<"TransactionEvent">[];
  readonly ended: readonly TransactionId[];
}

/** When something happened and what the meter said then. */
export interface Moment {
  readonly atMs: number;
  readonly meter?: MeterReading;
  readonly signed?: SignedMeterValueType;
}

export function withSession(progress: Progress, session: Session | undefined): Progress {
  return { ...progress, state: { ...progress.state, session } };
}

/** Opens the transaction of the current session and reports Started. */
export function openTransaction(
  progress: Progress,
  around: Surroundings,
  trigger: TriggerReasonEnumType,
  moment: Moment,
): Progress {
  const { session } = progress.state;
  if (session === undefined) return progress;
  const reading = beginReading(around, moment);
  const transaction: Transaction = {
    transactionId: chooseTransactionId(session, around),
    sessionId: session.sessionId,
    startedMs: moment.atMs,
    nextSeqNo: 0,
    reportedState: session.chargingState,
    tokenReported: false,
    reservationReported: undefined,
    connectionReported: false,
    remoteStartId: undefined,
    remoteStartDue: false,
    groupIdToken: session.token?.groupIdToken,
    phasesReported: undefined,
    startRegisterWh: reading && importRegisterWh(reading),
    chargingMs: 0,
    chargingSinceMs: session.energyFlowing ? moment.atMs : undefined,
    publicKey: "unsent",
    stopCause: undefined,
    invalidToken: undefined,
    resumed: false,
  };
  const ended = reading && selectMeterValue(reading, around.settings.metering.ended, "Transaction.Begin");
  const opened: Progress = {
    ...progress,
    state: {
      session: { ...session, idState: "used" },
      transaction,
      endedValues: ended === undefined ? [] : [ended],
    },
  };
  return emit(opened, around, {
    eventType: "Started",
    trigger,
    atMs: moment.atMs,
    meterValues: beginValues(around, moment),
  });
}

/** The Transaction.Begin values of an event that reports the start, or the plug-in after an earlier start. */
export function beginValues(around: Surroundings, moment: Moment): readonly MeterValueType[] {
  const reading = beginReading(around, moment);
  const value = reading && selectMeterValue(reading, around.settings.metering.started, "Transaction.Begin");
  return value === undefined ? [] : [value];
}

function beginReading(around: Surroundings, moment: Moment): MeterReading | undefined {
  const reading = moment.meter ?? around.latestReading;
  return reading && withSignature(reading, moment.signed);
}

function chooseTransactionId(session: Session, around: Surroundings): TransactionId {
  // Never the same id twice, even for a session that has several transactions.
  const usable = session.idState === "free" && session.sessionId !== "" && session.sessionId.length <= 36;
  return transactionId(usable ? session.sessionId : around.freshTransactionId);
}

/** What an Updated event says besides what follows from the state. */
export interface Update {
  readonly trigger: TriggerReasonEnumType;
  readonly atMs: number;
  readonly meterValues?: readonly MeterValueType[];
  /** The token that ended the authorization. */
  readonly stopToken?: IdTokenType;
  /** Says that the state has not changed yet, although the session's has. */
  readonly chargingState?: ChargingStateEnumType;
  /** It tells that the authorization is over: its trigger is not to be covered by that of a remote start. */
  readonly news?: "authorizationEnded";
}

/** Something happened to the open transaction that the CSMS is to hear of. */
export function updateTransaction(progress: Progress, around: Surroundings, update: Update): Progress {
  return emit(progress, around, { ...update, eventType: "Updated" });
}

/** What an Ended event says besides what follows from the state. */
export interface Close extends StopReason, Moment {
  readonly stopToken?: IdTokenType;
  /** Of the start of the transaction, delivered by the meter only now. */
  readonly startSigned?: SignedMeterValueType;
}

/** Reports Ended; the session goes on. */
export function closeTransaction(progress: Progress, around: Surroundings, close: Close): Progress {
  const { transaction } = progress.state;
  if (transaction === undefined) return progress;
  const { trigger, reason, atMs, stopToken } = close;
  const closed = emit(progress, around, {
    eventType: "Ended",
    trigger,
    atMs,
    meterValues: endValues(progress.state, transaction, around, close),
    stoppedReason: reason,
    ...(stopToken && { stopToken }),
  });
  return {
    ...closed,
    state: { session: closed.state.session, transaction: undefined, endedValues: [] },
    ended: [...closed.ended, transaction.transactionId],
  };
}

function endValues(
  state: EvseTransactionState,
  transaction: Transaction,
  around: Surroundings,
  close: Close,
): readonly MeterValueType[] {
  const { ended } = around.settings.metering;
  const unsigned = close.meter ?? around.latestReading;
  const reading = unsigned && withSignature(unsigned, close.signed);
  const last = reading && selectMeterValue(reading, ended, "Transaction.End");
  const values = last === undefined ? state.endedValues : [...state.endedValues, last];
  if (close.startSigned === undefined || ended.signatures === "strip") return values;
  const { startRegisterWh: registerWh } = transaction;
  return withStartSignature(values, { signed: close.startSigned, registerWh, atMs: close.atMs });
}

/** Keeps a meter value for the Ended event; intermediate ones give way when there are too many. */
export function keepForEnded(progress: Progress, value: MeterValueType): Progress {
  if (progress.state.transaction === undefined) return progress;
  const values = [...progress.state.endedValues, value];
  // What is too much is dropped in between; the first and the last value stay.
  const endedValues = values.length <= MAX_ENDED_METER_VALUES
    ? values
    : evenlyThinned(values.map(({ timestamp }) => Date.parse(timestamp)), MAX_ENDED_METER_VALUES / 2)
      .flatMap((index) => values[index] ?? []);
  return { ...progress, state: { ...progress.state, endedValues } };
}

interface Emission extends Update {
  readonly eventType: TransactionEventEnumType;
  readonly stoppedReason?: StopReason["reason"];
}

/** Builds one TransactionEvent and records in the transaction what it told the CSMS. */
function emit(progress: Progress, around: Surroundings, emission: Emission): Progress {
  const { session, transaction } = progress.state;
  if (session === undefined || transaction === undefined) return progress;
  const said = whatIsNew(session, transaction, around, emission);
  const counted = countCharging(transaction, session, emission.atMs);
  const { values, state: publicKey } = withPublicKeys(
    emission.meterValues ?? [],
    around.settings.metering.publicKeys,
    transaction.publicKey,
  );
  const chargingState = emission.chargingState ?? session.chargingState;
  const idToken = emission.stopToken ?? (said.token && session.token?.idToken);
  const request: RequestOf<"TransactionEvent"> = {
    eventType: emission.eventType,
    timestamp: toTimestamp(emission.atMs),
    triggerReason: said.remoteStart ? "RemoteStart" : emission.trigger,
    // From 0, one more for each event.
    seqNo: transaction.nextSeqNo,
    transactionInfo: transactionInfo(counted, chargingState, said.remoteStartId, emission),
    // It occurred while the station was offline.
    ...(around.connection === "offline" && { offline: true }),
    ...(said.evse && { evse: { id: around.evseId, connectorId: session.connectorId } }),
    ...(idToken && { idToken }),
    ...(said.reservation !== undefined && { reservationId: said.reservation }),
    ...(said.phases !== undefined && { numberOfPhasesUsed: said.phases }),
    ...(values.length > 0 && { meterValue: values }),
  };
  const told: Transaction = {
    ...counted,
    nextSeqNo: transaction.nextSeqNo + 1,
    reportedState: chargingState,
    tokenReported: transaction.tokenReported || said.token,
    reservationReported: said.reservation ?? transaction.reservationReported,
    connectionReported: transaction.connectionReported || session.connected,
    remoteStartId: said.remoteStartId,
    remoteStartDue: transaction.remoteStartDue && !said.remoteStart,
    groupIdToken: said.token
      ? session.token?.groupIdToken ?? transaction.groupIdToken
      : transaction.groupIdToken,
    phasesReported: said.phases ?? transaction.phasesReported,
    publicKey,
  };
  return {
    ...progress,
    state: { ...progress.state, transaction: told },
    events: [...progress.events, request],
  };
}

/** The fields that are sent once, in the first event after they became known (part 2, E 1.5). */
function whatIsNew(
  session: Session,
  transaction: Transaction,
  around: Surroundings,
  { eventType, news }: Emission,
) {
  const ends = eventType === "Ended" || news === "authorizationEnded";
  const authorized = !ends && session.authorization === "given";
  // The token, once per authorization.
  const token = authorized && session.token !== undefined && !transaction.tokenReported;
  // With the token, or later: of a reservation for any EVSE the EVSE only learns after the swipe.
  const redeems = authorized && (token || session.reservationId !== transaction.reservationReported);
  // The first event after a remote start says so, whatever else it reports. That the authorization ended is
  // told once only: else the next token would look to the CSMS like a second one beside it.
  const remoteStart = !ends && (transaction.remoteStartDue || (token && session.token?.fromCsms === true));
  const phases = around.phases;
  return {
    token,
    reservation: redeems ? session.reservationId : undefined,
    remoteStart,
    // With the token, and from then on in every event.
    remoteStartId: (token ? session.token?.remoteStartId : undefined) ?? transaction.remoteStartId,
    // With the start, and in the first event after the EV was connected.
    evse: eventType === "Started" || (session.connected && !transaction.connectionReported),
    // When energy begins to flow, and when the number changes.
    phases: session.energyFlowing && phases !== undefined && phases !== transaction.phasesReported
      ? phases
      : undefined,
  };
}

function transactionInfo(
  transaction: Transaction,
  chargingState: ChargingStateEnumType,
  remoteStartId: number | undefined,
  { eventType, stoppedReason }: Emission,
): TransactionType {
  return {
    transactionId: transaction.transactionId,
    chargingState,
    ...(eventType === "Ended" && { timeSpentCharging: Math.floor(transaction.chargingMs / 1000) }),
    // Also Local, which E06.FR.09 and E07.FR.04 let us leave out.
    ...(stoppedReason && { stoppedReason }),
    ...(remoteStartId !== undefined && { remoteStartId }),
  };
}

/** Counts charging time up to now. A wall clock that was set back counts as no time. */
function countCharging(transaction: Transaction, session: Session, atMs: number): Transaction {
  const { chargingSinceMs, chargingMs } = transaction;
  return {
    ...transaction,
    chargingMs: chargingSinceMs === undefined ? chargingMs : chargingMs + Math.max(0, atMs - chargingSinceMs),
    chargingSinceMs: session.energyFlowing ? atMs : undefined,
  };
}
