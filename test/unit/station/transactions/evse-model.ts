import type { ProvidedIdToken } from "../../../../src/everest/interfaces/types/authorization.ts";
import type { Powermeter } from "../../../../src/everest/interfaces/types/powermeter.ts";
import type {
  SessionEvent,
  StopTransactionReason,
} from "../../../../src/everest/interfaces/types/session-event.ts";
import { toTimestamp } from "../../../../src/kernel/clock.ts";
import { START_MS } from "./evse-events.ts";

/** What EvseManager calls a reading before its meter has said anything. */
const NO_READING: Powermeter = { timestamp: "", energy_Wh_import: { total: 0 } };
const WH_PER_MINUTE = 100;

export interface ModelListener {
  onSessionEvent(event: SessionEvent): void;
  onPowermeter(reading: Powermeter): void;
}

type Payload = Omit<SessionEvent, "event" | "uuid" | "timestamp">;

/**
 * What EVerest's EvseManager tells of its sessions, in every order in which it can: its state machine (2026.02) without
 * anything that does not show in session events. What a driver cannot do at the moment does nothing.
 */
export class EvseModel {
  readonly #listener: ModelListener;
  #nowMs = START_MS;
  #registerWh = 1000;
  #flowedWh = 0;
  #sessions = 0;
  #meter: "speaks" | "silent" = "speaks";
  #cable: "plugged" | "unplugged" = "unplugged";
  #state: "idle" | "waiting" | "running" | "finished" | "disabled" = "idle";
  #session = "";
  #token: ProvidedIdToken | undefined;
  #energy: "flows" | "none" = "none";
  /** The session that the persistent store keeps for the next start. */
  #stored = "";

  constructor(listener: ModelListener) {
    this.#listener = listener;
  }

  /** All energy that has gone to EVs. */
  get flowedWh(): number {
    return this.#flowedWh;
  }

  /** Nobody uses it. */
  get isFree(): boolean {
    return this.#session === "";
  }

