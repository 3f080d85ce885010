import type { Logger } from "../kernel/logger.ts";
import type { Action } from "../ocpp/messages.ts";
import type { Forgiven } from "../ocpp/validator/leniency.ts";

/** Different slips that are named; a CSMS with more of them is known well enough. */
const MAX_NAMED_SLIPS = 100;

/** Names every slip of the CSMS once: a station that hears it with every Heartbeat must not fill its log. */
export class ForgivenSlips {
  readonly #named = new Set<string>();

  constructor(readonly log: Logger) {}

  note(message: `${Action}Request` | `${Action}Response`, forgiven: readonly Forgiven[]): void {
    for (const { path, slip } of forgiven) {
      const field = path.replaceAll(/\[\d+\]/g, "[]");
      const key = `${message} ${field} ${slip}`;
      if (this.#named.has(key) || this.#named.size >= MAX_NAMED_SLIPS) continue;
      this.#named.add(key);
      this.log.warning("slip of the CSMS forgiven", { message, field, slip });
    }
  }
}
