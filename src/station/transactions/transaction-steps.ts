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
import type { EvseEvent, MeterReading } from "../evse-event.ts";
import { withPublicKeys, withSignature } from "../metering/signed-values.ts";
import { phasesUsed } from "../metering/phases-used.ts";
import { importRegisterWh, selectMeterValue } from "../metering/value-selection.ts";
import { countCharging } from "./charging-time.ts";
import { endValues, type LastReading } from "./end-values.ts";
import type { EvseTransactionState, Session, Transaction } from "./evse-transaction-state.ts";
import { type PastSession, withPast } from "./session-history.ts";
import type { StopReason } from "./stop-reasons.ts";
import type { TransactionSettings } from "./transaction-settings.ts";

/** The input of the rules besides the state and the event. */
export interface StepContext {
  readonly evseId: EvseId;
  readonly settings: TransactionSettings;
  readonly connection: "online" | "offline";
  /** An unused id, for the case that the session's own cannot be used. */
  readonly freshTransactionId: string;
  /** The last reading of the EVSE's meter, for events without a reading. */
  readonly latestReading: MeterReading | undefined;
  /** Phases the EVSE offers, if known. */
  readonly phases: number | undefined;
  /** The stop reason of an open transaction whose end was not seen. */
  readonly unseenEnd: StopReason;
}

/** The state after a step and the TransactionEvents it caused, oldest first. */
export interface Progress {
  readonly state: EvseTransactionState;
  readonly events: readonly RequestOf<"TransactionEvent">[];
  readonly ended: readonly TransactionId[];
}

/** The time of an event and the meter reading at that time. */
export interface Moment {
  readonly atMs: number;
  readonly meter?: MeterReading;
  readonly signed?: SignedMeterValueType;
}

/** Time and meter reading of an event. */
export function momentOf(event: EvseEvent & Partial<Pick<Moment, "signed">>): Moment {
  return {
    atMs: event.timestampMs,
    ...(event.meter && { meter: event.meter }),
    ...(event.signed && { signed: event.signed }),
  };
}

export function withSession(progress: Progress, session: Session): Progress {
  return { ...progress, state: { ...progress.state, session } };
}

/** The EVSE is in no session any more; the one that ended is remembered. */
export function withoutSession(
  progress: Progress,
  { sessionId, end }: PastSession,
): Progress {
  const { pastSessions } = progress.state;
  return {
    ...progress,
    state: { ...progress.state, session: undefined, pastSessions: withPast(pastSessions, sessionId, end) },
  };
}

/** The open transaction, changed; without one nothing changes. */
export function withTransaction(progress: Progress, change: (open: Transaction) => Transaction): Progress {
  const { transaction } = progress.state;
  if (transaction === undefined) return progress;
  const changed = change(transaction);
  return changed === transaction
    ? progress
    : { ...progress, state: { ...progress.state, transaction: changed } };
}

/** The open transaction without the mark of a remote start: what authorizes it is something else. */
export function withoutRemoteStart(progress: Progress): Progress {
  return withTransaction(progress, (open) => ({ ...open, remoteStartId: undefined, remoteStartDue: false }));
}

