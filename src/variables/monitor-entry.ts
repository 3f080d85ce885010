import { isJsonObject } from "../kernel/json.ts";
import type { MonitorEnumType, VariableCharacteristicsType } from "../ocpp/messages.ts";
import type { MonitorDefinition } from "./definition.ts";
import { settingsViolation, unsupportedType } from "./monitor-rules.ts";

const TYPES: ReadonlySet<string> = new Set<MonitorEnumType>([
  "UpperThreshold",
  "LowerThreshold",
  "Delta",
  "Periodic",
  "PeriodicClockAligned",
]);

/**
 * Reads the `monitors` of one variable of a component file. Total: an unusable monitor is left out with an
 * entry in `reasons`; the variable and its other monitors stay.
 */
export function parseMonitors(
  value: unknown,
  characteristics: VariableCharacteristicsType,
  reasons: string[],
): readonly MonitorDefinition[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) {
    reasons.push("monitors must be a list");
    return [];
  }
  const monitors = new Map<string, MonitorDefinition>();
  value.forEach((entry: unknown, index) => {
    const monitor = parseMonitor(entry, characteristics);
    if (typeof monitor === "string") return void reasons.push(`monitors[${index}]${monitor}`);
    const identity = `${monitor.type}/${monitor.severity}`;
    if (monitors.has(identity)) reasons.push(`monitors[${index}] has the type and severity of one before it`);
    else monitors.set(identity, monitor);
  });
  return [...monitors.values()];
}

/** The monitor, or what is wrong with it. */
function parseMonitor(
  entry: unknown,
  characteristics: VariableCharacteristicsType,
): MonitorDefinition | string {
  if (!isJsonObject(entry)) return " is not an object";
  const { type, value, severity, transaction = false, config_type: origin, reference_value: reference } =
    entry;
  if (!isMonitorType(type)) return `.type must be one of ${[...TYPES].join(", ")}`;
  if (typeof value !== "number") return ".value must be a number";
  if (typeof severity !== "number") return ".severity must be an integer from 0 to 9";
  if (typeof transaction !== "boolean") return ".transaction must be true or false";
  if (origin !== "HardWiredMonitor" && origin !== "PreconfiguredMonitor") {
    return ".config_type must be HardWiredMonitor or PreconfiguredMonitor; the CSMS sets custom monitors";
  }
  if (reference !== undefined && typeof reference !== "string" && typeof reference !== "number") {
    return ".reference_value must be a text or a number";
  }
  const unsupported = unsupportedType(type, characteristics);
  if (unsupported !== undefined) return ` cannot be used: ${unsupported}`;
  const violation = settingsViolation({ type, value, severity }, characteristics);
  if (violation !== undefined) return ` cannot be used: ${violation.text}`;
  return {
    ...{ type, value, severity, transaction, origin },
    ...(reference !== undefined && type === "Delta" && { reference: String(reference) }),
  };
}

function isMonitorType(value: unknown): value is MonitorEnumType {
  return typeof value === "string" && TYPES.has(value);
}
