import type { EventOf, PresentedToken } from "../evse-event.ts";
import { isSameToken } from "../same-token.ts";
import { rememberFinish, rememberStart, type SignedFinish } from "./end-values.ts";
import type { Session } from "./evse-transaction-state.ts";
import { stopFor, type StopReason } from "./stop-reasons.ts";
import { isReadingSigned, isSigned, startIfDue } from "./transaction-start.ts";
import { lateSession, whileAway, witnessed } from "./unseen-session.ts";
import {
  beginValues,
  closeTransaction,
  momentOf,
  type Progress,
  rememberCause,
  type StepContext,
  type Update,
  updateTransaction,
  withoutRemoteStart,
  withoutSession,
  withSession,
  withTransaction,
} from "./transaction-steps.ts";
import { type Ending, endsTransaction } from "./tx-points.ts";

/**
 * The EVSE's own transaction begins: the EV is plugged in and authorized now, whichever of the two came last.
 */
export function transactionStarted(
  before: Progress,
  context: StepContext,
  event: EventOf<"TransactionStarted">,
): Progress {
  const progress = finishedUnseen(before, context, event);
  const known = progress.state.session ?? lateSession(event);
  const authorizedNow = known.authorization !== "given";
  const pluggedInNow = !known.connected;
  const byPowerPath = pluggedInNow && !authorizedNow && startsByPowerPath(progress, context);
  const session: Session = {
    ...known,
    connected: true,
    authorization: "given",
    evseTransaction: true,
    chargingState: byPowerPath ? "SuspendedEVSE" : pluggedInNow ? "EVConnected" : known.chargingState,
    token: tokenOf(event, authorizedNow ? undefined : known.token),
    reservationId: event.reservationId ?? known.reservationId,
    stopWanted: isOfToken(event, known.token) ? known.stopWanted : undefined,
    dataSigned: known.dataSigned || isSigned(context, event) || isReadingSigned(context, event),
  };
  // A card at the reader is no remote start, also while one is waited for.
  const local = event.token !== undefined && !event.token.fromCsms && authorizedNow;
  const begun = withSession(local ? withoutRemoteStart(progress) : progress, session);
  const byCable = pluggedInNow && !authorizedNow ? "CablePluggedIn" : "Authorized";
  const trigger = byPowerPath ? "ChargingStateChanged" : byCable;
  if (progress.state.transaction === undefined) return startIfDue(begun, context, trigger, momentOf(event));
  const signed = isSigned(context, event) ? event.signed : undefined;
  const remembered = withTransaction(begun, (transaction) => rememberStart(transaction, signed));
  return reportBegin(remembered, context, event, { authorizedNow, pluggedInNow });
}

/** Across a restart, an EVSE that begins a transaction has finished the one before. */
function finishedUnseen(
  progress: Progress,
  context: StepContext,
  event: EventOf<"TransactionStarted">,
): Progress {
  const { session, continuity } = progress.state;
  if (continuity === "unbroken" || !session?.evseTransaction) return progress;
  const { evseId, connectorId, sessionId, timestampMs, meter } = event;
  return finishTransaction(progress, context, {
    ...{ kind: "TransactionFinished", evseId, connectorId, sessionId, timestampMs },
    ...(meter && { meter }),
    reason: context.unseenEnd.reason,
  });
}

/**
 * The cable that follows a swipe starts a transaction because it completes the power path, not because it is a cable.
 * The certification expects it as a change of the charging state (part 6, EnergyTransferStarted, step 7).
 */
function startsByPowerPath({ state }: Progress, { settings: { startPoints } }: StepContext): boolean {
  return state.transaction === undefined && startPoints.has("PowerPathClosed") &&
    !startPoints.has("EVConnected");
}

/** Whether the EVSE begins with this token, as far as both are known. */
function isOfToken(event: EventOf<"TransactionStarted">, known: PresentedToken | undefined): boolean {
  if (event.token === undefined || known === undefined) return true;
  return isSameToken(event.token.idToken, known.idToken);
}

/** The EVSE repeats the token of the swipe; the information found then is retained. */
function tokenOf(
  event: EventOf<"TransactionStarted">,
  known: PresentedToken | undefined,
): PresentedToken | undefined {
  if (event.token === undefined || known === undefined) return event.token ?? known;
  return isSameToken(event.token.idToken, known.idToken) ? { ...known, ...event.token } : event.token;
}

