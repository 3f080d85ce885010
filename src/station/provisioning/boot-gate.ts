import { assertNever } from "../../kernel/assert-never.ts";
import type { RegistrationStatusEnumType } from "../../ocpp/messages.ts";

/** The registration status; "none" until the CSMS has answered a BootNotification on this network profile. */
export type Registration = "none" | RegistrationStatusEnumType;

/** Waiting time when the CSMS gives none or does not answer. */
export const OWN_BOOT_RETRY_SECONDS = 30;

/** State of the next BootNotification. */
type BootRequest =
  /** None is needed: the station is accepted. */
  | "settled"
  /** Sent as soon as the socket is open. */
  | "due"
  | "inFlight"
  /** The retry timer runs for the interval of the CSMS, which only a trigger may shorten. */
  | "waitingForCsmsInterval"
  /** The retry timer runs for our own waiting time, which a new connection ends. */
  | "waitingForOwnInterval";

export interface BootGate {
  readonly registration: Registration;
  readonly online: boolean;
  readonly request: BootRequest;
  /** Interval of the last response other than Accepted; 0 when there was none. */
  readonly csmsIntervalSeconds: number;
}

export type BootGateEvent =
  | { readonly kind: "connected"; readonly newProfile: boolean }
  | { readonly kind: "disconnected" }
  | {
    readonly kind: "answered";
    readonly status: RegistrationStatusEnumType;
    readonly intervalSeconds: number;
  }
  /** Call error, timeout, or connection lost before the answer. */
  | { readonly kind: "unanswered" }
  | { readonly kind: "retryTimerFired" }
  /** TriggerMessage(BootNotification) was accepted. */
  | { readonly kind: "triggered" }
  /** No BootNotification is sent until `restarted`. */
  | { readonly kind: "stopped" }
  /** Registers as after a boot, on the connection that is open or on the next one. */
  | { readonly kind: "restarted" };

export type BootGateEffect =
  | { readonly kind: "send"; readonly triggered: boolean }
  | { readonly kind: "startRetryTimer"; readonly seconds: number }
  | { readonly kind: "stopRetryTimer" }
  | { readonly kind: "registration"; readonly registration: Registration };

export interface BootGateStep {
  readonly gate: BootGate;
  /** To be carried out in this order. */
  readonly effects: readonly BootGateEffect[];
}

/** The station registers after every start, a reset included. */
export const BOOTING: BootGate = {
  registration: "none",
  online: false,
  request: "due",
  csmsIntervalSeconds: 0,
};

/** The registration at the CSMS as a state machine: Accepted, Pending or Rejected. */
export function stepBootGate(gate: BootGate, event: BootGateEvent): BootGateStep {
  switch (event.kind) {
    case "connected":
      return connected({ ...gate, online: true }, event.newProfile);
    case "disconnected":
      return { gate: { ...gate, online: false }, effects: [] };
    case "answered":
      return answered(gate, event.status, event.intervalSeconds);
    case "unanswered":
      return unanswered(gate);
    case "retryTimerFired":
      return gate.online ? send(gate, []) : { gate: { ...gate, request: "due" }, effects: [] };
    case "triggered":
      return triggered(gate);
    case "stopped":
      return { gate: { ...gate, request: "settled" }, effects: [{ kind: "stopRetryTimer" }] };
    case "restarted":
      return restarted(gate.online);
    default:
      return assertNever(event);
  }
}

function connected(gate: BootGate, newProfile: boolean): BootGateStep {
  // Another network profile may lead to another CSMS, where the station is not registered.
  if (newProfile && gate.registration !== "none") {
    return send({ ...gate, registration: "none", csmsIntervalSeconds: 0 }, [
      { kind: "registration", registration: "none" },
      { kind: "stopRetryTimer" },
    ]);
  }
  if (gate.request === "due") return send(gate, []);
  if (gate.request === "waitingForOwnInterval") return send(gate, [{ kind: "stopRetryTimer" }]);
  // A new connection does not shorten the interval of the CSMS.
  return { gate, effects: [] };
}

function answered(gate: BootGate, status: RegistrationStatusEnumType, intervalSeconds: number): BootGateStep {
  const registration: BootGateEffect = { kind: "registration", registration: status };
  if (status === "Accepted") {
    const accepted: BootGate = { ...gate, registration: status, request: "settled", csmsIntervalSeconds: 0 };
    return { gate: accepted, effects: [registration] };
  }
  // The interval of the response; our own when it is 0.
  const csmsIntervalSeconds = Math.max(0, intervalSeconds);
  return wait({ ...gate, registration: status, csmsIntervalSeconds }, [registration]);
}

function unanswered(gate: BootGate): BootGateStep {
  if (!gate.online) return { gate: { ...gate, request: "due" }, effects: [] };
  return wait(gate, []);
}

function triggered(gate: BootGate): BootGateStep {
  // The BootNotification that is in flight fulfils the request.
  if (gate.request === "inFlight") return { gate, effects: [] };
  if (!gate.online) return { gate: { ...gate, request: "due" }, effects: [{ kind: "stopRetryTimer" }] };
  return {
    gate: { ...gate, request: "inFlight" },
    effects: [{ kind: "stopRetryTimer" }, { kind: "send", triggered: true }],
  };
}

function restarted(online: boolean): BootGateStep {
  const gate: BootGate = { ...BOOTING, online };
  const effects: BootGateEffect[] = [
    { kind: "registration", registration: "none" },
    { kind: "stopRetryTimer" },
  ];
  return online ? send(gate, effects) : { gate, effects };
}

function send(gate: BootGate, before: readonly BootGateEffect[]): BootGateStep {
  return {
    gate: { ...gate, request: "inFlight" },
    effects: [...before, { kind: "send", triggered: false }],
  };
}

function wait(gate: BootGate, before: readonly BootGateEffect[]): BootGateStep {
  // The connection stays open, also while Rejected.
  const hasCsmsInterval = gate.csmsIntervalSeconds > 0;
  return {
    gate: { ...gate, request: hasCsmsInterval ? "waitingForCsmsInterval" : "waitingForOwnInterval" },
    effects: [...before, {
      kind: "startRetryTimer",
      seconds: hasCsmsInterval ? gate.csmsIntervalSeconds : OWN_BOOT_RETRY_SECONDS,
    }],
  };
}
