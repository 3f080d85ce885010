import type { BootReasonEnumType } from "../../ocpp/messages.ts";

/** The controller's operating system, through EVerest's `system` module. */
export interface SystemPort {
  /** Asked exactly once per start (the system module forgets it on reading); "Unknown" when it does not answer. */
  bootReason(): Promise<BootReasonEnumType>;
  /** False when refused or unanswered. */
  setSystemTime(timestamp: string): Promise<boolean>;
}
