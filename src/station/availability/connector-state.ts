import { assertNever } from "../../kernel/assert-never.ts";
import type { ConnectorStatusEnumType, OperationalStatusEnumType } from "../../ocpp/messages.ts";
import type { EvseEvent } from "../evse-event.ts";

/** Everything that a connector's status follows from. */
export interface ConnectorState {
  /** Identities of the raised errors that make the EVSE inoperative (evse_manager/Inoperative). */
  readonly faults: readonly string[];
  /** What the EVSE says of itself, whoever made it so. */
  readonly disabled: boolean;
  /** What the station decided, and the EVSE did not refuse (G03, G04, B12). */
  readonly inoperative: boolean;
  /** `whenUnplugged`: out of use as soon as the EV has left; `now`: it has, before the station could say `inoperative`. */
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

/** Exactly one of the five, the most restrictive cause first. */
export function statusOf(state: ConnectorState): ConnectorStatusEnumType {
  if (state.faults.length > 0) return "Faulted";
  if (state.disabled || state.inoperative || state.goesOutOfUse === "now") return "Unavailable";
  if (state.cable === "plugged") return "Occupied";
  if (state.reserved) return "Reserved";
  return "Available";
}

/** The connector after what its EVSE told; the same object when nothing changed. */
export function afterEvseEvent(state: ConnectorState, event: EvseEvent): ConnectorState {
  switch (event.kind) {
    case "SessionStarted":
      // A token that came before the cable occupies nothing yet; the reservation is used up.
      if (event.reason === "Authorized") return withoutReservation(state);
      // A reserved connector stays Reserved until the reserving token is presented.
      return { ...state, cable: state.reserved ? "pluggedWhileReserved" : "plugged" };
    case "TransactionStarted":
      // Only the reserving token can start here, and EVerest sends no ReservationEnd for a used reservation.
      return { ...state, cable: "plugged", reserved: false };
    case "SessionFinished":
      // Occupied at once, without being Available in between, until the end of the transaction is on disk
      // (G01.FR.05).
      return { ...state, cable: "unplugged", goesOutOfUse: state.goesOutOfUse === "no" ? "no" : "now" };
    case "ReservationStart":
      return { ...state, reserved: true };
    case "ReservationEnd":
      return withoutReservation(state);
    case "Enabled":
      return { ...state, disabled: false };
    case "Disabled":
      return { ...state, disabled: true };
    case "SessionResumed":
    case "ChargingStarted":
    case "ChargingPausedEV":
    case "ChargingPausedEVSE":
    case "TransactionFinished":
    case "Deauthorized":
    case "PluginTimeout":
      return state;
    default:
      return assertNever(event);
  }
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
 * A token that may begin at a reserved EVSE has redeemed the reservation, for EVerest lets no other begin. It
 * sends no ReservationEnd then.
 */
export function redeemsReservation(event: EvseEvent): boolean {
  return event.kind === "TransactionStarted" ||
    (event.kind === "SessionStarted" && event.reason === "Authorized");
}

/** A connector after what happened at another one of its EVSE: a cable there changes nothing here. */
export function afterEventNextDoor(state: ConnectorState, event: EvseEvent): ConnectorState {
  return redeemsReservation(event) ? withoutReservation(state) : state;
}

/** Available, or Occupied by the cable that was plugged in meanwhile. */
export function withoutReservation(state: ConnectorState): ConnectorState {
  if (!state.reserved) return state;
  return {
    ...state,
    reserved: false,
    cable: state.cable === "pluggedWhileReserved" ? "plugged" : state.cable,
  };
}

/** Reserved since before we were there: a cable without anybody's token has changed nothing. */
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

/** The connector after what the station decided. */
export function withOperational(state: ConnectorState, status: OperationalStatusEnumType): ConnectorState {
  return { ...state, inoperative: status === "Inoperative", goesOutOfUse: "no" };
}

/** Whether the station waits for the connector to become free, to take it out of use. */
export function withSchedule(state: ConnectorState, schedule: "scheduled" | "none"): ConnectorState {
  if (schedule === "none") return { ...state, goesOutOfUse: "no" };
  return state.goesOutOfUse === "no" ? { ...state, goesOutOfUse: "whenUnplugged" } : state;
}

/** The connector after its EVSE answered to a command of ours; another module may have had a better claim. */
export function afterAnswer(state: ConnectorState, answer: "enabled" | "disabled"): ConnectorState {
  return answer === "enabled"
    ? { ...state, disabled: false, inoperative: false }
    : { ...state, disabled: true };
}
