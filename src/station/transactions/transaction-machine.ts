import { assertNever } from "../../kernel/assert-never.ts";
import type { MeterValueType } from "../../ocpp/messages.ts";
import type { EvseEvent, MeterReading } from "../evse-event.ts";
import { phasesUsed } from "../metering/phases-used.ts";
import {
  chargingPaused,
  chargingStarted,
  transactionFinished,
  transactionStarted,
} from "./charging-events.ts";
import { rememberReading } from "./end-values.ts";
import {
  type EvseTransactionState,
  historyOf,
  type InvalidToken,
  type Transaction,
} from "./evse-transaction-state.ts";
import { isAboutEvse, isOldNews } from "./session-history.ts";
import { sessionFinished, sessionResumed, sessionStarted, waitingEnded } from "./session-lifecycle.ts";
import { stopFor, type WithdrawalReason } from "./stop-reasons.ts";
import {
  closeTransaction,
  closeUnseen,
  keepForEnded,
  type Progress,
  rememberCause,
  type StepContext,
  updateTransaction,
  withoutRemoteStart,
  withoutSession,
  withSession,
  withTransaction,
} from "./transaction-steps.ts";
import { type Ending, endsTransaction } from "./tx-points.ts";

/** Everything that may change the transaction of an EVSE. */
export type TransactionInput =
  | { readonly kind: "evse"; readonly event: EvseEvent }
  /** An Updated event to be reported now, in most cases with a meter value. */
  | {
    readonly kind: "meterValue";
    readonly trigger: "MeterValuePeriodic" | "MeterValueClock" | "Trigger" | "ChargingRateChanged";
    readonly meterValue?: MeterValueType;
    readonly atMs: number;
  }
  /** A meter value to be reported with the end of the transaction. */
  | { readonly kind: "endedValue"; readonly meterValue: MeterValueType }
  /** What the meter says between two events of the session. */
  | { readonly kind: "reading"; readonly reading: MeterReading }
  /** The authorization is withdrawn while the EVSE runs no transaction of its own. */
  | { readonly kind: "withdrawn"; readonly reason: WithdrawalReason; readonly atMs: number }
  /** The EVSE is told to stop what it has begun in spite of the withdrawal. */
  | { readonly kind: "stopOrdered" }
  /** A RequestStartTransaction was accepted for the open, not yet authorized transaction. */
  | { readonly kind: "remoteStart"; readonly remoteStartId: number }
  /** Nothing comes of an accepted RequestStartTransaction: its token was refused, withdrawn or timed out. */
  | { readonly kind: "remoteStartAbandoned"; readonly remoteStartId: number }
  /** The CSMS's idTokenInfo; undefined fields leave the state unchanged. */
  | {
    readonly kind: "tokenInfo";
    readonly groupIdToken?: Transaction["groupIdToken"];
    readonly invalidToken?: InvalidToken;
  }
  /** The clock was set: by it the EVSE became ready at another moment. */
  | { readonly kind: "readyMoved"; readonly readySinceMs: number }
  /** The clock was set: what the state has followed of it is to be stored. */
  | { readonly kind: "clockSet" }
  /** The EVSE restarted and does not remember the transaction. */
  | { readonly kind: "lost"; readonly atMs: number };

/** One step of the transactions (block E) of one EVSE: pure and total. */
export function stepTransaction(
  state: EvseTransactionState,
  input: TransactionInput,
  context: StepContext,
): Progress {
  const progress = step(state, input, context);
  if (input.kind !== "evse") return progress;
  return noteReading(markReady(progress, input.event.timestampMs), context, input.event);
}

/** An event of the session shows that what the meter says is about its transaction. */
function noteReading(progress: Progress, context: StepContext, event: EvseEvent): Progress {
  const { session, transaction } = progress.state;
  const reading = event.meter ?? context.latestReading;
  if (transaction === undefined || reading === undefined || event.sessionId !== session?.sessionId) {
    return progress;
  }
  return withTransaction(progress, (open) => rememberReading(open, reading, context.settings.metering.ended));
}

/** A reading of the session between its events. */
function readingTaken(progress: Progress, context: StepContext, reading: MeterReading): Progress {
  const flows = progress.state.session?.energyFlowing === true;
  const phases = flows ? phasesUsed(reading) : undefined;
  return withTransaction(progress, (open) => ({
    ...rememberReading(open, reading, context.settings.metering.ended),
    ...(phases !== undefined && phases > 0 && { phasesSeen: phases }),
  }));
}

/** Remembers when the EVSE became ready to deliver energy; a pause does not make it anew. */
function markReady(progress: Progress, atMs: number): Progress {
  const { session, transaction } = progress.state;
  const isReady = session?.connected === true && session.authorization === "given";
  if (!isReady || transaction === undefined || transaction.readySinceMs !== undefined) return progress;
  return withTransaction(progress, (open) => ({ ...open, readySinceMs: atMs }));
}