/** Opens the transaction of the current session and reports Started. */
export function openTransaction(
  progress: Progress,
  context: StepContext,
  trigger: TriggerReasonEnumType,
  moment: Moment,
): Progress {
  const { session } = progress.state;
  if (session === undefined) return progress;
  const reading = beginReading(context, moment);
  const transaction: Transaction = {
    transactionId: chooseTransactionId(session, context),
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
  const ended = reading && selectMeterValue(reading, context.settings.metering.ended, "Transaction.Begin");
  const opened: Progress = {
    ...progress,
    state: {
      ...progress.state,
      session: { ...session, idState: "used" },
      transaction,
      endedValues: ended === undefined ? [] : [ended],
    },
  };
  return emit(opened, context, {
    eventType: "Started",
    trigger,
    atMs: moment.atMs,
    meterValues: beginValues(context, moment),
  });
}

/** The Transaction.Begin values of an event that reports the start, or the plug-in after an earlier start. */
export function beginValues(context: StepContext, moment: Moment): readonly MeterValueType[] {
  const reading = beginReading(context, moment);
  const value = reading && selectMeterValue(reading, context.settings.metering.started, "Transaction.Begin");
  return value === undefined ? [] : [value];
}

function beginReading(context: StepContext, moment: Moment): MeterReading | undefined {
  const reading = moment.meter ?? context.latestReading;
  return reading && withSignature(reading, moment.signed);
}

function chooseTransactionId(session: Session, context: StepContext): TransactionId {
  // An id is never used twice, even for a session with several transactions.
  const usable = session.idState === "free" && session.sessionId !== "" && session.sessionId.length <= 36;
  return transactionId(usable ? session.sessionId : context.freshTransactionId);
}

/** The content of an Updated event that does not follow from the state. */
export interface Update {
  readonly trigger: TriggerReasonEnumType;
  readonly atMs: number;
  readonly meterValues?: readonly MeterValueType[];
  /** The token that ended the authorization. */
  readonly stopToken?: IdTokenType;
  /** Overrides the charging state of the session in this event. */
  readonly chargingState?: ChargingStateEnumType;
  /**
   * The event reports the end of the authorization: the trigger of a remote start must not replace its
   * trigger.
   */
  readonly news?: "authorizationEnded";
}

/** Reports Updated for the open transaction. */
export function updateTransaction(progress: Progress, context: StepContext, update: Update): Progress {
  return emit(progress, context, { ...update, eventType: "Updated" });
}

/** The content of an Ended event that does not follow from the state. */
export interface TransactionClose extends StopReason, Moment {
  readonly stopToken?: IdTokenType;
  /** The signature of the start, which the meter delivers only at the end. */
  readonly startSigned?: SignedMeterValueType;
}

/** Reports Ended; the session goes on. */
export function closeTransaction(
  progress: Progress,
  context: StepContext,
  close: TransactionClose,
): Progress {
  const { meter = context.latestReading, signed } = close;
  return endTransaction(progress, context, close, {
    ...{ kind: "read", reading: meter },
    ...(signed && { signed }),
  });
}

/** Reports Ended with what is remembered of the transaction: a newer reading may be of another one. */
export function closeUnseen(
  progress: Progress,
  context: StepContext,
  stop: StopReason,
  atMs: number,
): Progress {
  return endTransaction(progress, { ...context, latestReading: undefined }, { ...stop, atMs }, {
    kind: "remembered",
  });
}

function endTransaction(
  progress: Progress,
  context: StepContext,
  close: TransactionClose,
  last: LastReading,
): Progress {
  const { transaction } = progress.state;
  if (transaction === undefined) return progress;
  const { trigger, reason, atMs, stopToken, startSigned } = close;
  const closed = emit(progress, context, {
    eventType: "Ended",
    trigger,
    atMs,
    meterValues: endValues(progress.state, transaction, context.settings.metering.ended, {
      last,
      ...(startSigned && { startSigned }),
    }),
    stoppedReason: reason,
    ...(stopToken && { stopToken }),
  });
  return {
    ...closed,
    state: { ...closed.state, transaction: undefined, endedValues: [] },
    ended: [...closed.ended, transaction.transactionId],
  };
}

/** Remembers the reason for which the transaction began to stop. */
export function rememberCause(progress: Progress, cause: StopReason["reason"] | undefined): Progress {
  const { transaction } = progress.state;
  if (transaction === undefined) return progress;
  return { ...progress, state: { ...progress.state, transaction: { ...transaction, stopCause: cause } } };
}

/** Stores a meter value for the Ended event; intermediate ones are dropped when there are too many. */
export function keepForEnded(progress: Progress, value: MeterValueType): Progress {
  if (progress.state.transaction === undefined) return progress;
  const values = [...progress.state.endedValues, value];
  // Intermediate values are dropped; the first and the last value stay.
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

/** Builds one TransactionEvent and records in the transaction what was reported. */
function emit(progress: Progress, context: StepContext, emission: Emission): Progress {
  const { session, transaction } = progress.state;
  if (session === undefined || transaction === undefined) return progress;
  const due = dueFields(session, transaction, context, emission);
  const counted = countCharging(transaction, session, emission.atMs);
  const { values, state: publicKey } = withPublicKeys(
    emission.meterValues ?? [],
    context.settings.metering.publicKeys,
    transaction.publicKey,
  );
  const chargingState = emission.chargingState ?? session.chargingState;
  const idToken = emission.stopToken ?? (due.token && session.token?.idToken);
  const request: RequestOf<"TransactionEvent"> = {
    eventType: emission.eventType,
    timestamp: toTimestamp(emission.atMs),
    triggerReason: due.remoteStart ? "RemoteStart" : emission.trigger,
    // From 0, one more for each event.
    seqNo: transaction.nextSeqNo,
    transactionInfo: transactionInfo(counted, chargingState, due.remoteStartId, emission),
    // False is written out, too: back offices compare the field.
    offline: context.connection === "offline",
    ...(due.evse && { evse: { id: context.evseId, connectorId: session.connectorId } }),
    ...(idToken && { idToken }),
    ...(due.reservation !== undefined && { reservationId: due.reservation }),
    ...(due.phases !== undefined && { numberOfPhasesUsed: due.phases }),
    ...(values.length > 0 && { meterValue: values }),
  };
  const reported: Transaction = {
    ...counted,
    nextSeqNo: transaction.nextSeqNo + 1,
    reportedState: chargingState,
    tokenReported: transaction.tokenReported || due.token,
    reservationReported: due.reservation ?? transaction.reservationReported,
    connectionReported: transaction.connectionReported || session.connected,
    remoteStartId: due.remoteStartId,
    remoteStartDue: transaction.remoteStartDue && !due.remoteStart,
    groupIdToken: due.token
      ? session.token?.groupIdToken ?? transaction.groupIdToken
      : transaction.groupIdToken,
    phasesReported: due.phases ?? transaction.phasesReported,
    publicKey,
  };
  return {
    ...progress,
    state: { ...progress.state, transaction: reported },
    events: [...progress.events, request],
  };
}

/** The fields that are sent once, in the first event after they became known (part 2, E 1.5). */
function dueFields(
  session: Session,
  transaction: Transaction,
  context: StepContext,
  { eventType, news }: Emission,
) {
  const ends = eventType === "Ended" || news === "authorizationEnded";
  const authorized = !ends && session.authorization === "given";
  // The token, once per authorization.
  const token = authorized && session.token !== undefined && !transaction.tokenReported;
  // With the token, or later: the EVSE learns of a reservation for any EVSE only after the swipe.
  const redeems = authorized && (token || session.reservationId !== transaction.reservationReported);
  // The first event after a remote start has the trigger RemoteStart, also when it reports something else; only
  // the end of an authorization has its own, since that is reported once.
  const remoteStart = !ends && (transaction.remoteStartDue || (token && session.token?.fromCsms === true));
  const phases = phasesInUse(session, transaction, context);
  return {
    token,
    reservation: redeems ? session.reservationId : undefined,
    remoteStart,
    // With the token, and from then on in every event.
    remoteStartId: (token ? session.token?.remoteStartId : undefined) ?? transaction.remoteStartId,
    // With the start, and in the first event after the EV was connected.
    evse: eventType === "Started" || (session.connected && !transaction.connectionReported),
    // When energy begins to flow, and when the number changes.
    phases: phases && phases !== transaction.phasesReported ? phases : undefined,
  };
}

/**
 * E02.FR.18: what the last reading shows, or the last one in which current flowed: without a periodic event, the next
 * one tells it. The offered phases stand in for them only where the meter does not report currents of phases.
 */
function phasesInUse(
  { energyFlowing }: Session,
  { phasesSeen }: Transaction,
  { latestReading, phases }: StepContext,
): number | undefined {
  const used = phasesUsed(latestReading);
  // No current in any phase tells nothing yet.
  if (used !== undefined && used > 0) return used;
  return phasesSeen ?? (energyFlowing && used === undefined ? phases : undefined);
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
