import type { MonitorId } from "../../kernel/ids.ts";
import type { MonitoringBaseEnumType } from "../../ocpp/messages.ts";
import type { FileMonitor } from "./file-monitors.ts";
import type { Monitor, MonitorMemory } from "./monitor.ts";

/** A monitor of a component file as the disk knows it: its id never changes. */
export interface KnownFileMonitor {
  readonly fileMonitor: string;
  readonly id: MonitorId;
  /** The CSMS cleared or replaced it; SetMonitoringBase brings it back. */
  readonly isSetAside: boolean;
}

/** Everything about monitors that outlives the process. */
export interface StoredMonitors {
  readonly base: MonitoringBaseEnumType;
  /** Those that the CSMS installed. */
  readonly custom: readonly Monitor[];
  readonly files: readonly KnownFileMonitor[];
  readonly memories: ReadonlyMap<MonitorId, MonitorMemory>;
}

/** What a start makes of the stored monitors and of today's component files. */
export interface RestoredMonitors {
  readonly active: readonly Monitor[];
  /** Monitors of files that have no id yet. */
  readonly unnumbered: readonly FileMonitor[];
  /** Custom monitors whose variable is gone or cannot be monitored any more. */
  readonly dropped: readonly Monitor[];
  /** Monitors that no file defines any more. */
  readonly vanished: readonly KnownFileMonitor[];
}

/**
 * Rebuilds the active monitors. A file may change value and transaction of its monitor, and the change counts from the
 * next start; a monitor that the CSMS put in its place stays until SetMonitoringBase. A monitor that a file no longer
 * defines is gone, with what was known of it.
 */
export function restoreMonitors(
  stored: StoredMonitors,
  defined: readonly FileMonitor[],
  canBeMonitored: (monitor: Monitor) => boolean,
): RestoredMonitors {
  const known = new Map(stored.files.map((one) => [one.fileMonitor, one]));
  const today = new Set(defined.map(({ fileMonitor }) => fileMonitor));
  const custom = Map.groupBy(stored.custom, canBeMonitored);
  return {
    active: [...activeFileMonitors(stored.base, defined, known), ...custom.get(true) ?? []],
    unnumbered: defined.filter(({ fileMonitor }) => !known.has(fileMonitor)),
    dropped: custom.get(false) ?? [],
    vanished: stored.files.filter(({ fileMonitor }) => !today.has(fileMonitor)),
  };
}

/** What SetMonitoringBase changes. */
export interface BaseChange {
  /** Monitors of the files that are in force afterwards. */
  readonly activeFileMonitors: readonly Monitor[];
  /** Custom monitors that stay. */
  readonly custom: readonly Monitor[];
  /** Monitors of the files with what is remembered of them afterwards. */
  readonly files: readonly KnownFileMonitor[];
}

/**
 * SetMonitoringBase (N03): All brings back cleared preconfigured monitors and leaves those of the CSMS, also where one
 * replaced a preconfigured monitor; the other two remove what the CSMS installed.
 */
export function changeBase(
  base: MonitoringBaseEnumType,
  custom: readonly Monitor[],
  files: readonly KnownFileMonitor[],
  defined: readonly FileMonitor[],
): BaseChange {
  const remaining = base === "All" ? custom : [];
  const replaced = new Set(remaining.map(({ fileMonitor }) => fileMonitor));
  const afterwards = files.map((one) => ({ ...one, isSetAside: replaced.has(one.fileMonitor) }));
  const known = new Map(afterwards.map((one) => [one.fileMonitor, one]));
  return {
    activeFileMonitors: activeFileMonitors(base, defined, known),
    custom: remaining,
    files: afterwards,
  };
}

function activeFileMonitors(
  base: MonitoringBaseEnumType,
  defined: readonly FileMonitor[],
  known: ReadonlyMap<string, KnownFileMonitor>,
): readonly Monitor[] {
  return defined.flatMap(({ component, variable, fileMonitor, definition }) => {
    const one = known.get(fileMonitor);
    if (one === undefined || one.isSetAside) return [];
    if (base === "HardWiredOnly" && definition.origin !== "HardWiredMonitor") return [];
    return [{ component, variable, ...definition, id: one.id, fileMonitor }];
  });
}
