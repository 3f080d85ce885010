import { type EventOf, type EvseEvent, isRunEvent, type RunEvent } from "../evse-event.ts";
import {
  type EvseTransactionState,
  historyOf,
  type Session,
  unknownSession,
} from "./evse-transaction-state.ts";
import { isOldNews } from "./session-history.ts";
import type { StepContext } from "./transaction-steps.ts";

/** A session with everything that an event shows of it, and whether something before that event went unseen. */
export interface Witness {
  readonly session: Session;
  readonly before: "seen" | "unseen";
}

/**
 * What an event alone shows of its session: an EVSE delivers energy, pauses it and ends its
 * transaction only when plugged in and authorized.
 */
export function witnessed(state: EvseTransactionState, event: RunEvent): Witness {
  const known = state.session ?? lateSession(event);
  // A pause may follow the end of the EVSE's transaction; energy flows only in a new one.
  if (known.authorization === "ended" && event.kind !== "ChargingStarted") {
    return { session: known, before: "seen" };
  }
  const wasRunning = known.connected && known.authorization === "given" && known.evseTransaction;
  const mayHaveCharged = event.kind !== "ChargingStarted" && state.transaction === undefined &&
    !known.energyFlowing && (!wasRunning || mayHaveBegunUnseen(state, known));
  return {
    session: {
      ...known,
      connected: true,
      authorization: "given",
      evseTransaction: true,
      energyFlowing: known.energyFlowing || mayHaveCharged,
      chargingState: known.connected ? known.chargingState : "EVConnected",
      // Who was authorized anew is not known.
      token: known.authorization === "ended" ? undefined : known.token,
      reservationId: event.reservationId ?? known.reservationId,
    },
    before: wasRunning && !mayHaveCharged ? "seen" : "unseen",
  };
}

/** What the end of a session shows of it. A mere end shows only that an EV was there. */
export function witnessedAtEnd(
  state: EvseTransactionState,
  event: EventOf<"SessionFinished">,
): Witness | undefined {
  const { session, transaction } = state;
  if (beganUnseen(state, event)) {
    const late = lateSession(event);
    return { session: { ...late, connected: true, chargingState: "EVConnected" }, before: "unseen" };
  }
  if (session === undefined) return undefined;
  // Nobody gave up waiting for the cable, so it was plugged in, and the EVSE's transaction is over.
  const ranUnseen = session.authorization === "given" && mayHaveBegunUnseen(state, session) &&
    (!session.connected || session.evseTransaction);
  if (!ranUnseen) return { session, before: "seen" };
  return {
    session: {
      ...session,
      connected: true,
      energyFlowing: transaction === undefined,
      chargingState: session.connected ? session.chargingState : "EVConnected",
    },
    before: "unseen",
  };
}

/** An EV that waited for energy before our restart may have drawn some; without a restart, a pause may come first. */
function mayHaveBegunUnseen({ continuity }: EvseTransactionState, { chargingState }: Session): boolean {
  return continuity === "broken" && (chargingState === "EVConnected" || chargingState === "Idle");
}

/** How much of a session went unseen before this event, as far as the event shows it. */
export function unseenBefore(
  state: EvseTransactionState,
  event: EvseEvent,
): "nothing" | "beginning" | "part" {
  if (beganUnseen(state, event)) return "beginning";
  if (state.session === undefined || isOldNews(historyOf(state), event)) return "nothing";
  const isUnseen = witnessOf(state, event)?.before === "unseen";
  return isUnseen ? "part" : "nothing";
}

function witnessOf(state: EvseTransactionState, event: EvseEvent): Witness | undefined {
  if (isRunEvent(event)) return witnessed(state, event);
  return event.kind === "SessionFinished" ? witnessedAtEnd(state, event) : undefined;
}

/** True when the event belongs to a session whose beginning this process has not seen, and that is not over yet. */
function beganUnseen(state: EvseTransactionState, event: EvseEvent): boolean {
  const { sessionId } = event;
  if (sessionId === "" || sessionId === state.session?.sessionId) return false;
  if (isOldNews(historyOf(state), event)) return false;
  return isRunEvent(event) || event.kind === "SessionFinished";
}

/** A session whose beginning went unseen; its id may have been used for a transaction before our restart. */
export function lateSession({ sessionId, connectorId }: EvseEvent): Session {
  return { ...unknownSession(sessionId, connectorId), idState: "used" };
}

/** For what began while the process was away: to the CSMS the station was offline then (E04.FR.03). */
export function whileAway(context: StepContext): StepContext {
  return { ...context, connection: "offline" };
}
