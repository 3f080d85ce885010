import type { EventNotificationEnumType } from "../../ocpp/messages.ts";
import type { MonitorSettings } from "../../variables/monitor-rules.ts";
import type { VariableKey } from "../../variables/device-model.ts";
import type { MonitorId } from "../../kernel/ids.ts";

/** Who installed a monitor; the values are those that NotifyEvent reports. */
export type MonitorOrigin = Exclude<EventNotificationEnumType, "HardWiredNotification">;

/** A monitor on one variable. */
export interface Monitor extends VariableKey, MonitorSettings {
  /** Never reused for another monitor. */
  readonly id: MonitorId;
  readonly origin: MonitorOrigin;
  /** The monitor of the component files that this one replaces or stands for (`fileMonitorId`). */
  readonly fileMonitor?: string;
}

/** What the last event of a monitor reported; undefined fields: no event yet. */
export interface MonitorMemory {
  /** Thresholds: whether the last event reported that the bound is exceeded. */
  readonly exceeded?: boolean;
  /** Delta: the value when the monitor was set or at its last event. */
  readonly reference?: string;
}
