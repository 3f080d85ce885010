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

/** What the CSMS was last told of a monitor; undefined fields: nothing yet. */
export interface MonitorMemory {
  /** Thresholds: the last event said that the bound is exceeded. */
  readonly exceeded?: boolean;
  /** Delta: the value at the time of setting or of the last event. */
  readonly reference?: string;
}