  plugIn(): void {
    if (this.#cable === "plugged") return;
    this.#cable = "plugged";
    if (this.#state === "idle") this.#cableSeen();
  }

  unplug(): void {
    if (this.#cable === "unplugged") return;
    this.#cable = "unplugged";
    if (this.#state === "disabled" || this.#state === "idle") return;
    if (this.#state === "running") this.#finishTransaction("EVDisconnected");
    this.#finishSession();
  }

  /** Starts, or stops what is running. */
  swipe(value: string): void {
    const token: ProvidedIdToken = { id_token: { value, type: "ISO14443" }, authorization_type: "RFID" };
    if (this.#state === "running") return this.#finishTransaction("Local", token);
    if (this.#state === "disabled" || this.#state === "finished" || this.#token) return;
    this.#token = token;
    if (this.#session === "") this.#beginSession({ reason: "Authorized", id_tag: token });
    this.#tell("Authorized");
    if (this.#state === "waiting") this.#startTransaction(token);
  }

  charge(): void {
    if (this.#state !== "running" || this.#energy === "flows") return;
    this.#energy = "flows";
    this.#tell("ChargingStarted", { charging_state_changed_event: { meter_value: this.#reading() } });
  }

  pause(by: "ChargingPausedEV" | "ChargingPausedEVSE"): void {
    if (this.#state !== "running") return;
    this.#energyStops();
    this.#tell(by, { charging_state_changed_event: { meter_value: this.#reading() } });
  }

  stop(reason: "Remote" | "DeAuthorized" | "StoppedByEV"): void {
    if (this.#state === "running") this.#finishTransaction(reason);
  }

  /** Auth does not wait any longer for the token or the cable. */
  giveUp(): void {
    if (this.#session === "") return;
    this.#tell("Deauthorized", { authorization_event: { meter_value: this.#reading() } });
    if (this.#state !== "idle" && this.#state !== "waiting") return;
    if (!this.#token) return this.#tell("PluginTimeout");
    const state = this.#state;
    this.#finishSession();
    this.#state = state;
  }

  /** Somebody disables the EVSE, whatever goes on there: 2026.02 does not end anything. */
  disable(): void {
    this.#energy = "none";
    this.#state = "disabled";
    this.#tell("Disabled", { connector_id: 1 });
  }

  /** What went on before is over, and a plugged-in EV is not noticed. */
  enable(): void {
    if (this.#state !== "disabled") return;
    this.#state = "idle";
    this.#tell("Enabled", { connector_id: 1 });
    this.giveUp();
  }

  pass(minutes: number): void {
    for (let minute = 0; minute < minutes; minute++) {
      this.#nowMs += 60_000;
      if (this.#energy === "flows") {
        this.#registerWh += WH_PER_MINUTE;
        this.#flowedWh += WH_PER_MINUTE;
      }
      if (this.#meter === "speaks") this.#listener.onPowermeter(this.#reading());
    }
  }

  /** EvseManager starts anew, with or without its meter and the EV; returns the session that it remembers, or "". */
  restart(after: { readonly meter: "speaks" | "silent"; readonly cable: "stays" | "gone" }): string {
    this.#meter = after.meter;
    this.#energy = "none";
    this.#session = "";
    this.#token = undefined;
    this.#state = "idle";
    if (after.cable === "gone") this.#cable = "unplugged";
    const stored = this.#stored;
    this.#stored = "";
    if (stored !== "") {
      this.#tell("SessionResumed", {}, stored);
      this.#tell("TransactionFinished", this.#finish("PowerLoss"));
    }
    this.#meter = "speaks";
    this.#listener.onPowermeter(this.#reading());
    if (this.#cable === "plugged") this.#cableSeen();
    return stored;
  }

  #cableSeen(): void {
    this.#state = "waiting";
    if (this.#session === "") this.#beginSession({ reason: "EVConnected" });
    this.#tell("AuthRequired");
    if (this.#token) this.#startTransaction(this.#token);
  }

  #beginSession(started: NonNullable<SessionEvent["session_started"]>): void {
    this.#session = `session-${++this.#sessions}`;
    this.#tell("SessionStarted", { session_started: { ...started, meter_value: this.#reading() } });
  }

  #finishSession(): void {
    this.#tell("SessionFinished", { session_finished: { meter_value: this.#reading() } });
    this.#session = "";
    this.#token = undefined;
    this.#state = "idle";
  }

  #startTransaction(id_tag: ProvidedIdToken): void {
    this.#state = "running";
    this.#stored = this.#session;
    this.#tell("TransactionStarted", { transaction_started: { id_tag, meter_value: this.#reading() } });
    this.#tell("PrepareCharging");
  }

  #finishTransaction(reason: StopTransactionReason, token?: ProvidedIdToken): void {
    this.#energyStops();
    this.#state = "finished";
    this.#token = undefined;
    this.#stored = "";
    this.#tell("ChargingFinished");
    this.#tell("TransactionFinished", this.#finish(reason, token));
  }

  #finish(reason: StopTransactionReason, id_tag?: ProvidedIdToken): Payload {
    return { transaction_finished: { reason, meter_value: this.#reading(), ...(id_tag && { id_tag }) } };
  }

  #energyStops(): void {
    if (this.#energy === "flows") this.#tell("StoppingCharging");
    this.#energy = "none";
  }

  #reading(): Powermeter {
    if (this.#meter === "silent") return NO_READING;
    return { timestamp: toTimestamp(this.#nowMs), energy_Wh_import: { total: this.#registerWh } };
  }

  #tell(event: SessionEvent["event"], payload: Payload = {}, uuid = this.#session): void {
    this.#nowMs += 10;
    this.#listener.onSessionEvent({ ...payload, event, uuid, timestamp: toTimestamp(this.#nowMs) });
  }
}
