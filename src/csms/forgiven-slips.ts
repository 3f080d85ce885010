import type { Logger } from "../kernel/logger.ts";
import { OnceLog } from "../kernel/once-log.ts";
import type { Action } from "../ocpp/messages.ts";
import type { Forgiven } from "../ocpp/validator/leniency.ts";

/** Logs each kind of forgiven deviation of the CSMS once: one in every HeartbeatResponse must not fill the log. */
export class ForgivenSlips {
  readonly #once: OnceLog;

  constructor(log: Logger) {
    this.#once = new OnceLog(log);
  }

  note(message: `${Action}Request` | `${Action}Response`, forgiven: readonly Forgiven[]): void {
    for (const { path, slip } of forgiven) {
      const field = path.replaceAll(/\[\d+\]/g, "[]");
      const fields = { message, field, slip };
      this.#once.warning(`${message} ${field} ${slip}`, "slip of the CSMS forgiven", fields);
    }
  }
}
