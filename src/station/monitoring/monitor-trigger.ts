import { assertNever } from "../../kernel/assert-never.ts";
import type { EventTriggerEnumType } from "../../ocpp/messages.ts";
import type { Monitor, MonitorMemory } from "./monitor.ts";

/** An event that a monitor causes, and what is remembered once it is on disk. */
export interface MonitorTrigger {
  readonly trigger: EventTriggerEnumType;
  /** Absent: the monitor is of a type that is never cleared. */
  readonly cleared?: boolean;
  readonly memory: MonitorMemory;
}

/** The Actual value of a variable, as its data type has it. */
export interface ObservedValue {
  /** Undefined: nobody has given a value. */
  readonly text: string | undefined;
  readonly isNumeric: boolean;
}

/**
 * Whether a value differs from what the CSMS was last told, by the rule of the monitor's type (N07.FR.02 and
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

/** What a monitor remembers when it is set: a change counts from the value of that moment. */
export function initialMemory({ type }: Pick<Monitor, "type">, { text }: ObservedValue): MonitorMemory {
  return type === "Delta" && text !== undefined ? { reference: text } : {};
}

/** What goes to disk: a value that nobody may read is not written a second time. */
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
 * What a replaced monitor hands on (N07.FR.11): between thresholds of one side whether the CSMS knows of an alert, so
 * that the new bound either clears it or says nothing new.
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
