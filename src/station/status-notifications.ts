import { MAX_HELD_STATUS_NOTIFICATIONS } from "../kernel/limits.ts";
import type { Logger } from "../kernel/logger.ts";
import type { RequestOf } from "../ocpp/messages.ts";
import type { Csms } from "./ports/csms.ts";

export type StatusNotification = "LogStatusNotification" | "FirmwareStatusNotification";

export interface StatusNotificationsDeps {
  readonly csms: Csms;
  readonly log: Logger;
}

/**
 * Tells the CSMS how a long job goes on: in the order in which it happened, one after the other. What the CSMS cannot
 * be told now waits for `resume`; that includes what was on its way when the connection was lost.
 */
export class StatusNotifications<A extends StatusNotification> {
  readonly #waiting: RequestOf<A>[] = [];
  #isSending = false;

  constructor(readonly action: A, readonly deps: StatusNotificationsDeps) {}

  send(notification: RequestOf<A>): void {
    this.#waiting.push(notification);
    if (this.#waiting.length > MAX_HELD_STATUS_NOTIFICATIONS) {
      const lost = this.#waiting.shift();
      this.deps.log.warning("status not told to the CSMS, which was away for too long", { lost });
    }
    this.resume();
  }

  /** The CSMS can be told things again. */
  resume(): void {
    if (this.#isSending) return;
    void this.#drain();
  }

  async #drain(): Promise<void> {
    this.#isSending = true;
    for (let next = this.#waiting[0]; next !== undefined; next = this.#waiting[0]) {
      const outcome = await this.deps.csms.call(this.action, next);
      if (outcome.kind === "offline" || outcome.kind === "timeout" && !this.deps.csms.isOnline()) break;
      if (outcome.kind !== "result") {
        this.deps.log.warning("the CSMS did not take a status", { action: this.action, ...outcome });
      }
      const index = this.#waiting.indexOf(next);
      if (index >= 0) this.#waiting.splice(index, 1);
    }
    this.#isSending = false;
  }
}
