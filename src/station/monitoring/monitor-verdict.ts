import type {
  SetMonitoringDataType,
  SetMonitoringStatusEnumType,
  VariableCharacteristicsType,
} from "../../ocpp/messages.ts";
import type { ReasonCode } from "../../ocpp/reason-codes.ts";
import { assertNever } from "../../kernel/assert-never.ts";
import { settingsViolation, unsupportedType } from "../../variables/monitor-rules.ts";
import type { SetViolation } from "../../variables/set-violation.ts";
import { componentId, variableId } from "../../variables/variable-id.ts";
import type { Monitor } from "./monitor.ts";
import type { MonitorList } from "./monitor-list.ts";

/** The variable of a requested monitor in the device model. */
export type MonitoredVariable =
  | { readonly kind: "found"; readonly characteristics: VariableCharacteristicsType }
  | { readonly kind: "unknownComponent" }
  | { readonly kind: "unknownVariable" };

/** Result of checking one entry of SetVariableMonitoring. */
export type MonitorVerdict =
  | { readonly kind: "install"; readonly replaces?: Monitor }
  | {
    readonly kind: "refused";
    readonly status: Exclude<SetMonitoringStatusEnumType, "Accepted">;
    /** Absent for the one refusal that TC_N_43 wants without a reason: a negative Delta. */
    readonly reason?: SetViolation;
  };

/** Limit of monitors, including those of component files. */
export const MAX_MONITORS = 2000;

/** Checks one entry of SetVariableMonitoring (N04) without changing anything. */
export function judgeMonitor(
  data: SetMonitoringDataType,
  variable: MonitoredVariable,
  monitors: MonitorList,
): MonitorVerdict {
  switch (variable.kind) {
    case "unknownComponent":
      return refused("UnknownComponent", "NotFound", "the device model has no such component");
    case "unknownVariable":
      return refused("UnknownVariable", "NotFound", "the component has no such variable");
    case "found":
      return judgeOnVariable(data, variable.characteristics, monitors);
    default:
      return assertNever(variable);
  }
}

function judgeOnVariable(
  data: SetMonitoringDataType,
  characteristics: VariableCharacteristicsType,
  monitors: MonitorList,
): MonitorVerdict {
  const replaced = data.id === undefined ? undefined : monitors.get(data.id);
  if (data.id !== undefined) {
    const violation = replaceViolation(data, replaced);
    if (violation) return { kind: "refused", status: "Rejected", reason: violation };
  }
  const unsupported = unsupportedType(data.type, characteristics);
  if (unsupported) return refused("UnsupportedMonitorType", "UnsupportedParam", unsupported);
  const violation = settingsViolation(data, characteristics);
  if (violation) {
    const hasReason = data.type !== "Delta" || data.value >= 0;
    return { kind: "refused", status: "Rejected", ...(hasReason && { reason: violation }) };
  }
  if (monitors.duplicateOf(data, data, data.id)) {
    return refused(
      "Duplicate",
      "InvalidValue",
      "a monitor of this type and severity is on the variable already",
    );
  }
  if (replaced === undefined && monitors.size >= MAX_MONITORS) {
    return refused("Rejected", "OutOfMemory", `the station keeps at most ${MAX_MONITORS} monitors`);
  }
  return { kind: "install", ...(replaced && { replaces: replaced }) };
}

function replaceViolation(
  data: SetMonitoringDataType,
  replaced: Monitor | undefined,
): SetViolation | undefined {
  if (replaced === undefined) return { reasonCode: "NotFound", text: "no monitor has this id" };
  if (replaced.origin === "HardWiredMonitor") {
    return { reasonCode: "ReadOnly", text: "a hard-wired monitor cannot be replaced" };
  }
  const isSameVariable = componentId(replaced.component) === componentId(data.component) &&
    variableId(replaced.variable) === variableId(data.variable);
  return isSameVariable
    ? undefined
    : { reasonCode: "InvalidValue", text: "the monitor is on another variable" };
}

function refused(
  status: Exclude<SetMonitoringStatusEnumType, "Accepted">,
  reasonCode: ReasonCode,
  text: string,
): MonitorVerdict {
  return { kind: "refused", status, reason: { reasonCode, text } };
}
