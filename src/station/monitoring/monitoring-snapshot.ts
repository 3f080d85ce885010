import type { ComponentType, MonitorEnumType, VariableType } from "../../ocpp/messages.ts";

/** State of the monitors, for people. */
export interface MonitoringSnapshot {
  readonly base: string;
  readonly level: number;
  readonly isEnabled: boolean;
  readonly monitors: readonly MonitorSnapshot[];
}

/** One monitor, its last event, and why it is inactive. */
export interface MonitorSnapshot {
  readonly id: number;
  readonly component: ComponentType;
  readonly variable: VariableType;
  readonly type: MonitorEnumType;
  readonly value: number;
  readonly severity: number;
  readonly transaction: boolean;
  readonly origin: string;
  /** The Actual value of the variable; absent: it has none, or is write-only. */
  readonly actualValue?: string;
  /** Unix milliseconds of the last event since the module started. */
  readonly lastEventMs?: number;
  /** What the last event reported: that a threshold is exceeded, or the value of a Delta. */
  readonly told?: string;
  /** Why no value causes an event now; absent: events are sent. */
  readonly silentBecause?: string;
}