function reportBegin(
  progress: Progress,
  context: StepContext,
  event: EventOf<"TransactionStarted">,
  news: { readonly authorizedNow: boolean; readonly pluggedInNow: boolean },
): Progress {
  const atMs = event.timestampMs;
  if (news.authorizedNow) {
    return updateTransaction(withNewAuthorization(progress), context, { trigger: "Authorized", atMs });
  }
  if (!news.pluggedInNow) return progress;
  // Since Started came before the EV, the begin values again (TC_J_08).
  return updateTransaction(progress, context, {
    trigger: "CablePluggedIn",
    atMs,
    meterValues: beginValues(context, momentOf(event)),
  });
}

/** A new authorization, possibly after an ended one: its token is reported, the old stop cause is cleared. */
function withNewAuthorization(progress: Progress): Progress {
  return withTransaction(progress, (open) => ({
    ...open,
    tokenReported: false,
    stopCause: undefined,
    invalidToken: undefined,
  }));
}

export function chargingStarted(
  progress: Progress,
  context: StepContext,
  event: EventOf<"ChargingStarted">,
): Progress {
  const { session, transaction } = progress.state;
  const seen = witnessed(progress.state, event);
  const authorized = session?.authorization === "ended" ? withNewAuthorization(progress) : progress;
  const charging = withSession(authorized, {
    ...seen.session,
    energyFlowing: true,
    chargingState: "Charging",
  });
  if (transaction === undefined) {
    const begins = seen.before === "unseen" ? whileAway(context) : context;
    return startIfDue(charging, begins, "ChargingStateChanged", momentOf(event));
  }
  return reportState(charging, context, { trigger: "ChargingStateChanged", atMs: event.timestampMs });
}

export function chargingPaused(
  progress: Progress,
  context: StepContext,
  event: EventOf<"ChargingPausedEV"> | EventOf<"ChargingPausedEVSE">,
): Progress {
  const { session, transaction } = progress.state;
  // A pause of an EVSE that was commanded to stop is no news.
  if (session?.authorization === "ended" && !isRemoteStop(event)) return progress;
  const seen = witnessed(progress.state, event);
  const chargingState = event.kind === "ChargingPausedEV" ? "SuspendedEV" : "SuspendedEVSE";
  const suspended: Session = { ...seen.session, energyFlowing: false, chargingState };
  if (transaction === undefined) {
    if (seen.before === "seen") return withSession(progress, suspended);
    const begun = withSession(progress, { ...seen.session, chargingState });
    return pausedAtOnce(
      startIfDue(begun, whileAway(context), "ChargingStateChanged", momentOf(event)),
      suspended,
    );
  }
  const paused = withSession(progress, suspended);
  const stop = pauseAsStop(event, transaction.invalidToken !== undefined);
  if (session?.energyFlowing && endsTransaction(context.settings.stopPoints, ["energyStopped"])) {
    // TC_E_22: the end of the energy transfer ends the transaction, and the EV stays plugged in.
    const connected = withSession(paused, { ...suspended, chargingState: "EVConnected" });
    const closed = closeTransaction(connected, context, { ...stop, ...momentOf(event) });
    return withSession(closed, suspended);
  }
  const update: Update = { trigger: stop.trigger, atMs: event.timestampMs };
  if (stop.reason !== "Remote") return reportState(paused, context, update);
  // Reported also when the state is the same: TransactionFinished will not repeat it.
  const report = transaction.stopCause === "Remote" ? reportState : updateTransaction;
  return rememberCause(report(paused, context, { ...update, news: "authorizationEnded" }), "Remote");
}

/** The transaction has begun with its first pause: the energy before it went unseen. */
function pausedAtOnce(progress: Progress, suspended: Session): Progress {
  const { session, transaction } = progress.state;
  const paused = withSession(progress, { ...suspended, idState: session?.idState ?? suspended.idState });
  if (transaction === undefined) return paused;
  return {
    ...paused,
    state: { ...paused.state, transaction: { ...transaction, chargingSinceMs: undefined } },
  };
}

/** The pause with which an EVSE carries out a RequestStopTransaction; it may come after the end of its transaction. */
function isRemoteStop(event: EventOf<"ChargingPausedEV"> | EventOf<"ChargingPausedEVSE">): boolean {
  return event.kind === "ChargingPausedEVSE" && event.remoteStop;
}

function pauseAsStop(
  event: EventOf<"ChargingPausedEV"> | EventOf<"ChargingPausedEVSE">,
  tokenRejected: boolean,
): StopReason {
  if (event.kind === "ChargingPausedEV") return { reason: "StoppedByEV", trigger: "ChargingStateChanged" };
  if (isRemoteStop(event)) return stopFor("Remote");
  return { reason: tokenRejected ? "DeAuthorized" : "Other", trigger: "ChargingStateChanged" };
}

