import type { Action } from "../ocpp/messages.ts";
import { CALL_PRIORITIES, callPriority } from "./call-priority.ts";
import type { SentCall } from "./link.ts";

/** What a CALL says, as JSON that its schema accepts; or why it is not sent. */
export type CallPayload = { readonly kind: "ready"; readonly text: string } | SentCall & { kind: "error" };

/** A CALL that is not persisted. */
export interface OutgoingCall {
  readonly action: Action;
  /** Asked when the CALL is sent. */
  payload(): CallPayload;
  /** See `callIdentity`. */
  readonly identity: string;
  /** See `replacementKey`. */
  readonly key?: string;
}

/** A CALL that waits for its turn. */
export interface WaitingCall extends OutgoingCall {
  settle(outcome: SentCall): void;
}

/** What adding a CALL did to those that wait. */
export type QueueingResult =
  | { readonly kind: "waiting" }
  /** The lane is full: this one, least important and oldest, is not sent. */
  | { readonly kind: "full"; readonly displaced: WaitingCall };

/** CALLs of one lane by priority, first in, first out, and never more than the limit. */
export class WaitingCalls {
  readonly #calls = new Map(CALL_PRIORITIES.map((priority): [string, WaitingCall[]] => [priority, []]));

  constructor(readonly limit: number) {}

  get length(): number {
    let length = 0;
    for (const calls of this.#calls.values()) length += calls.length;
    return length;
  }

  /** A CALL with the key of one that waits takes its place; both end with the same outcome. */
  add(call: WaitingCall): QueueingResult {
    const calls = this.#of(call);
    if (this.#replace(calls, call)) return { kind: "waiting" };
    calls.push(call);
    if (this.length <= this.limit) return { kind: "waiting" };
    return { kind: "full", displaced: this.#leastImportant(call) };
  }

  take(): WaitingCall | undefined {
    for (const calls of this.#calls.values()) {
      const call = calls.shift();
      if (call) return call;
    }
    return undefined;
  }

  /** Empties the lane; everyone who waits learns that nothing was sent. */
  settleAllOffline(): void {
    for (const calls of this.#calls.values()) {
      for (const call of calls.splice(0)) call.settle({ kind: "offline" });
    }
  }

  #of({ action }: WaitingCall): WaitingCall[] {
    return this.#calls.get(callPriority(action)) ?? [];
  }

  #replace(calls: WaitingCall[], call: WaitingCall): boolean {
    if (call.key === undefined) return false;
    const index = calls.findIndex(({ key }) => key === call.key);
    const older = calls[index];
    if (older === undefined) return false;
    const settle = (outcome: SentCall) => {
      older.settle(outcome);
      call.settle(outcome);
    };
    calls[index] = { ...call, settle };
    return true;
  }

  /** The oldest measurement, or else the newest of what is no more important than the rest. */
  #leastImportant(added: WaitingCall): WaitingCall {
    const measurement = this.#calls.get("measurement")?.shift();
    if (measurement) return measurement;
    const last = this.#calls.get("report")?.pop() ?? this.#of(added).pop();
    return last ?? added;
  }
}
