import type { EventOf } from "../evse-event.ts";
import {
  beginningSession,
  type Session,
  type Transaction,
  unknownSession,
} from "./evse-transaction-state.ts";
import { stopFor, type StopReason } from "./stop-reasons.ts";
import { isSigned, startIfDue } from "./transaction-start.ts";
import {
  closeTransaction,
  momentOf,
  type Progress,
  rememberCause,
  type StepContext,
  updateTransaction,
  withoutSession,
  withSession,
} from "./transaction-steps.ts";
import { endsTransaction } from "./tx-points.ts";
import { whileAway, witnessedAtEnd } from "./unseen-session.ts";

/** An EV was plugged in, or a token authorized; the other of the two may follow. */
export function sessionStarted(
  progress: Progress,
  context: StepContext,
  event: EventOf<"SessionStarted">,
): Progress {
  const known = progress.state.session ?? beginningSession(progress.state, event);
  const signed = isSigned(context, event);
  const session: Session = {
    ...known,
    dataSigned: known.dataSigned || signed,
    reservationId: event.reservationId ?? known.reservationId,
    ...(event.reason === "EVConnected"
      ? { connected: true, chargingState: known.connected ? known.chargingState : "EVConnected" }
      : { authorization: "given", token: event.token ?? known.token }),
  };
  const started = withSession(progress, session);
  const trigger = event.reason === "EVConnected" ? "CablePluggedIn" : "Authorized";
  return startIfDue(started, context, trigger, momentOf(event));
}

/** The EVSE is free again. No later event could end an open transaction, so it ends now. */
export function sessionFinished(
  progress: Progress,
  context: StepContext,
  event: EventOf<"SessionFinished">,
): Progress {
  const witness = witnessedAtEnd(progress.state, event);
  if (witness?.before !== "unseen") return endSession(progress, context, event);
  const begun = withSession(progress, witness.session);
  const trigger = witness.session.authorization === "given" ? "ChargingStateChanged" : "CablePluggedIn";
  return endSession(startIfDue(begun, whileAway(context), trigger, momentOf(event)), context, event);
}

function endSession(progress: Progress, context: StepContext, event: EventOf<"SessionFinished">): Progress {
  const { session, transaction } = progress.state;
  const sessionId = event.sessionId || (session?.sessionId ?? "");
  if (session === undefined) return withoutSession(progress, { sessionId, end: "reported" });
  const gone = withSession(progress, {
    ...session,
    connected: false,
    authorization: "ended",
    energyFlowing: false,
    evseTransaction: false,
    chargingState: "Idle",
  });
  const closed = transaction === undefined
    ? gone
    : closeTransaction(gone, context, { ...endOfSession(session, transaction), ...momentOf(event) });
  return withoutSession(closed, { sessionId, end: "reported" });
}

function endOfSession(session: Session, transaction: Transaction): StopReason {
  const cause = transaction.stopCause;
  // The reason that began to stop the transaction stays its stoppedReason when the cable is unplugged.
  if (session.connected) return { reason: cause ?? "EVDisconnected", trigger: "EVCommunicationLost" };
  // Authorized without a plugged-in cable.
  return stopFor(cause ?? "Timeout");
}

/** After a power loss the EVSE resumes its session; TransactionFinished follows. */
export function sessionResumed(progress: Progress, event: EventOf<"SessionResumed">): Progress {
  const { session, transaction } = progress.state;
  const known = session ?? unknownSession(event.sessionId, event.connectorId);
  const resumed = withSession(progress, {
    ...known,
    energyFlowing: false,
    chargingState: "Idle",
    evseTransaction: true,
    idState: "used",
  });
  if (transaction === undefined) return resumed;
  return {
    ...resumed,
    // No energy flowed while the power was off.
    state: { ...resumed.state, transaction: { ...transaction, resumed: true, chargingSinceMs: undefined } },
  };
}

/**
 * Deauthorized and PluginTimeout: EVerest stopped waiting for the plug or the swipe. While the EVSE runs a
 * transaction the event is ignored: TransactionFinished decides.
 */
export function waitingEnded(
  progress: Progress,
  context: StepContext,
  event: EventOf<"Deauthorized"> | EventOf<"PluginTimeout">,
): Progress {
  const { session, transaction } = progress.state;
  if (session === undefined || session.evseTransaction) return progress;
  const ended = withSession(progress, { ...session, authorization: "ended", stopWanted: undefined });
  if (session.authorization === "ended") return session.stopWanted === undefined ? progress : ended;
  if (transaction === undefined) return ended;
  const { stopPoints } = context.settings;
  const timeout = stopFor("Timeout");
  const wasGiven = session.authorization === "given";
  const reportTimeout = () =>
    rememberCause(
      updateTransaction(ended, context, {
        trigger: timeout.trigger,
        news: "authorizationEnded",
        atMs: event.timestampMs,
      }),
      "Timeout",
    );
  if (session.connected) {
    const stops = wasGiven
      ? endsTransaction(stopPoints, ["deauthorized"])
      // Plugged in and never authorized: stop points about energy do not apply.
      : stopPoints.has("Authorized") || stopPoints.has("PowerPathClosed");
    if (stops) return closeTransaction(ended, context, { ...timeout, ...momentOf(event) });
    // Only a token that was reported has to be reported as ended.
    return wasGiven ? reportTimeout() : ended;
  }
  // E03.FR.15, F02.FR.08: with a parking bay as stop point the transaction outlives the timeout.
  if (stopPoints.has("ParkingBayOccupancy") && !endsTransaction(stopPoints, ["deauthorized"])) {
    return reportTimeout();
  }
  // Otherwise the timeout ends it, independent of the stop points.
  return closeTransaction(ended, context, { ...timeout, ...momentOf(event) });
}