/** Reports the charging state unless it was already reported. */
function reportState(progress: Progress, context: StepContext, update: Update): Progress {
  const { session, transaction } = progress.state;
  if (transaction?.reportedState === session?.chargingState) return progress;
  return updateTransaction(progress, context, update);
}

/** The EVSE's own transaction is over; the authorization always goes with it. */
export function transactionFinished(
  progress: Progress,
  context: StepContext,
  event: EventOf<"TransactionFinished">,
): Progress {
  // After a power loss, of a session that nobody knows.
  if (progress.state.session === undefined && event.sessionId === "") return progress;
  const seen = witnessed(progress.state, event);
  const known = withSession(progress, seen.session);
  const begun = seen.before === "seen"
    ? known
    : startIfDue(known, whileAway(context), "ChargingStateChanged", momentOf(event));
  const finished = finishTransaction(begun, context, event);
  if (event.session !== "forgotten") return finished;
  return withoutSession(finished, { sessionId: seen.session.sessionId, end: "reported" });
}

function finishTransaction(
  progress: Progress,
  context: StepContext,
  event: EventOf<"TransactionFinished">,
): Progress {
  const { session, transaction } = progress.state;
  if (session === undefined) return progress;
  const unplugged = event.reason === "EVDisconnected";
  const finished = withSession(progress, {
    ...session,
    connected: session.connected && !unplugged,
    // E09.FR.01: also when the EV is unplugged; a reconnected EV needs a new authorization.
    authorization: "ended",
    energyFlowing: false,
    evseTransaction: false,
    stopWanted: undefined,
    chargingState: unplugged || session.chargingState === "Idle" ? "Idle" : "EVConnected",
  });
  if (transaction === undefined) return finished;
  const stop = finishedBecause(event, context, transaction.resumed);
  // The stopping token may be another one of the group, or a master pass.
  const isTokenDue = stop.trigger === "StopAuthorized" ||
    (session.token === undefined && !transaction.tokenReported);
  const stopToken = isTokenDue ? event.token?.idToken : undefined;
  // Offline as online.
  const ends = endsTransaction(context.settings.stopPoints, endingsOf(event, session));
  if (ends || transaction.resumed || event.session === "forgotten") {
    return closeTransaction(finished, context, {
      ...stop,
      ...momentOf(event),
      ...(stopToken && { stopToken }),
      ...(event.startSigned && { startSigned: event.startSigned }),
    });
  }
  // Only the authorization has ended; its consequence follows in a separate event.
  const remembered = withTransaction(
    finished,
    (open) => rememberFinish(open, signedFinish(event, context), context.settings.metering.ended),
  );
  const reported = transaction.stopCause === stop.reason
    ? remembered
    : updateTransaction(remembered, context, {
      trigger: stop.trigger,
      news: "authorizationEnded",
      atMs: event.timestampMs,
      // TC_E_46: an EV that terminates the session has already stopped drawing energy. C15.FR.03: that of a rejected token
      // tells the new state itself.
      ...(!unplugged && event.reason !== "StoppedByEV" && stop.trigger !== "Deauthorized" &&
        { chargingState: transaction.reportedState }),
      ...(stopToken && { stopToken }),
    });
  const settled = reportState(reported, context, {
    trigger: "ChargingStateChanged",
    atMs: event.timestampMs,
  });
  return rememberCause(settled, stop.reason);
}

function signedFinish(event: EventOf<"TransactionFinished">, { latestReading }: StepContext): SignedFinish {
  const { meter = latestReading, signed, startSigned } = event;
  return { reading: meter, signed, startSigned };
}

function endingsOf({ reason }: EventOf<"TransactionFinished">, session: Session): readonly Ending[] {
  const endings: Ending[] = ["deauthorized"];
  if (session.energyFlowing) endings.push("energyStopped");
  if (reason === "EVDisconnected") endings.push("evDisconnected");
  if (reason === "ImmediateReset") endings.push("immediateReset");
  if (reason === "PowerLoss") endings.push("powerLost");
  return endings;
}

/** An EVSE reports every restart as power loss; a more precise reason of ours takes precedence. */
function finishedBecause(
  { reason, trigger }: EventOf<"TransactionFinished">,
  { unseenEnd }: StepContext,
  resumed: boolean,
): StopReason {
  if (resumed && reason === "PowerLoss" && unseenEnd.reason !== "Other") return unseenEnd;
  const stop = stopFor(reason);
  return { ...stop, trigger: trigger ?? stop.trigger };
}
