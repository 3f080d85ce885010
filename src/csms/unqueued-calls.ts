import { MAX_WAITING_CONTROL_CALLS, MAX_WAITING_ORDINARY_CALLS } from "../kernel/limits.ts";
import type { Logger } from "../kernel/logger.ts";
import type { Action } from "../ocpp/messages.ts";
import type { CallUrgency, UnqueuedLane } from "./call-lanes.ts";
import { type WaitingCall, WaitingCalls } from "./waiting-calls.ts";

/** The status of the last BootNotificationResponse; "none" before the first one. */
export type Registration = "none" | "pending" | "accepted" | "rejected";

/** CALLs that wait in memory, and what the registration of the station lets them do. */
export class UnqueuedCalls {
  readonly #log: Logger;
  readonly #lanes: Readonly<Record<UnqueuedLane, WaitingCalls>> = {
    control: new WaitingCalls(MAX_WAITING_CONTROL_CALLS),
    ordinary: new WaitingCalls(MAX_WAITING_ORDINARY_CALLS),
  };
  /** What the CSMS was promised, and must not get before it has accepted the station (B02.FR.02). */
  readonly #promised = new WaitingCalls(MAX_WAITING_CONTROL_CALLS);
  #registration: Registration = "none";

  constructor(log: Logger) {
    this.#log = log;
  }

  get isAccepted(): boolean {
    return this.#registration === "accepted";
  }

  /** While Rejected nothing but BootNotification is sent (B03.FR.02). */
  admits(action: Action, urgency: CallUrgency): boolean {
    if (this.#registration === "rejected") return action === "BootNotification";
    return urgency !== "ordinary" || this.isAccepted;
  }

  /** Something waits in the lane. */
  waits(lane: UnqueuedLane): boolean {
    return this.#lanes[lane].length > 0;
  }

  add(call: WaitingCall, urgency: CallUrgency): void {
    const added = this.#placeOf(urgency).add(call);
    if (added.kind === "waiting") return;
    const { action } = added.displaced;
    this.#log.warning("too many calls are waiting, one is not sent", { action, lane: urgency });
    added.displaced.settle({ kind: "timeout" });
  }

  take(lane: UnqueuedLane): WaitingCall | undefined {
    return this.#lanes[lane].take();
  }

  setRegistration(registration: Registration): void {
    this.#registration = registration;
    switch (registration) {
      case "accepted":
        return this.#releasePromised();
      case "rejected":
        return this.settleAllOffline();
      case "none":
      case "pending":
        return this.#lanes.ordinary.settleAllOffline();
    }
  }

  settleAllOffline(): void {
    this.#lanes.control.settleAllOffline();
    this.#promised.settleAllOffline();
    this.#lanes.ordinary.settleAllOffline();
  }

  #placeOf(urgency: CallUrgency): WaitingCalls {
    if (urgency !== "promised") return this.#lanes[urgency];
    return this.isAccepted ? this.#lanes.control : this.#promised;
  }

  #releasePromised(): void {
    for (let call = this.#promised.take(); call !== undefined; call = this.#promised.take()) {
      this.add(call, "control");
    }
  }
}
