import type { BootReasonEnumType } from "../../ocpp/messages.ts";

/** The operating system, through EVerest's `system` module. */
export interface SystemPort {
  /**
   * To be called once per start, for the system module returns the reason only once; "Unknown" without an
   * answer.
   */
  bootReason(): Promise<BootReasonEnumType>;
  /** False when refused or unanswered. */
  setSystemTime(timestamp: string): Promise<boolean>;
}
