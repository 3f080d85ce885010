import type { ComponentType, MonitorEnumType, VariableType } from "../../ocpp/messages.ts";

/** Monitoring as a person sees it. */
export interface MonitoringSnapshot {
  readonly base: string;
  readonly level: number;
  readonly isEnabled: boolean;
  readonly monitors: readonly MonitorSnapshot[];
}

/** One monitor, what it was last seen doing, and why it is silent. */
export interface MonitorSnapshot {
  readonly id: number;
  readonly component: ComponentType;
  readonly variable: VariableType;
  readonly type: MonitorEnumType;
  readonly value: number;
  readonly severity: number;
  readonly transaction: boolean;
  readonly origin: string;
  /** The Actual value of the variable; absent: it has none, or nobody may read it. */
  readonly actualValue?: string;
  /** Unix milliseconds of the last event since the module started. */
  readonly lastEventMs?: number;
  /** What the CSMS was last told: a threshold is exceeded, or a Delta counts from this value. */
  readonly told?: string;
  /** Why no event would be sent now whatever the value; absent: one would be. */
  readonly silentBecause?: string;
}
