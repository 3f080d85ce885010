import type { BootReasonEnumType } from "../../ocpp/messages.ts";
import type { SecurityEventType } from "../../ocpp/security-events.ts";

/** The security event of a start, by its cause. */
export function startUpEvent(
  reason: BootReasonEnumType,
  firmwareVersion: string | undefined,
): { readonly type: SecurityEventType; readonly techInfo: string } {
  const techInfo = `Boot reason ${reason}${firmwareVersion ? `, firmware ${firmwareVersion}` : ""}`;
  return { type: eventType(reason), techInfo };
}

function eventType(reason: BootReasonEnumType): SecurityEventType {
  switch (reason) {
    case "PowerUp":
      return "StartupOfTheDevice";
    case "FirmwareUpdate":
      return "FirmwareUpdated";
    case "ApplicationReset":
    case "LocalReset":
    case "RemoteReset":
    case "ScheduledReset":
    case "Triggered":
    case "Unknown":
    case "Watchdog":
      return "ResetOrReboot";
  }
}
