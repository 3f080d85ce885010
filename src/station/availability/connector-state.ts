import { assertNever } from "../../kernel/assert-never.ts";
import type { ConnectorStatusEnumType, OperationalStatusEnumType } from "../../ocpp/messages.ts";
import { endsSession, type EvseEvent, isRunEvent } from "../evse-event.ts";

/** Everything that the status of a connector depends on. */
export interface ConnectorState {
  /** Identities of the raised errors that make the EVSE inoperative (evse_manager/Inoperative). */
  readonly faults: readonly string[];
  /** Whether the EVSE reports that it is disabled, by this module or another. */
  readonly disabled: boolean;
  /** Whether the station has made the connector Inoperative and the EVSE has not refused (G03, G04). */
  readonly inoperative: boolean;
  /**
   * `whenUnplugged`: out of use as soon as the EV has left; `now`: the EV has left, and `inoperative` is
   * about to become true.
   */
  readonly goesOutOfUse: "no" | "whenUnplugged" | "now";
  readonly cable: "unplugged" | "plugged" | "pluggedWhileReserved";
  readonly reserved: boolean;
}

export const IDLE_CONNECTOR: ConnectorState = {
  faults: [],
  disabled: false,
  inoperative: false,
  goesOutOfUse: "no",
  cable: "unplugged",
  reserved: false,
};

/** The most restrictive cause decides. */
export function statusOf(state: ConnectorState): ConnectorStatusEnumType {
  if (state.faults.length > 0) return "Faulted";
  if (state.disabled || state.inoperative || state.goesOutOfUse === "now") return "Unavailable";
  if (state.cable === "plugged") return "Occupied";
  if (state.reserved) return "Reserved";
  return "Available";
}

/** The connector after an event of its EVSE; the same object when nothing changed. */
export function afterEvseEvent(state: ConnectorState, event: EvseEvent): ConnectorState {
  switch (event.kind) {
    case "SessionStarted":
      // A token before the cable does not occupy the connector yet, but uses up the reservation.
      if (event.reason === "Authorized") return withoutReservation(state);
      // A reserved connector stays Reserved until the reserving token is presented.
      return { ...state, cable: state.reserved ? "pluggedWhileReserved" : "plugged" };
    case "TransactionStarted":
      // Only the token of the reservation can start here, and EVerest sends no ReservationEnd for a used
      // reservation.
      return { ...state, cable: "plugged", reserved: false };
    case "SessionFinished":
      return unplugged(state);
    case "ReservationStart":
      return { ...state, reserved: true };
    case "ReservationEnd":
      return withoutReservation(state);
    case "Enabled":
      return { ...state, disabled: false };
    case "Disabled":
      return { ...state, disabled: true };
    case "ChargingStarted":
    case "ChargingPausedEV":
    case "ChargingPausedEVSE":
      return inTransaction(state);
    case "TransactionFinished":
      if (endsSession(event)) return unplugged(withoutReservation(state));
      if (state.cable === "plugged") return state;
      return event.reason === "EVDisconnected" ? withoutReservation(state) : inTransaction(state);
    case "SessionResumed":
    case "Deauthorized":
    case "PluginTimeout":
      return state;
    default:
      return assertNever(event);
  }
}

/** Stays Occupied, without becoming Available in between, until the end of the transaction is on disk (G01.FR.05). */
function unplugged(state: ConnectorState): ConnectorState {
  return { ...state, cable: "unplugged", goesOutOfUse: state.goesOutOfUse === "no" ? "no" : "now" };
}

/** Where an EVSE runs a transaction, there is a cable, and a reservation was used; its beginning may have gone unseen. */
function inTransaction(state: ConnectorState): ConnectorState {
  return state.cable === "plugged" ? state : { ...state, cable: "plugged", reserved: false };
}

/** Whether an event is about the EVSE with all its connectors. EVerest reserves EVSEs. */
export function isOfWholeEvse(event: EvseEvent): boolean {
  switch (event.kind) {
    case "Enabled":
    case "Disabled":
      return event.allConnectors;
    case "ReservationStart":
    case "ReservationEnd":
      return true;
    default:
      return false;
  }
}

/**
 * Whether the event shows that the reservation of its EVSE was used: EVerest lets no other token begin there,
 * and sends no ReservationEnd for a used reservation.
 */
export function redeemsReservation(event: EvseEvent): boolean {
  // Energy that flows shows it where the beginning of the transaction went unseen.
  return event.kind === "TransactionStarted" ||
    (isRunEvent(event) && event.kind !== "TransactionFinished") ||
    (event.kind === "SessionStarted" && event.reason === "Authorized");
}

/** A connector after an event at another connector of its EVSE: a cable there changes nothing here. */
export function afterEventOnOtherConnector(state: ConnectorState, event: EvseEvent): ConnectorState {
  return redeemsReservation(event) ? withoutReservation(state) : state;
}

/** Then Available, or Occupied if a cable was plugged in meanwhile. */
export function withoutReservation(state: ConnectorState): ConnectorState {
  if (!state.reserved) return state;
  return {
    ...state,
    reserved: false,
    cable: state.cable === "pluggedWhileReserved" ? "plugged" : state.cable,
  };
}

/**
 * Reserved since before this process started: a cable that was plugged in without a token leaves it Reserved.
 */
export function withReservation(state: ConnectorState): ConnectorState {
  return {
    ...state,
    reserved: true,
    cable: state.cable === "plugged" ? "pluggedWhileReserved" : state.cable,
  };
}

export function withFault(state: ConnectorState, fault: string): ConnectorState {
  return state.faults.includes(fault) ? state : { ...state, faults: [...state.faults, fault] };
}

export function withoutFault(state: ConnectorState, fault: string): ConnectorState {
  return { ...state, faults: state.faults.filter((other) => other !== fault) };
}

/** The connector after the station has made it Inoperative or Operative. */
export function withOperational(state: ConnectorState, status: OperationalStatusEnumType): ConnectorState {
  return { ...state, inoperative: status === "Inoperative", goesOutOfUse: "no" };
}

/** The connector when the station will take it out of use once it is free, or no longer will. */
export function withSchedule(state: ConnectorState, schedule: "scheduled" | "none"): ConnectorState {
  if (schedule === "none") return { ...state, goesOutOfUse: "no" };
  return state.goesOutOfUse === "no" ? { ...state, goesOutOfUse: "whenUnplugged" } : state;
}

/**
 * The connector after its EVSE answered a command of ours; a command of another module may have had priority.
 */
export function afterAnswer(state: ConnectorState, answer: "enabled" | "disabled"): ConnectorState {
  return answer === "enabled"
    ? { ...state, disabled: false, inoperative: false }
    : { ...state, disabled: true };
}
