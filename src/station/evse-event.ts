import type { ConnectorId, EvseId } from "../kernel/ids.ts";
import type {
  IdTokenType,
  ReasonEnumType,
  SampledValueType,
  SignedMeterValueType,
  TriggerReasonEnumType,
} from "../ocpp/messages.ts";

/** A meter reading in terms of OCPP, with every measurand of the hardware; the sender adds the context. */
export interface MeterReading {
  readonly timestampMs: number;
  readonly sampledValues: readonly SampledValueType[];
}

/** A token that was presented at the station or came with a remote start. */
export interface PresentedToken {
  readonly idToken: IdTokenType;
  readonly groupIdToken?: IdTokenType;
  /** Present when the token came from RequestStartTransaction. */
  readonly remoteStartId?: number;
  /** True when the CSMS itself provided the token (authorization_type OCPP). */
  readonly fromCsms: boolean;
}

/**
 * An event of an EVSE, in the order in which it happened. `bridge/session-events` makes these from EVerest's
 * `evse_manager.session_event`.
 */
export type EvseEvent =
  & {
    readonly evseId: EvseId;
    readonly connectorId: ConnectorId;
    /** EVerest's session uuid; empty when the event has none. */
    readonly sessionId: string;
    readonly timestampMs: number;
    readonly meter?: MeterReading;
  }
  & (
    | {
      readonly kind: "SessionStarted";
      readonly reason: "EVConnected" | "Authorized";
      readonly token?: PresentedToken;
      readonly reservationId?: number;
      readonly signed?: SignedMeterValueType;
    }
    | { readonly kind: "SessionResumed"; readonly reservationId?: number }
    | {
      readonly kind: "TransactionStarted";
      readonly token?: PresentedToken;
      readonly reservationId?: number;
      readonly signed?: SignedMeterValueType;
    }
    | { readonly kind: "ChargingStarted"; readonly reservationId?: number }
    | { readonly kind: "ChargingPausedEV"; readonly reservationId?: number }
    | { readonly kind: "ChargingPausedEVSE"; readonly remoteStop: boolean; readonly reservationId?: number }
    | {
      readonly kind: "TransactionFinished";
      readonly reservationId?: number;
      readonly reason: ReasonEnumType;
      /** What stopped it, if OCPP has a trigger reason for that, but no stopped reason. */
      readonly trigger?: TriggerReasonEnumType;
      readonly token?: PresentedToken;
      readonly startSigned?: SignedMeterValueType;
      readonly signed?: SignedMeterValueType;
      /** The EVSE has restarted since, and is in no session: it begins another one where an EV is plugged in. */
      readonly session?: "forgotten";
    }
    | { readonly kind: "SessionFinished" }
    | { readonly kind: "Deauthorized" }
    | { readonly kind: "PluginTimeout" }
    | { readonly kind: "Enabled"; readonly allConnectors: boolean }
    | { readonly kind: "Disabled"; readonly allConnectors: boolean }
    | { readonly kind: "ReservationStart" }
    | { readonly kind: "ReservationEnd" }
  );

/** The EVSE event of one kind. */
export type EventOf<Kind extends EvseEvent["kind"]> = Extract<EvseEvent, { readonly kind: Kind }>;

/** Whether the EVSE is in no session after the event, and says nothing more of the one that it was in. */
export function endsSession(event: EvseEvent): boolean {
  return event.kind === "SessionFinished" ||
    (event.kind === "TransactionFinished" && event.session === "forgotten");
}

/** An event that an EVSE has only within a transaction of its own, or right after it. */
export type RunEvent =
  | EventOf<"ChargingStarted">
  | EventOf<"ChargingPausedEV">
  | EventOf<"ChargingPausedEVSE">
  | EventOf<"TransactionFinished">;

export function isRunEvent(event: EvseEvent): event is RunEvent {
  switch (event.kind) {
    case "ChargingStarted":
    case "ChargingPausedEV":
    case "ChargingPausedEVSE":
    case "TransactionFinished":
      return true;
    default:
      return false;
  }
}
