import type { MonitoringSnapshot, MonitorSnapshot } from "../station/monitoring/monitoring-snapshot.ts";

/** The answer to `monitors`. */
export type MonitorsAnswer = MonitoringSnapshot;
export type InspectedMonitor = MonitorSnapshot;
