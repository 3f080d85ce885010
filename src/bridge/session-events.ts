import type { SessionEvent } from "../everest/interfaces/types/session-event.ts";
import type { Powermeter } from "../everest/interfaces/types/powermeter.ts";
import type { ProvidedIdToken } from "../everest/interfaces/types/authorization.ts";
import type { SignedMeterValue } from "../everest/interfaces/types/units-signed.ts";
import { assertNever } from "../kernel/assert-never.ts";
import { connectorId, type EvseId } from "../kernel/ids.ts";
import type { SignedMeterValueType } from "../ocpp/messages.ts";
import type { EvseEvent, PresentedToken } from "../station/evse-event.ts";
import type { Arrival } from "./complaint.ts";
import { toMeterReading } from "./powermeter.ts";
import { toSignedMeterValue } from "./everest-signed-values.ts";
import { toStoppedReason, toStopTrigger } from "./everest-stop-reasons.ts";
import { timestampOrNow } from "./timestamps.ts";
import { toPresentedToken } from "./tokens.ts";

/** State of earlier events that affects the mapping of the next one. */
export interface SessionMemory {
  /** The session of which the end was reported last. */
  readonly finishedSessionId?: string;
  /** The session that EvseManager resumed after a power loss and has not finished yet. */
  readonly resumedSessionId?: string;
  /** The session whose transaction was stopped by the CSMS. */
  readonly remotelyStoppedSessionId?: string;
}

/** Where and when a session event arrived. */
export interface SessionEventArrival extends Arrival {
  readonly evseId: EvseId;
  /** The meter's public key, for signatures that come without. */
  readonly publicKey?: string;
}

type EventBody = EvseEvent extends infer E
  ? E extends EvseEvent ? Omit<E, "evseId" | "connectorId" | "sessionId" | "timestampMs" | "meter"> : never
  : never;

/**
 * Maps one `evse_manager.session_event` to a station event, or undefined when it does not concern OCPP.
 * `meter` is the reading of that moment with the signatures of the reading itself; the signature made for a
 * start or an end is separate, as `signed` and `startSigned`.
 */
export function toEvseEvent(
  event: SessionEvent,
  memory: SessionMemory,
  arrival: SessionEventArrival,
): { readonly memory: SessionMemory; readonly event?: EvseEvent } {
  const sessionId = sessionIdOf(event, memory);
  const nextMemory = remember(memory, event, sessionId);
  const body = bodyOf(event, sessionId, memory, arrival);
  if (!body) return { memory: nextMemory };
  const powermeter = meterValueOf(event);
  const meter = powermeter &&
    toMeterReading(powermeter, arrival, {
      // The signature that the meter made for the event itself takes precedence over that of the reading.
      ...("signed" in body ? {} : named("signed", powermeter.signed_meter_value)),
      ...named("publicKey", arrival.publicKey),
    });
  return {
    memory: nextMemory,
    event: {
      ...body,
      evseId: arrival.evseId,
      // 0 stands for the whole EVSE; EvseManager itself has one connector.
      connectorId: connectorId(Math.max(event.connector_id ?? 1, 1)),
      sessionId,
      timestampMs: timestampOrNow(event.timestamp, arrival),
      ...(meter === undefined ? {} : { meter }),
    },
  };
}

/** EvseManager ends what it finds of the time before its restart, while it is in no session. */
export function isOfForgottenSession({ event, uuid }: SessionEvent): boolean {
  return event === "TransactionFinished" && uuid === "";
}

/** The session id becomes OCPP's transactionId, which has room for 36 characters, as many as a UUID has. */
function sessionIdOf(event: SessionEvent, memory: SessionMemory): string {
  // After a power loss TransactionFinished carries the empty id of the current session.
  const id = isOfForgottenSession(event) ? memory.resumedSessionId : event.uuid;
  return (id ?? "").slice(0, 36);
}

