import type { System } from "../everest/interfaces/system.ts";
import type { BootReasonEnumType } from "../ocpp/messages.ts";
import type { SystemPort } from "../station/ports/system-port.ts";
import { COMMAND_TIMEOUT_MS } from "./command-timeouts.ts";

/** The controller as the station sees it. */
export class SystemAdapter implements SystemPort {
  #bootReason: Promise<BootReasonEnumType> | undefined;

  constructor(readonly system: System) {}

  bootReason(): Promise<BootReasonEnumType> {
    return this.#bootReason ??= this.#askBootReason();
  }

  async setSystemTime(timestamp: string): Promise<boolean> {
    const answer = await this.system.setSystemTime(timestamp, COMMAND_TIMEOUT_MS);
    return answer.kind === "result" && answer.value;
  }

  async #askBootReason(): Promise<BootReasonEnumType> {
    const answer = await this.system.getBootReason(COMMAND_TIMEOUT_MS);
    return answer.kind === "result" ? answer.value : "Unknown";
  }
}
