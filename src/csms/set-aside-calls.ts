import type { Clock } from "../kernel/clock.ts";
import { MAX_SET_ASIDE_CALLS } from "../kernel/limits.ts";
import type { Logger } from "../kernel/logger.ts";
import type { Action } from "../ocpp/messages.ts";
import { setAsideMs } from "./set-aside-policy.ts";
import type { LeaveAlone } from "./suspicion.ts";
import type { OutgoingCall } from "./waiting-calls.ts";

interface SetAsideCall {
  readonly action: Action;
  readonly untilMs: number;
  /** How often it was found to be the cause. */
  readonly times: number;
}

export interface SetAsideCallsDeps {
  readonly clock: Clock;
  readonly log: Logger;
  /** See `LinkHost.callsSetAside`. */
  callsSetAside(action: Action, state: "setAside" | "sentAgain"): void;
}

/**
 * CALLs in memory that ended connections: their like is not sent for a while, and less and less often. Nothing at all is
 * sent of an action of which several CALLs ended connections and none was answered. Never BootNotification, without
 * which nothing else may be sent.
 */
export class SetAsideCalls {
  readonly #deps: SetAsideCallsDeps;
  readonly #calls = new Map<string, SetAsideCall>();
  /** Until when whole actions rest. */
  readonly #restingUntilMs = new Map<Action, number>();
  /** Of which the host knows. */
  readonly #told = new Set<Action>();

  constructor(deps: SetAsideCallsDeps) {
    this.#deps = deps;
  }

  /** Connections end with the call. */
  lost({ action, identity }: OutgoingCall, verdict: LeaveAlone, reason: string): void {
    if (action === "BootNotification") return;
    const { log } = this.#deps;
    const times = this.#calls.get(identity)?.times ?? 0;
    if (verdict.kind === "guilty") {
      const ms = setAsideMs(times);
      this.#put(identity, { action, untilMs: this.#nowMs() + ms, times: times + 1 });
      log.error("connections end with a call: its like is not sent for a while", {
        ...{ action, setAsideMs: ms, reason },
      });
    } else {
      const untilMs = this.#nowMs() + verdict.restMs;
      this.#put(identity, { action, untilMs, times });
      if (verdict.others === "lost") this.#restingUntilMs.set(action, untilMs);
      const rests = verdict.others === "lost" ? "every call of the action" : "its like";
      log.warning("connections end with a call, perhaps by a fault of the CSMS: it rests", {
        ...{ action, reason, rests, restMs: verdict.restMs },
      });
    }
    this.#tell(action);
  }

  /** The CSMS answered a CALL, of a queue perhaps: those whose guilt was not certain are tried again. */
  answered(
    { key, action }: { readonly key: string; readonly action: Action },
    recalled: readonly string[],
  ): void {
    this.#restingUntilMs.delete(action);
    this.#calls.delete(key);
    for (const each of recalled) {
      if (this.#calls.get(each)?.times === 0) this.#calls.delete(each);
    }
    this.#forgetUnrepeated(action);
    this.#tell(action);
  }

  has({ action, identity }: OutgoingCall): boolean {
    if (this.#calls.size === 0) return false;
    const untilMs = [this.#calls.get(identity)?.untilMs, this.#restingUntilMs.get(action)];
    return untilMs.some((ms) => ms !== undefined && ms > this.#nowMs());
  }

  /** "convicted": one more lost connection is enough. */
  record(key: string): "clean" | "convicted" {
    return (this.#calls.get(key)?.times ?? 0) > 0 ? "convicted" : "clean";
  }

  #put(identity: string, call: SetAsideCall): void {
    this.#calls.delete(identity);
    this.#calls.set(identity, call);
    const [oldest] = this.#calls;
    if (this.#calls.size <= MAX_SET_ASIDE_CALLS || oldest === undefined) return;
    this.#calls.delete(oldest[0]);
    this.#tell(oldest[1].action);
  }

  /** What was not sent again for as long as it was set aside may never be: the token of a driver who is gone. */
  #forgetUnrepeated(action: Action): void {
    for (const [identity, call] of this.#calls) {
      const isOver = this.#nowMs() > call.untilMs + setAsideMs(call.times - 1);
      if (call.action === action && isOver) this.#calls.delete(identity);
    }
  }

  /** One fault an action, while any CALL of it is set aside as the cause or none of it is sent. */
  #tell(action: Action): void {
    const isCause = [...this.#calls.values()].some((call) => call.action === action && call.times > 0);
    const isSetAside = isCause || this.#restingUntilMs.has(action);
    if (isSetAside === this.#told.has(action)) return;
    if (isSetAside) this.#told.add(action);
    else this.#told.delete(action);
    this.#deps.callsSetAside(action, isSetAside ? "setAside" : "sentAgain");
  }

  #nowMs(): number {
    return this.#deps.clock.monotonicMs();
  }
}
