import type { EvseId } from "../../kernel/ids.ts";
import type { ErrorEvent } from "../availability/error-event.ts";

/** Error, of OCPP's severities: meter values are missing, charging goes on. */
const SEVERITY = 4;

/** The error of an EVSE whose meter has fallen silent; EVerest's driver may not know that it has. */
export function meterSilentError(evseId: EvseId, state: ErrorEvent["state"], atMs: number): ErrorEvent {
  return {
    identity: `meter-silent/${evseId}`,
    state,
    evseId,
    subject: { component: "FiscalMetering", at: "evse", variable: "Problem" },
    trigger: "Alerting",
    severity: SEVERITY,
    techCode: "powermeter/Silent",
    techInfo: "the meter tells no values",
    timestampMs: atMs,
    effect: "none",
  };
}