function bodyOf(
  event: SessionEvent,
  sessionId: string,
  memory: SessionMemory,
  arrival: SessionEventArrival,
): EventBody | undefined {
  switch (event.event) {
    case "SessionStarted":
      return {
        kind: "SessionStarted",
        // Without a reason, the presence of a token shows that a swipe opened the session.
        reason: event.session_started?.reason ??
          (event.session_started?.id_tag ? "Authorized" : "EVConnected"),
        ...beginning(event.session_started ?? {}, arrival),
      };
    case "TransactionStarted":
      return { kind: "TransactionStarted", ...beginning(event.transaction_started ?? {}, arrival) };
    case "TransactionFinished":
      return {
        kind: "TransactionFinished",
        ...ending(event.transaction_finished ?? {}, arrival),
        ...(isOfForgottenSession(event) && { session: "forgotten" }),
      };
    case "ChargingStarted":
    // 2025.12 distinguishes the end of a pause from the first start.
    case "ChargingResumed":
      return { kind: "ChargingStarted" };
    case "ChargingPausedEVSE":
      return {
        kind: "ChargingPausedEVSE",
        remoteStop: sessionId !== "" && sessionId === memory.remotelyStoppedSessionId,
      };
    case "Enabled":
    case "Disabled":
      // EvseManager enables and disables EVSEs; it names a connector only where a command did.
      return { kind: event.event, allConnectors: (event.connector_id ?? 0) <= 0 };
    case "SessionResumed":
    case "ChargingPausedEV":
    case "SessionFinished":
    case "Deauthorized":
    case "PluginTimeout":
    case "ReservationStart":
    case "ReservationEnd":
      return { kind: event.event };
    case "Authorized":
    case "AuthRequired":
    case "PrepareCharging":
    case "StoppingCharging":
    case "ChargingFinished":
    case "SwitchingPhases":
    case "WaitingForEnergy":
    case "ReplugStarted":
    case "ReplugFinished":
      return undefined;
    default:
      return assertNever(event.event);
  }
}

interface Beginning {
  readonly id_tag?: ProvidedIdToken;
  readonly reservation_id?: number;
  readonly signed_meter_value?: SignedMeterValue;
}

function beginning(context: Beginning, arrival: SessionEventArrival) {
  return {
    ...tokenOf(context.id_tag, arrival),
    ...(context.reservation_id === undefined ? {} : { reservationId: context.reservation_id }),
    ...named("signed", signatureOf(context.signed_meter_value, arrival)),
  };
}

function ending(
  context: NonNullable<SessionEvent["transaction_finished"]>,
  arrival: SessionEventArrival,
) {
  return {
    reason: toStoppedReason(context.reason),
    ...named("trigger", toStopTrigger(context.reason)),
    ...tokenOf(context.id_tag, arrival),
    ...named("startSigned", signatureOf(context.start_signed_meter_value, arrival)),
    ...named("signed", signatureOf(context.signed_meter_value, arrival)),
  };
}

function tokenOf(
  idTag: ProvidedIdToken | undefined,
  arrival: SessionEventArrival,
): { token?: PresentedToken } {
  const token = idTag && toPresentedToken(idTag, arrival.complain);
  return token ? { token } : {};
}

function signatureOf(
  signed: SignedMeterValue | undefined,
  arrival: SessionEventArrival,
): SignedMeterValueType | undefined {
  return signed && toSignedMeterValue(signed, arrival.complain, arrival.publicKey);
}

function named<K extends string, V>(key: K, value: V | undefined): { readonly [P in K]?: V } {
  return (value === undefined ? {} : { [key]: value }) as { readonly [P in K]?: V };
}

/** EvseManager adds a reading to each event; before its meter has said anything, that one has no time and no meaning. */
function meterValueOf(event: SessionEvent): Powermeter | undefined {
  const reading = attachedReading(event);
  return reading?.timestamp === "" ? undefined : reading;
}

function attachedReading(event: SessionEvent): Powermeter | undefined {
  switch (event.event) {
    case "SessionStarted":
      return event.session_started?.meter_value;
    case "SessionFinished":
      return event.session_finished?.meter_value;
    case "TransactionStarted":
      return event.transaction_started?.meter_value;
    case "TransactionFinished":
      return event.transaction_finished?.meter_value;
    case "Deauthorized":
      return event.authorization_event?.meter_value;
    default:
      return event.charging_state_changed_event?.meter_value;
  }
}

function remember(memory: SessionMemory, event: SessionEvent, sessionId: string): SessionMemory {
  switch (event.event) {
    case "SessionResumed":
      return { ...memory, resumedSessionId: event.uuid };
    case "TransactionStarted": {
      // What the EVSE pauses from now on is not the stop before.
      const { remotelyStoppedSessionId: _, ...rest } = memory;
      return rest;
    }
    case "TransactionFinished": {
      const { resumedSessionId, ...rest } = memory;
      const stillResumed = resumedSessionId !== undefined && resumedSessionId !== sessionId
        ? { resumedSessionId }
        : {};
      return event.transaction_finished?.reason === "Remote"
        ? { ...rest, ...stillResumed, remotelyStoppedSessionId: sessionId }
        : { ...rest, ...stillResumed };
    }
    case "SessionFinished":
      return isFinishedAlready(event, memory) ? memory : { finishedSessionId: event.uuid };
    default:
      return memory;
  }
}

/** Whether the end of this session has been reported before: the EVSE may be in another one now. */
export function isFinishedAlready({ uuid }: SessionEvent, { finishedSessionId }: SessionMemory): boolean {
  return uuid !== "" && uuid === finishedSessionId;
}
