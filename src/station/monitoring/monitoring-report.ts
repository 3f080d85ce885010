import { assertNever } from "../../kernel/assert-never.ts";
import type {
  ComponentVariableType,
  MonitorEnumType,
  MonitoringCriterionEnumType,
  MonitoringDataType,
  RequestOf,
} from "../../ocpp/messages.ts";
import { isNamedBy } from "../../variables/report-selection.ts";
import type { Monitor } from "./monitor.ts";

/** The monitors of a GetMonitoringReport (N02), of those that `monitors` has for each variable. */
export function selectMonitors(
  { monitoringCriteria, componentVariable }: RequestOf<"GetMonitoringReport">,
  monitors: Iterable<readonly Monitor[]>,
): readonly MonitoringDataType[] {
  const selected: MonitoringDataType[] = [];
  for (const ofVariable of monitors) {
    const [first] = ofVariable;
    if (first === undefined || !isWanted(first, componentVariable)) continue;
    selected.push(
      ...toMonitoringData(ofVariable.filter(({ type }) => meetsCriteria(type, monitoringCriteria))),
    );
  }
  return selected;
}

function toMonitoringData(monitors: readonly Monitor[]): readonly MonitoringDataType[] {
  const [first] = monitors;
  if (first === undefined) return [];
  return [{
    component: first.component,
    variable: first.variable,
    variableMonitoring: monitors.map(({ id, transaction, value, type, severity }) => ({
      id,
      transaction,
      value,
      type,
      severity,
    })),
  }];
}

function isWanted(monitor: Monitor, filters: readonly ComponentVariableType[] = []): boolean {
  return filters.length === 0 || filters.some((filter) => isNamedBy(monitor, filter));
}

function meetsCriteria(
  type: MonitorEnumType,
  criteria: readonly MonitoringCriterionEnumType[] = [],
): boolean {
  return criteria.length === 0 || criteria.includes(criterionOf(type));
}

function criterionOf(type: MonitorEnumType): MonitoringCriterionEnumType {
  switch (type) {
    case "UpperThreshold":
    case "LowerThreshold":
      return "ThresholdMonitoring";
    case "Delta":
      return "DeltaMonitoring";
    case "Periodic":
    case "PeriodicClockAligned":
      return "PeriodicMonitoring";
    default:
      return assertNever(type);
  }
}
