import { connectorId, evseId } from "../../../../src/kernel/ids.ts";
import type { IdTokenType, ReasonEnumType, SampledValueType } from "../../../../src/ocpp/messages.ts";
import type { EvseEvent, MeterReading, PresentedToken } from "../../../../src/station/evse-event.ts";

export const EVSE = evseId(1);
export const CONNECTOR = connectorId(1);
export const SESSION = "11111111-1111-4111-8111-111111111111";
export const START_MS = Date.parse("2026-01-15T10:00:00.000Z");

export const rfid = (idToken: string): IdTokenType => ({ idToken, type: "ISO14443" });

export const swiped = (idToken: string, groupId?: string): PresentedToken => ({
  idToken: rfid(idToken),
  fromCsms: false,
  ...(groupId !== undefined && { groupIdToken: { idToken: groupId, type: "Central" } }),
});

export const remote = (idToken: string, remoteStartId: number): PresentedToken => ({
  idToken: { idToken, type: "Central" },
  fromCsms: true,
  remoteStartId,
});

export function register(wattHours: number): SampledValueType {
  return {
    value: wattHours,
    measurand: "Energy.Active.Import.Register",
    location: "Outlet",
    unitOfMeasure: { unit: "Wh" },
  };
}

export function reading(wattHours: number, timestampMs = START_MS): MeterReading {
  return { timestampMs, sampledValues: [register(wattHours)] };
}

type Extra<Kind extends EvseEvent["kind"]> = Partial<Omit<Extract<EvseEvent, { kind: Kind }>, "kind">>;

/** Makes the events of one session, each a second after the one before. */
export class SessionScript {
  #atMs: number;

  constructor(public sessionId = SESSION, startMs = START_MS) {
    this.#atMs = startMs;
  }

  /** Another session of the same EVSE, as EVerest never uses an id twice. */
  renew(): this {
    this.sessionId = crypto.randomUUID();
    return this;
  }

  event<Kind extends EvseEvent["kind"]>(kind: Kind, extra: Extra<Kind>): EvseEvent {
    this.#atMs += 1000;
    return {
      evseId: EVSE,
      connectorId: CONNECTOR,
      sessionId: this.sessionId,
      timestampMs: this.#atMs,
      ...extra,
      kind,
    } as unknown as EvseEvent;
  }

  plug = (extra: Extra<"SessionStarted"> = {}) =>
    this.event("SessionStarted", { reason: "EVConnected", ...extra });
  swipe = (token: PresentedToken, extra: Extra<"SessionStarted"> = {}) =>
    this.event("SessionStarted", { reason: "Authorized", token, ...extra });
  begin = (token?: PresentedToken, extra: Extra<"TransactionStarted"> = {}) =>
    this.event("TransactionStarted", { ...(token && { token }), ...extra });
  charge = () => this.event("ChargingStarted", {});
  pauseEv = () => this.event("ChargingPausedEV", {});
  pauseEvse = (remoteStop = false) => this.event("ChargingPausedEVSE", { remoteStop });
  finish = (reason: ReasonEnumType, extra: Extra<"TransactionFinished"> = {}) =>
    this.event("TransactionFinished", { reason, ...extra });
  unplug = () => this.event("SessionFinished", {});
  resume = () => this.event("SessionResumed", {});
  deauthorize = () => this.event("Deauthorized", {});
  pluginTimeout = () => this.event("PluginTimeout", {});
}
