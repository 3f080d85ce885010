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
import { monitoredVariable } from "./monitor-list.ts";

/** The monitors of a GetMonitoringReport (N02), grouped by variable in the order of installation. */
export function selectMonitors(
  { monitoringCriteria, componentVariable }: RequestOf<"GetMonitoringReport">,
  monitors: Iterable<Monitor>,
): readonly MonitoringDataType[] {
  const selected = [...monitors].filter((monitor) =>
    meetsCriteria(monitor.type, monitoringCriteria) && isWanted(monitor, componentVariable)
  );
  return [...Map.groupBy(selected, monitoredVariable).values()].flatMap(toMonitoringData);
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
