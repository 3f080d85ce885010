import type { ErrorEvent } from "./error-event.ts";

/** What the station itself, rather than a module of EVerest, finds wrong. */
interface OwnFault {
  readonly identity: string;
  readonly state: ErrorEvent["state"];
  readonly techCode: string;
  readonly techInfo?: string;
  readonly component: string;
  readonly timestampMs: number;
}

/** OCPP severity "error": the station goes on, somebody has to look at it. */
const SEVERITY_ERROR = 4;

/** A message that the CSMS cannot take is set aside, or is delivered after all. */
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

/** The disk refuses what the station must remember, or takes it again. */
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
