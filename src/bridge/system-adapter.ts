import type { System } from "../everest/interfaces/system.ts";
import type { BootReasonEnumType } from "../ocpp/messages.ts";
import type { ResetCause, ResetPort } from "../station/ports/reset-port.ts";
import type { SystemPort } from "../station/ports/system-port.ts";
import { COMMAND_TIMEOUT_MS } from "./command-timeouts.ts";

/** The controller's operating system, through EVerest's system module. */
export class SystemAdapter implements SystemPort, ResetPort {
  #bootReason: Promise<BootReasonEnumType> | undefined;

  constructor(readonly system: System) {}

  bootReason(): Promise<BootReasonEnumType> {
    return this.#bootReason ??= this.#askBootReason();
  }

  async setSystemTime(timestamp: string): Promise<boolean> {
    const answer = await this.system.setSystemTime(timestamp, COMMAND_TIMEOUT_MS);
    return answer.kind === "result" && answer.value;
  }

  async isResetAllowed(): Promise<boolean> {
    const answer = await this.system.isResetAllowed("NotSpecified", COMMAND_TIMEOUT_MS);
    return answer.kind === "result" && answer.value;
  }

  async reset(cause: ResetCause): Promise<boolean> {
    const request = { type: "NotSpecified", scheduled: cause === "scheduled" } as const;
    return (await this.system.reset(request, COMMAND_TIMEOUT_MS)).kind === "result";
  }

  async #askBootReason(): Promise<BootReasonEnumType> {
    const answer = await this.system.getBootReason(COMMAND_TIMEOUT_MS);
    return answer.kind === "result" ? answer.value : "Unknown";
  }
}