function step(state: EvseTransactionState, input: TransactionInput, context: StepContext): Progress {
  const progress: Progress = { state, events: [], ended: [] };
  switch (input.kind) {
    case "evse":
      if (isOldNews(historyOf(state), input.event)) return progress;
      return continued(
        evseEvent(dropStaleSession(progress, context, input.event), context, input.event),
        input.event,
      );
    case "meterValue": {
      const { trigger, atMs, meterValue } = input;
      return updateTransaction(progress, context, {
        trigger,
        atMs,
        ...(meterValue && { meterValues: [meterValue] }),
      });
    }
    case "endedValue":
      return keepForEnded(progress, input.meterValue);
    case "reading":
      return readingTaken(progress, context, input.reading);
    case "withdrawn":
      return withdrawn(progress, context, input.reason, input.atMs);
    case "stopOrdered":
      return state.session === undefined
        ? progress
        : withSession(progress, { ...state.session, stopWanted: undefined });
    case "remoteStart":
      return withTransaction(progress, (open) => ({
        ...open,
        remoteStartId: input.remoteStartId,
        remoteStartDue: true,
      }));
    case "remoteStartAbandoned":
      return remoteStartAbandoned(progress, input.remoteStartId);
    case "tokenInfo":
      return withTransaction(progress, (open) => ({
        ...open,
        ...(input.groupIdToken && { groupIdToken: input.groupIdToken }),
        ...(input.invalidToken && { invalidToken: input.invalidToken }),
      }));
    case "readyMoved":
      return withTransaction(progress, (open) => ({ ...open, readySinceMs: input.readySinceMs }));
    case "clockSet":
      return progress;
    case "lost":
      return unseenEnd(progress, context, input.atMs);
    default:
      return assertNever(input);
  }
}

/** From the first event of a session on, no other goes unseen. */
function continued(progress: Progress, event: EvseEvent): Progress {
  if (progress.state.continuity === "unbroken" || isAboutEvse(event)) return progress;
  return { ...progress, state: { ...progress.state, continuity: "unbroken" } };
}

function evseEvent(progress: Progress, context: StepContext, event: EvseEvent): Progress {
  switch (event.kind) {
    case "SessionStarted":
      return sessionStarted(progress, context, event);
    case "SessionResumed":
      return sessionResumed(progress, event);
    case "SessionFinished":
      return sessionFinished(progress, context, event);
    case "Deauthorized":
    case "PluginTimeout":
      return waitingEnded(progress, context, event);
    case "TransactionStarted":
      return transactionStarted(progress, context, event);
    case "ChargingStarted":
      return chargingStarted(progress, context, event);
    case "ChargingPausedEV":
    case "ChargingPausedEVSE":
      return chargingPaused(progress, context, event);
    case "TransactionFinished":
      return transactionFinished(progress, context, event);
    case "Enabled":
    case "Disabled":
    case "ReservationStart":
    case "ReservationEnd":
      return progress;
    default:
      return assertNever(event);
  }
}

/** An EVSE has one session at a time: an event of another session means that the known one ended unseen. */
function dropStaleSession(progress: Progress, context: StepContext, event: EvseEvent): Progress {
  const { session } = progress.state;
  // After a power loss TransactionFinished carries the EVSE's current, empty session id.
  if (session === undefined || event.sessionId === "" || event.sessionId === session.sessionId) {
    return progress;
  }
  return unseenEnd(progress, context, event.timestampMs);
}

function unseenEnd(progress: Progress, context: StepContext, atMs: number): Progress {
  const { session, transaction } = progress.state;
  if (session === undefined) return progress;
  const concluded = { sessionId: session.sessionId, end: "concluded" } as const;
  if (transaction === undefined) return withoutSession(progress, concluded);
  const idle = withSession(
    withTransaction(progress, (open) => ({ ...open, chargingSinceMs: undefined })),
    { ...session, chargingState: "Idle", energyFlowing: false },
  );
  const { reason, trigger } = context.unseenEnd;
  // The reason that began to stop the transaction stays its stoppedReason, as when the cable is unplugged.
  const stop = { reason: transaction.stopCause ?? reason, trigger };
  return withoutSession(closeUnseen(idle, context, stop, atMs), concluded);
}

function withdrawn(
  progress: Progress,
  context: StepContext,
  reason: WithdrawalReason,
  atMs: number,
): Progress {
  const { session, transaction } = progress.state;
  if (session === undefined) return progress;
  // The EVSE may have begun before it hears of it.
  const stopWanted = session.authorization === "given" ? reason : session.stopWanted;
  const ended = withSession(progress, { ...session, authorization: "ended", stopWanted });
  if (transaction === undefined) return ended;
  const stop = stopFor(reason);
  const endings: readonly Ending[] = reason === "ImmediateReset"
    ? ["deauthorized", "immediateReset"]
    : ["deauthorized"];
  if (endsTransaction(context.settings.stopPoints, endings)) {
    return closeTransaction(ended, context, { ...stop, atMs });
  }
  // The first stop reason stays the stoppedReason.
  const updated = updateTransaction(ended, context, {
    trigger: stop.trigger,
    news: "authorizationEnded",
    atMs,
  });
  return rememberCause(updated, transaction.stopCause ?? reason);
}

/** The next token at the EVSE is no remote start, unless this one had begun the session before it was given up. */
function remoteStartAbandoned(progress: Progress, remoteStartId: number): Progress {
  const { session, transaction } = progress.state;
  if (transaction?.remoteStartId !== remoteStartId) return progress;
  return session?.token?.remoteStartId === remoteStartId ? progress : withoutRemoteStart(progress);
}
