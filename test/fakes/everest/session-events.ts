import type { EnableDisableSource } from "../../../src/everest/interfaces/types/evse-manager.ts";
import type { ProvidedIdToken } from "../../../src/everest/interfaces/types/authorization.ts";
import type { Powermeter } from "../../../src/everest/interfaces/types/powermeter.ts";
import type { SignedMeterValue } from "../../../src/everest/interfaces/types/units-signed.ts";
import type {
  SessionEvent,
  SessionEventEnum,
  StartSessionReason,
  StopTransactionReason,
} from "../../../src/everest/interfaces/types/session-event.ts";

/** What EvseManager tells with each session event, in its own field names. */
type Payload = Omit<SessionEvent, "uuid" | "timestamp" | "event">;
export type SimulatedEvent = { readonly event: SessionEventEnum } & Payload;

export const events = {
  sessionStarted: (
    reason: StartSessionReason,
    uuid: string,
    meter: Powermeter,
    token?: ProvidedIdToken,
    reservationId?: number,
  ): SimulatedEvent => ({
    event: "SessionStarted",
    session_started: {
      reason,
      meter_value: meter,
      logging_path: `/var/lib/everest/session_logs/${uuid}`,
      ...(token ? { id_tag: token } : {}),
      ...(reservationId === undefined ? {} : { reservation_id: reservationId }),
    },
  }),
  transactionStarted: (
    token: ProvidedIdToken,
    meter: Powermeter,
    reservationId?: number,
  ): SimulatedEvent => ({
    event: "TransactionStarted",
    transaction_started: {
      id_tag: token,
      meter_value: meter,
      ...(reservationId === undefined ? {} : { reservation_id: reservationId }),
    },
  }),
  transactionFinished: (
    reason: StopTransactionReason,
    meter: Powermeter,
    token?: ProvidedIdToken,
    signed?: { readonly start: SignedMeterValue; readonly end: SignedMeterValue },
  ): SimulatedEvent => ({
    event: "TransactionFinished",
    transaction_finished: {
      reason,
      meter_value: meter,
      ...(token ? { id_tag: token } : {}),
      ...(signed ? { start_signed_meter_value: signed.start, signed_meter_value: signed.end } : {}),
    },
  }),
  sessionFinished: (meter: Powermeter): SimulatedEvent => ({
    event: "SessionFinished",
    session_finished: { meter_value: meter },
  }),
  authorization: (event: "Authorized" | "Deauthorized", meter: Powermeter): SimulatedEvent => ({
    event,
    authorization_event: { meter_value: meter },
  }),
  charging: (event: "ChargingStarted" | "ChargingPausedEV", meter: Powermeter): SimulatedEvent => ({
    event,
    charging_state_changed_event: { meter_value: meter },
  }),
  pausedByEvse: (reason: "UserPause" | "Error" | "NoEnergy", meter: Powermeter): SimulatedEvent => ({
    event: "ChargingPausedEVSE",
    charging_paused_evse: { reasons: [reason] },
    charging_state_changed_event: { meter_value: meter },
  }),
  operative: (event: "Enabled" | "Disabled", source: EnableDisableSource): SimulatedEvent => ({
    event,
    connector_id: 1,
    source,
  }),
  plain: (
    event:
      | "AuthRequired"
      | "PrepareCharging"
      | "StoppingCharging"
      | "ChargingFinished"
      | "PluginTimeout"
      | "SessionResumed"
      | "ReservationStart"
      | "ReservationEnd",
  ): SimulatedEvent => ({ event }),
};
