import type { MonitorId } from "../../kernel/ids.ts";
import type { MonitoringBaseEnumType } from "../../ocpp/messages.ts";
import type { FileMonitor } from "./file-monitors.ts";
import type { Monitor, MonitorMemory } from "./monitor.ts";

/** A monitor of a component file as stored: its id never changes. */
export interface KnownFileMonitor {
  readonly fileMonitor: string;
  readonly id: MonitorId;
  /** The CSMS cleared or replaced it; SetMonitoringBase brings it back. */
  readonly isSetAside: boolean;
}

/** All stored monitors. */
export interface StoredMonitors {
  readonly base: MonitoringBaseEnumType;
  /** Those that the CSMS installed. */
  readonly custom: readonly Monitor[];
  readonly files: readonly KnownFileMonitor[];
  readonly memories: ReadonlyMap<MonitorId, MonitorMemory>;
}

/** Result of comparing the stored monitors with the current component files. */
export interface RestoredMonitors {
  /** Those of the CSMS that stay. */
  readonly custom: readonly Monitor[];
  /** Those of the CSMS whose variable was removed or cannot be monitored any more. */
  readonly dropped: readonly Monitor[];
  /** Monitors of files that have no id yet. */
  readonly unnumbered: readonly FileMonitor[];
  /** Monitors that no file defines any more. */
  readonly vanished: readonly KnownFileMonitor[];
}

/**
 * Compares the stored monitors with the component files. A file may change value and transaction of its
 * monitor, which takes effect at the next start; a monitor of the CSMS in its place stays until
 * SetMonitoringBase. A monitor that no file defines any more is removed.
 */
export function restoreMonitors(
  stored: StoredMonitors,
  defined: readonly FileMonitor[],
  canBeMonitored: (monitor: Monitor) => boolean,
): RestoredMonitors {
  const known = new Set(stored.files.map(({ fileMonitor }) => fileMonitor));
  const today = new Set(defined.map(({ fileMonitor }) => fileMonitor));
  return {
    custom: stored.custom.filter((monitor) => canBeMonitored(monitor)),
    dropped: stored.custom.filter((monitor) => !canBeMonitored(monitor)),
    unnumbered: defined.filter(({ fileMonitor }) => !known.has(fileMonitor)),
    vanished: stored.files.filter(({ fileMonitor }) => !today.has(fileMonitor)),
  };
}

/** The monitors after SetMonitoringBase. */
export interface BaseChange {
  readonly custom: readonly Monitor[];
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
): BaseChange {
  const remaining = base === "All" ? custom : [];
  const replaced = new Set(remaining.map(({ fileMonitor }) => fileMonitor));
  return {
    custom: remaining,
    files: files.map((one) => ({ ...one, isSetAside: replaced.has(one.fileMonitor) })),
  };
}

/** The monitors in force: of the files those that the base includes and the CSMS has not set aside, and its own. */
export function activeMonitors(
  base: MonitoringBaseEnumType,
  custom: readonly Monitor[],
  files: readonly KnownFileMonitor[],
  defined: readonly FileMonitor[],
): readonly Monitor[] {
  const known = new Map(files.map((one) => [one.fileMonitor, one]));
  const ofFiles = defined.flatMap(({ component, variable, fileMonitor, definition }): Monitor[] => {
    const one = known.get(fileMonitor);
    if (one === undefined || one.isSetAside) return [];
    if (base === "HardWiredOnly" && definition.origin !== "HardWiredMonitor") return [];
    const { type, value, severity, transaction, origin } = definition;
    return [{ id: one.id, component, variable, type, value, severity, transaction, origin, fileMonitor }];
  });
  return [...ofFiles, ...custom];
}
