import { assertNever } from "../../kernel/assert-never.ts";
import type { EventTriggerEnumType } from "../../ocpp/messages.ts";
import type { Monitor, MonitorMemory } from "./monitor.ts";

/** An event of a monitor, and the state of the monitor once it is on disk. */
export interface MonitorTrigger {
  readonly trigger: EventTriggerEnumType;
  /** Absent: the monitor is of a type that is never cleared. */
  readonly cleared?: boolean;
  readonly memory: MonitorMemory;
}

/** The Actual value of a variable, as its data type has it. */
export interface ObservedValue {
  /** Undefined: the variable has no value. */
  readonly text: string | undefined;
  readonly isNumeric: boolean;
}

/**
 * Whether a value leads to an event, compared with the last event, by the type of the monitor (N07.FR.02 and
 * after). A variable without a value triggers nothing. Periodic monitors do not depend on the value.
 */
export function triggerOf(
  monitor: Pick<Monitor, "type" | "value">,
  memory: MonitorMemory,
  observed: ObservedValue,
): MonitorTrigger | undefined {
  switch (monitor.type) {
    case "UpperThreshold":
      return thresholdTrigger(memory, observed, (value) => value > monitor.value);
    case "LowerThreshold":
      return thresholdTrigger(memory, observed, (value) => value < monitor.value);
    case "Delta":
      return deltaTrigger(monitor.value, memory, observed);
    case "Periodic":
    case "PeriodicClockAligned":
      return undefined;
    default:
      return assertNever(monitor.type);
  }
}

/**
 * What ends with a transaction: an alert of a monitor that works only during one. No later
 * value would clear it.
 */
export function triggerOfEnd({ exceeded }: MonitorMemory): MonitorTrigger | undefined {
  return exceeded ? { trigger: "Alerting", cleared: true, memory: { exceeded: false } } : undefined;
}

/** The state of a monitor when it is set: changes are compared with the value of that moment. */
export function initialMemory({ type }: Pick<Monitor, "type">, { text }: ObservedValue): MonitorMemory {
  return type === "Delta" && text !== undefined ? { reference: text } : {};
}

/** The state that is stored: without the value of a write-only variable. */
export function storedMemory(
  { exceeded, reference }: MonitorMemory,
  { isReadable }: { readonly isReadable: boolean },
): MonitorMemory {
  return {
    ...(exceeded !== undefined && { exceeded }),
    ...(reference !== undefined && isReadable && { reference }),
  };
}

/**
 * The state that a replaced monitor passes on (N07.FR.11): between two upper or two lower thresholds, whether
 * an alert was sent, so that the new bound either clears it or sends nothing.
 */
export function inheritedMemory(
  replaced: Pick<Monitor, "type">,
  successor: Pick<Monitor, "type">,
  memory: MonitorMemory,
  observed: ObservedValue,
): MonitorMemory {
  const isThreshold = successor.type === "UpperThreshold" || successor.type === "LowerThreshold";
  return isThreshold && replaced.type === successor.type ? memory : initialMemory(successor, observed);
}

function thresholdTrigger(
  { exceeded = false }: MonitorMemory,
  { text }: ObservedValue,
  exceeds: (value: number) => boolean,
): MonitorTrigger | undefined {
  const value = numberOf(text);
  if (value === undefined || exceeds(value) === exceeded) return undefined;
  return { trigger: "Alerting", cleared: exceeded, memory: { exceeded: !exceeded } };
}

function deltaTrigger(
  leastChange: number,
  { reference }: MonitorMemory,
  { text, isNumeric }: ObservedValue,
): MonitorTrigger | undefined {
  if (text === undefined || text === reference) return undefined;
  const [before, after] = [numberOf(reference), numberOf(text)];
  if (isNumeric && before !== undefined && after !== undefined && Math.abs(after - before) <= leastChange) {
    return undefined;
  }
  return { trigger: "Delta", memory: { reference: text } };
}

function numberOf(text: string | undefined): number | undefined {
  const number = text === undefined || text.trim() === "" ? NaN : Number(text);
  return Number.isFinite(number) ? number : undefined;
}
