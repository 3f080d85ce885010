import type { ErrorEvent } from "./error-event.ts";

/** A fault that this module finds in itself, reported like an error of the equipment. */
interface OwnFault {
  readonly identity: string;
  readonly state: ErrorEvent["state"];
  readonly techCode: string;
  readonly techInfo?: string;
  readonly component: string;
  readonly timestampMs: number;
}

/** OCPP severity "error": the station goes on, but needs attention. */
const SEVERITY_ERROR = 4;

/** A message that the CSMS does not accept was set aside, or was delivered after all. */
export function undeliverableMessage(
  message: { readonly position: number; readonly action: string; readonly messageId: string },
  state: ErrorEvent["state"],
  timestampMs: number,
): ErrorEvent {
  return errorOf({
    identity: `outbox message ${message.position}`,
    state,
    techCode: "MessageSetAside",
    techInfo: `${message.action} ${message.messageId}`,
    component: "OCPPCommCtrlr",
    timestampMs,
  });
}

/** CALLs of an action that are in no queue are not sent for a while, as the CSMS does not accept them, or are sent again. */
export function callsNotSent(action: string, state: ErrorEvent["state"], timestampMs: number): ErrorEvent {
  return errorOf({
    identity: `calls not sent: ${action}`,
    state,
    techCode: "MessageSetAside",
    techInfo: action,
    component: "OCPPCommCtrlr",
    timestampMs,
  });
}

/** The disk refuses writes, or accepts them again. */
export function refusingDisk(state: ErrorEvent["state"], timestampMs: number): ErrorEvent {
  return errorOf({
    identity: "storage",
    state,
    techCode: "DiskFull",
    techInfo: "The disk refuses data: unsent messages are in memory only",
    component: "Controller",
    timestampMs,
  });
}

function errorOf({ component, ...fault }: OwnFault): ErrorEvent {
  return {
    ...fault,
    subject: { component, at: "station", variable: "Problem" },
    trigger: "Alerting",
    severity: SEVERITY_ERROR,
    effect: "none",
  };
}
