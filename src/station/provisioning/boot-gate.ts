import { assertNever } from "../../kernel/assert-never.ts";
import type { RegistrationStatusEnumType } from "../../ocpp/messages.ts";

/** What the CSMS thinks of us; "none" until it has answered a BootNotification on this network profile. */
export type Registration = "none" | RegistrationStatusEnumType;

/** Our own waiting time when the CSMS names none or does not answer: no flood, no long wait. */
export const OWN_BOOT_RETRY_SECONDS = 30;

/** Where the next BootNotification stands. */
type BootRequest =
  /** Accepted: there is nothing to ask for. */
  | "settled"
  /** Goes out as soon as the socket is open. */
  | "due"
  | "inFlight"
  /** The retry timer runs; what it counts was named by the CSMS, so nothing but a trigger may shorten it. */
  | "waitingForCsmsInterval"
  /** The retry timer runs on a time we chose; a new connection ends it. */
  | "waitingForOwnInterval";

export interface BootGate {
  readonly registration: Registration;
  readonly online: boolean;
  readonly request: BootRequest;
  /** Interval of the last response that did not accept us; 0 when there was none. */
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
  /** CALLERROR, time-out, or the connection was lost before the answer. */
  | { readonly kind: "unanswered" }
  | { readonly kind: "retryTimerFired" }
  /** TriggerMessage(BootNotification) was accepted. */
  | { readonly kind: "triggered" }
  /** Nothing is to be asked any more, until `restarted`. */
  | { readonly kind: "stopped" }
  /** As after a boot, on the connection that is open or on the next one. */
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

/** After every start-up, a reset included, the station registers anew. */
export const BOOTING: BootGate = {
  registration: "none",
  online: false,
  request: "due",
  csmsIntervalSeconds: 0,
};

/** One step of B01, B02 and B03. */
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
  // Behind another profile may be another CSMS, which has never heard of us.
  if (newProfile && gate.registration !== "none") {
    return send({ ...gate, registration: "none", csmsIntervalSeconds: 0 }, [
      { kind: "registration", registration: "none" },
      { kind: "stopRetryTimer" },
    ]);
  }
  if (gate.request === "due") return send(gate, []);
  if (gate.request === "waitingForOwnInterval") return send(gate, [{ kind: "stopRetryTimer" }]);
  // A new connection is no excuse to ask earlier than the CSMS said.
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
  // The one on its way complies with the request.
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
  // The connection stays, also while Rejected.
  const hasCsmsInterval = gate.csmsIntervalSeconds > 0;
  return {
    gate: { ...gate, request: hasCsmsInterval ? "waitingForCsmsInterval" : "waitingForOwnInterval" },
    effects: [...before, {
      kind: "startRetryTimer",
      seconds: hasCsmsInterval ? gate.csmsIntervalSeconds : OWN_BOOT_RETRY_SECONDS,
    }],
  };
}
