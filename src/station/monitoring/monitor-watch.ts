import type { Clock, Timer } from "../../kernel/clock.ts";
import type { MonitorId, TransactionId } from "../../kernel/ids.ts";
import type { Logger } from "../../kernel/logger.ts";
import type { VariableKey } from "../../variables/device-model.ts";
import { displayName } from "../../variables/variable-id.ts";
import type { EventReporter } from "../events/event-reporter.ts";
import { clockAligned, fixedInterval, RepeatingTimer } from "../repeating-timer.ts";
import type { Monitor, MonitorMemory } from "./monitor.ts";
import { monitorEvent, type MonitorMoment } from "./monitor-event.ts";
import { monitoredVariable } from "./monitor-list.ts";
import type { MonitorStore } from "./monitor-store.ts";
import {
  initialMemory,
  type MonitorTrigger,
  type ObservedValue,
  storedMemory,
  triggerOf,
  triggerOfEnd,
} from "./monitor-trigger.ts";
import type { TransactionLinks } from "./transaction-links.ts";

/**
 * Shortest time between two events of one monitor that depends on a value. Changes in between are evaluated
 * when this time is over, so that the CSMS receives the first and the last state, but not a flood of events.
 */
export const LEAST_EVENT_INTERVAL_MS = 5000;
const PERIODIC_TIMER = "monitoring.periodic";
export const DELAYED_TIMER = "monitoring.delayed";

/** A variable as a monitor sees it. */
export interface WatchedValue extends ObservedValue {
  /** False: the variable is write-only, and its value is never reported (N07.FR.10). */
  readonly isReadable: boolean;
}

export interface MonitorWatchDeps {
  readonly clock: Clock;
  readonly log: Logger;
  readonly store: Pick<MonitorStore, "triggered">;
  readonly events: Pick<EventReporter, "report">;
  /** Undefined: the variable is no longer in the device model. */
  valueOf(key: VariableKey): WatchedValue | undefined;
  /** Whether events of this severity can reach the CSMS now, or are queued for it. */
  isReported(severity: number): boolean;
  /** Of values in events, in characters. */
  longestValue(): number;
  readonly transactions: Pick<TransactionLinks, "openAt" | "measuredIn">;
}

interface Watched {
  readonly monitor: Monitor;
  memory: MonitorMemory;
  /** Monotonic; undefined: no event yet. */
  lastEventMs: number | undefined;
  /** Evaluates the value again when an event is allowed again. */
  delayed: Timer | undefined;
  readonly periodic: Pick<RepeatingTimer, "set" | "stop" | "clockSet"> | undefined;
  phase: Phase;
}

type Phase =
  | "active"
  /** No transaction is open where the variable is: only the alert of an earlier one is still cleared. */
  | "waitsForTransaction"
  | "ended";

/**
 * Watches the variables of the active monitors and reports their events. A monitor whose severity is not
 * reported at present is not evaluated (N07, remark); later it reports the state of that time.
 */
export class MonitorWatch {
  readonly #deps: MonitorWatchDeps;
  readonly #watched = new Map<MonitorId, Watched>();
  readonly #byVariable = new Map<string, Set<Watched>>();

  constructor(deps: MonitorWatchDeps) {
    this.#deps = deps;
  }

