import type { Action } from "../ocpp/messages.ts";
import type { SentCall } from "./link.ts";

/** A CALL that is not persisted, until it is sent. */
export interface WaitingCall {
  readonly action: Action;
  /** JSON. */
  readonly payloadText: string;
  settle(outcome: SentCall): void;
}

/** A bounded first-in-first-out queue. */
export class WaitingCalls {
  readonly #calls: WaitingCall[] = [];

  constructor(readonly limit: number) {}

  get length(): number {
    return this.#calls.length;
  }

  add(call: WaitingCall): "waiting" | "full" {
    if (this.#calls.length >= this.limit) return "full";
    this.#calls.push(call);
    return "waiting";
  }

  take(): WaitingCall | undefined {
    return this.#calls.shift();
  }

  /** Empties the queue; every call settles as "offline". */
  settleAllOffline(): void {
    for (const call of this.#calls.splice(0)) call.settle({ kind: "offline" });
  }
}
