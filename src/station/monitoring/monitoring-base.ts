import type { MonitorId } from "../../kernel/ids.ts";
import type { MonitoringBaseEnumType } from "../../ocpp/messages.ts";
import type { ReasonForUnknown } from "../../variables/create-device-model.ts";
import { type FileMonitor, fileMonitorId } from "./file-monitors.ts";
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

/** What the monitors of the CSMS find in the device model of this start. */
export interface PresentVariables {
  canBeMonitored(monitor: Monitor): boolean;
  reasonForUnknown(): ReasonForUnknown;
}

/** Result of comparing the stored monitors with the current component files. */
export interface RestoredMonitors {
  /** Those of the CSMS that stay. */
  readonly custom: readonly Monitor[];
  /** Of these, those whose variable is unknown now and may come back. */
  readonly waiting: ReadonlySet<Monitor>;
  /** Those of the CSMS whose variable was removed or cannot be monitored any more. */
  readonly dropped: readonly Monitor[];
  /** Those of the CSMS in whose place a file has a hard-wired monitor now. */
  readonly displaced: readonly Monitor[];
  /** Monitors of files that are known and stay. */
  readonly files: readonly KnownFileMonitor[];
  /** Monitors of files that have no id yet. */
  readonly unnumbered: readonly Omit<KnownFileMonitor, "id">[];
  /** Monitors that no file defines any more. */
  readonly vanished: readonly KnownFileMonitor[];
}

/**
 * Compares the stored monitors with the component files. A file may change value and transaction of its
 * monitor, which takes effect at the next start; a monitor of the CSMS in its place stays until
 * SetMonitoringBase, unless that of the file is hard-wired. A monitor that no file defines any more is removed,
 * but nothing is removed that may only be missing for now.
 */
export function restoreMonitors(
  stored: StoredMonitors,
  defined: readonly FileMonitor[],
  variables: PresentVariables,
): RestoredMonitors {
  const known = new Set(stored.files.map(({ fileMonitor }) => fileMonitor));
  const today = new Set(defined.map(({ fileMonitor }) => fileMonitor));
  const reason = variables.reasonForUnknown();
  const hardWired = new Set(
    defined.filter(({ definition }) => definition.origin === "HardWiredMonitor").map((one) =>
      one.fileMonitor
    ),
  );
  const isDisplaced = (monitor: Monitor) => placesOf(monitor).some((place) => hardWired.has(place));
  const displaced = stored.custom.filter(isDisplaced);
  const others = stored.custom.filter((monitor) => !isDisplaced(monitor));
  const unusable = others.filter((monitor) => !variables.canBeMonitored(monitor));
  const custom = reason === "gone" ? others.filter((monitor) => !unusable.includes(monitor)) : others;
  const overruled = overruledBy(custom);
  const isGone = ({ fileMonitor }: KnownFileMonitor) => reason !== "brokenFile" && !today.has(fileMonitor);
  return {
    ...{ custom, displaced },
    waiting: new Set(reason === "gone" ? [] : unusable),
    dropped: reason === "gone" ? unusable : [],
    files: stored.files.filter((one) => !isGone(one)).map((one) => {
      const { fileMonitor } = one;
      const isSetAside = !hardWired.has(fileMonitor) && (one.isSetAside || overruled.has(fileMonitor));
      return isSetAside === one.isSetAside ? one : { ...one, isSetAside };
    }),
    unnumbered: defined.filter(({ fileMonitor }) => !known.has(fileMonitor)).map(({ fileMonitor }) => ({
      fileMonitor,
      isSetAside: overruled.has(fileMonitor),
    })),
    vanished: stored.files.filter(isGone),
  };
}

/** The monitors of files that those of the CSMS overrule: a variable has one of a type and severity (N04.FR.10). */
function overruledBy(custom: readonly Monitor[]): ReadonlySet<string> {
  return new Set(custom.flatMap(placesOf));
}

/** The monitors of files in whose place a monitor of the CSMS is: the one that it replaced, and its equal. */
function placesOf(monitor: Monitor): readonly string[] {
  const equal = fileMonitorId(monitor, monitor);
  return monitor.fileMonitor === undefined ? [equal] : [monitor.fileMonitor, equal];
}

/** The monitors after SetMonitoringBase. */
export interface BaseChange {
  readonly custom: readonly Monitor[];
  readonly files: readonly KnownFileMonitor[];
}

/**
 * SetMonitoringBase (N03): All brings back cleared preconfigured monitors and leaves those of the CSMS, also where one
 * replaced a preconfigured monitor or has its type and severity; the other two remove what the CSMS installed.
 */
export function changeBase(
  base: MonitoringBaseEnumType,
  custom: readonly Monitor[],
  files: readonly KnownFileMonitor[],
): BaseChange {
  const remaining = base === "All" ? custom : [];
  const overruled = overruledBy(remaining);
  return {
    custom: remaining,
    files: files.map((one) => ({ ...one, isSetAside: overruled.has(one.fileMonitor) })),
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
