import type { EvseEvent } from "../evse-event.ts";
import { type EvseTransactionState, type Session, unknownSession } from "./evse-transaction-state.ts";
import type { StepContext } from "./transaction-steps.ts";

/** True when the event belongs to a session whose beginning this process has not seen, and that is not over yet. */
export function beganUnseen(state: EvseTransactionState, event: EvseEvent): boolean {
  const { sessionId } = event;
  if (sessionId === "" || sessionId === state.session?.sessionId) return false;
  switch (event.kind) {
    case "ChargingStarted":
    case "ChargingPausedEV":
    case "ChargingPausedEVSE":
    case "TransactionFinished":
    case "SessionFinished":
      return sessionId !== state.lastSessionId;
    default:
      return false;
  }
}

/** A session whose beginning went unseen; its id may have been used for a transaction before our restart. */
export function lateSession({ sessionId, connectorId }: EvseEvent): Session {
  return { ...unknownSession(sessionId, connectorId), idState: "used" };
}

/** An EVSE delivers energy, or pauses it, only when plugged in and authorized. */
export function lateCharging(event: EvseEvent): Session {
  return { ...lateSession(event), connected: true, authorization: "given", evseTransaction: true };
}

/** A transaction of the EVSE that is over before anything else was heard of it: energy may have flowed in it. */
export function lateFinished(event: EvseEvent): Session {
  return { ...lateCharging(event), energyFlowing: true, chargingState: "EVConnected" };
}

/** What an end of session alone shows: an EV was there. */
export function lateUnplugged(event: EvseEvent): Session {
  return { ...lateSession(event), connected: true, chargingState: "EVConnected" };
}

/** For what began while the process was away: to the CSMS the station was offline then (E04.FR.03). */
export function whileAway(context: StepContext): StepContext {
  return { ...context, connection: "offline" };
}
