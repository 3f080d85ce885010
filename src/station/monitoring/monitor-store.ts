import type { MonitorId } from "../../kernel/ids.ts";
import type { MonitoringBaseEnumType } from "../../ocpp/messages.ts";
import type { NewEvent } from "../events/waiting-events.ts";
import type { Monitor, MonitorMemory } from "./monitor.ts";
import type { KnownFileMonitor, StoredMonitors } from "./monitoring-base.ts";

/** Monitors, persistent over restarts. Implemented by `storage/monitor-repository`. */
export interface MonitorStore {
  load(): StoredMonitors;
  /** Runs `change` in one commit. Rejects when the disk refuses; then nothing has changed. */
  write(change: (disk: MonitorWrites) => void): Promise<void>;
  /** Stores an event with the new state of its monitor; resolves with the eventId. */
  triggered(id: MonitorId, memory: MonitorMemory | undefined, event: NewEvent): Promise<number>;
}

/** What one commit may change. */
export interface MonitorWrites {
  /** An id that no monitor ever had. */
  nextId(): MonitorId;
  putCustom(monitor: Monitor): void;
  removeCustom(id: MonitorId): void;
  putFile(monitor: KnownFileMonitor): void;
  removeFile(fileMonitor: string): void;
  remember(id: MonitorId, memory: MonitorMemory): void;
  setBase(base: MonitoringBaseEnumType): void;
}