  /** Starts a monitor, in place of the one with its id; a value that exceeds its bound is reported at once. */
  watch(monitor: Monitor, memory: MonitorMemory): void {
    this.unwatch(monitor.id);
    const watched: Watched = {
      monitor,
      memory,
      lastEventMs: undefined,
      delayed: undefined,
      periodic: this.#periodicTimer(monitor),
      phase: "waitsForTransaction",
    };
    this.#watched.set(monitor.id, watched);
    const variable = monitoredVariable(monitor);
    const others = this.#byVariable.get(variable) ?? new Set();
    this.#byVariable.set(variable, others.add(watched));
    if (this.#belongsToTransaction(watched)) this.#activate(watched);
    else this.#evaluate(watched);
  }

  /** Ends a monitor without an event (N07.FR.12). */
  unwatch(id: MonitorId): void {
    const watched = this.#watched.get(id);
    if (watched === undefined) return;
    this.#leave(watched, "ended");
    this.#watched.delete(id);
    const variable = monitoredVariable(watched.monitor);
    const others = this.#byVariable.get(variable);
    others?.delete(watched);
    if (others?.size === 0) this.#byVariable.delete(variable);
  }

  /** The state that the last event of a monitor reported. */
  memoryOf(id: MonitorId): MonitorMemory {
    return this.#watched.get(id)?.memory ?? {};
  }

  /** False: the monitor waits for a transaction. */
  isActive(id: MonitorId): boolean {
    return this.#watched.get(id)?.phase === "active";
  }

  /** When a monitor last caused an event since the start, Unix milliseconds. */
  lastEventMs(id: MonitorId): number | undefined {
    const atMs = this.#watched.get(id)?.lastEventMs;
    const { clock } = this.#deps;
    return atMs === undefined ? undefined : clock.wallMs() - (clock.monotonicMs() - atMs);
  }

  /** A variable was set, possibly to the same value. */
  valueSet(key: VariableKey): void {
    if (this.#byVariable.size === 0) return;
    for (const watched of this.#byVariable.get(monitoredVariable(key)) ?? []) this.#evaluate(watched);
  }

  /** The conditions on which events are reported have changed: evaluates all monitors. */
  evaluateAll(): void {
    for (const watched of this.#watched.values()) this.#evaluate(watched);
  }

  /** The wall clock was set: clock-aligned moments have moved. */
  clockSet(): void {
    for (const { periodic } of this.#watched.values()) periodic?.clockSet();
  }

  /** A transaction has begun or ended. */
  transactionsChanged(): void {
    for (const watched of this.#watched.values()) {
      const shouldBeActive = this.#belongsToTransaction(watched);
      if (shouldBeActive === (watched.phase === "active")) continue;
      if (!shouldBeActive) {
        this.#leave(watched, "waitsForTransaction");
        this.#evaluate(watched);
        continue;
      }
      // An alert whose clear was not sent goes on.
      if (!watched.memory.exceeded) {
        watched.memory = initialMemory(watched.monitor, this.#deps.valueOf(watched.monitor) ?? NO_VALUE);
      }
      this.#activate(watched);
    }
  }

  /** Ends every timer. */
  stop(): void {
    for (const watched of this.#watched.values()) this.#leave(watched, "ended");
  }

  /** A monitor without transaction flag always works. */
  #belongsToTransaction({ monitor }: Watched): boolean {
    return !monitor.transaction || this.#deps.transactions.openAt(monitor.component.evse?.id) !== undefined;
  }

  #activate(watched: Watched): void {
    watched.phase = "active";
    watched.periodic?.set(watched.monitor.value);
    this.#evaluate(watched);
  }

  #leave(watched: Watched, phase: Exclude<Phase, "active">): void {
    watched.phase = phase;
    watched.delayed?.cancel();
    watched.delayed = undefined;
    watched.periodic?.stop();
  }

  #periodicTimer(monitor: Monitor): Watched["periodic"] {
    if (monitor.type !== "Periodic" && monitor.type !== "PeriodicClockAligned") return undefined;
    const schedule = monitor.type === "Periodic" ? fixedInterval : clockAligned;
    return new RepeatingTimer(this.#deps.clock, PERIODIC_TIMER, schedule, () => this.#firePeriodic(monitor));
  }

  #firePeriodic(monitor: Monitor): void {
    const watched = this.#watched.get(monitor.id);
    const value = this.#deps.valueOf(monitor);
    if (watched === undefined || value === undefined || !this.#deps.isReported(monitor.severity)) return;
    this.#report(watched, value, { trigger: "Periodic" });
  }

  #evaluate(watched: Watched): void {
    const { monitor, memory } = watched;
    if (watched.phase === "ended" || !this.#deps.isReported(monitor.severity)) return;
    const value = this.#deps.valueOf(monitor);
    const trigger = value &&
      (watched.phase === "active" ? triggerOf(monitor, memory, value) : triggerOfEnd(memory));
    if (value === undefined || trigger === undefined) return;
    const { clock } = this.#deps;
    const nowMs = clock.monotonicMs();
    const waitMs = watched.lastEventMs === undefined
      ? 0
      : watched.lastEventMs + LEAST_EVENT_INTERVAL_MS - nowMs;
    if (waitMs > 0) {
      watched.delayed ??= clock.setTimer(DELAYED_TIMER, waitMs, () => {
        watched.delayed = undefined;
        this.#evaluate(watched);
      });
      return;
    }
    watched.lastEventMs = nowMs;
    this.#report(watched, value, trigger);
  }

  #report(
    watched: Watched,
    value: WatchedValue,
    { trigger, cleared, memory }: Omit<MonitorTrigger, "memory"> & Partial<Pick<MonitorTrigger, "memory">>,
  ): void {
    const { monitor, memory: before } = watched;
    if (memory !== undefined) watched.memory = memory;
    const event = monitorEvent(
      monitor,
      this.#momentOf(monitor, value, { trigger, ...(cleared !== undefined && { cleared }) }),
    );
    this.#deps.store.triggered(monitor.id, memory && storedMemory(memory, value), event).then(
      (eventId) => this.#deps.events.report({ ...event, eventId }),
      (error: unknown) => {
        // The next change of the value tries again.
        if (watched.memory === memory) watched.memory = before;
        this.#deps.log.error("the event of a monitor could not be stored", {
          monitor: monitor.id,
          variable: displayName(monitor.component, monitor.variable),
          error,
        });
      },
    );
  }

  #transactionOf(
    evseId: number | undefined,
    { isNumeric }: WatchedValue,
    { trigger }: Pick<MonitorMoment, "trigger">,
  ): TransactionId | undefined {
    if (evseId === undefined) return undefined;
    const { transactions } = this.#deps;
    // A periodic event says how things are, not what has changed.
    return isNumeric && trigger !== "Periodic"
      ? transactions.measuredIn(evseId)
      : transactions.openAt(evseId);
  }

  #momentOf(
    { component }: Monitor,
    value: WatchedValue,
    trigger: Pick<MonitorMoment, "trigger" | "cleared">,
  ): MonitorMoment {
    const transactionId = this.#transactionOf(component.evse?.id, value, trigger);
    return {
      ...trigger,
      atMs: this.#deps.clock.wallMs(),
      actualValue: value.isReadable ? value.text : undefined,
      longestValue: this.#deps.longestValue(),
      ...(transactionId !== undefined && { transactionId }),
    };
  }
}

const NO_VALUE: ObservedValue = { text: undefined, isNumeric: false };
