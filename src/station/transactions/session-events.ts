import type { ConnectorId } from "../../kernel/ids.ts";
import type { TriggerReasonEnumType } from "../../ocpp/messages.ts";
import type { EvseEvent } from "../evse-event.ts";
import type { Session, Transaction } from "./evse-transaction-state.ts";
import { stopFor, type StopReason } from "./stop-reasons.ts";
import {
  closeTransaction,
  type Moment,
  openTransaction,
  type Progress,
  type Surroundings,
  updateTransaction,
  withSession,
} from "./transaction-steps.ts";
import { endsTransaction, fulfilledStartPoints } from "./tx-points.ts";

export type EventOf<Kind extends EvseEvent["kind"]> = Extract<EvseEvent, { readonly kind: Kind }>;

/** The event's time and meter, as the steps want them. */
export function momentOf(event: EvseEvent & Partial<Pick<Moment, "signed">>): Moment {
  return {
    atMs: event.timestampMs,
    ...(event.meter && { meter: event.meter }),
    ...(event.signed && { signed: event.signed }),
  };
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

export function sessionStarted(
  progress: Progress,
  around: Surroundings,
  event: EventOf<"SessionStarted">,
): Progress {
  const known = progress.state.session ?? unknownSession(event.sessionId, event.connectorId);
  const signed = isSigned(around, event);
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
  return startIfDue(started, around, trigger, momentOf(event));
}

/** A signed start value only counts when signed readings are asked for. */
export function isSigned(around: Surroundings, event: Pick<Moment, "signed">): boolean {
  return event.signed !== undefined && around.settings.metering.started.signatures === "keep";
}

/** A meter that signs every reading signs no start value of its own: there it is the reading at the start. */
export function isReadingSigned(around: Surroundings, { meter }: Pick<EvseEvent, "meter">): boolean {
  return around.settings.metering.started.signatures === "keep" &&
    meter?.sampledValues.some(({ signedMeterValue }) => signedMeterValue !== undefined) === true;
}

/** Opens a transaction when none is open and a start point is fulfilled. */
export function startIfDue(
  progress: Progress,
  around: Surroundings,
  trigger: TriggerReasonEnumType,
  moment: Moment,
): Progress {
  const { session, transaction } = progress.state;
  // Whichever connector of the EVSE it would be on.
  if (session === undefined || transaction !== undefined) return progress;
  const fulfilled = fulfilledStartPoints(around.settings.startPoints, {
    connected: session.connected,
    authorized: session.authorization === "given",
    energyFlowing: session.energyFlowing,
    dataSigned: session.dataSigned,
  });
  if (fulfilled.length === 0) return progress;
  const onlySigned = fulfilled.every((point) => point === "DataSigned");
  return openTransaction(progress, around, onlySigned ? "SignedDataReceived" : trigger, moment);
}

/** The EVSE is free again. Nothing is left that could end an open transaction later, so it ends now. */
export function sessionFinished(
  progress: Progress,
  around: Surroundings,
  event: EventOf<"SessionFinished">,
): Progress {
  const { session, transaction } = progress.state;
  if (session === undefined) return progress;
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
    : closeTransaction(gone, around, { ...endOfSession(session, transaction), ...momentOf(event) });
  return withSession(closed, undefined);
}

function endOfSession(session: Session, transaction: Transaction): StopReason {
  const cause = transaction.stopCause;
  // What began to stop the transaction stays its stoppedReason when the cable is pulled.
  if (session.connected) return { reason: cause ?? "EVDisconnected", trigger: "EVCommunicationLost" };
  // Authorized, and the cable never came.
  return stopFor(cause ?? "Timeout");
}

/** After a power loss the EVSE remembers its session; TransactionFinished follows. */
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
 * Deauthorized and PluginTimeout: EVerest gave up waiting for the other half of plug and swipe. While the EVSE runs a
 * transaction the event means nothing: its TransactionFinished decides.
 */
export function waitingEnded(
  progress: Progress,
  around: Surroundings,
  event: EventOf<"Deauthorized"> | EventOf<"PluginTimeout">,
): Progress {
  const { session, transaction } = progress.state;
  if (session === undefined || session.evseTransaction || session.authorization === "ended") return progress;
  const ended = withSession(progress, { ...session, authorization: "ended" });
  if (transaction === undefined) return ended;
  const { stopPoints } = around.settings;
  const timeout = stopFor("Timeout");
  const wasGiven = session.authorization === "given";
  const told = () =>
    rememberCause(
      updateTransaction(ended, around, {
        trigger: timeout.trigger,
        news: "authorizationEnded",
        atMs: event.timestampMs,
      }),
      "Timeout",
    );
  if (session.connected) {
    const stops = wasGiven
      ? endsTransaction(stopPoints, ["deauthorized"])
      // Plugged in and never authorized: energy never came into it.
      : stopPoints.has("Authorized") || stopPoints.has("PowerPathClosed");
    if (stops) return closeTransaction(ended, around, { ...timeout, ...momentOf(event) });
    // The CSMS knows of a token that no longer counts; of none there is nothing to tell.
    return wasGiven ? told() : ended;
  }
  // E03.FR.15, F02.FR.08: with a parking bay as stop point the transaction outlives the timeout.
  if (stopPoints.has("ParkingBayOccupancy") && !endsTransaction(stopPoints, ["deauthorized"])) return told();
  // Otherwise the timeout ends it, whatever the stop points.
  return closeTransaction(ended, around, { ...timeout, ...momentOf(event) });
}

/** Keeps the reason for which the transaction began to stop. */
export function rememberCause(progress: Progress, cause: StopReason["reason"] | undefined): Progress {
  const { transaction } = progress.state;
  if (transaction === undefined) return progress;
  return { ...progress, state: { ...progress.state, transaction: { ...transaction, stopCause: cause } } };
}
