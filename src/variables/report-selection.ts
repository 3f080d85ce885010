import { assertNever } from "../kernel/assert-never.ts";
import type {
  ComponentCriterionEnumType,
  ComponentVariableType,
  ReportBaseEnumType,
  RequestOf,
} from "../ocpp/messages.ts";
import { sameIdentifier } from "../kernel/identifier.ts";
import { type Attribute, attributeOf, type Component, type Variable } from "./variable-index.ts";

/** A variable of a report with the attributes to report. */
export interface SelectedVariable {
  readonly variable: Variable;
  readonly attributes: readonly Attribute[];
}

/**
 * The variables of a predefined report, of all three that there are (B07). Lazy, so that a large report needs
 * little memory.
 */
export function* selectBaseReport(
  reportBase: ReportBaseEnumType,
  components: Iterable<Component>,
): Generator<SelectedVariable, void> {
  const all = [...components];
  for (const component of all) {
    for (const variable of component.variables) {
      const attributes = baseReportAttributes(reportBase, variable, all);
      if (attributes.length > 0) yield { variable, attributes };
    }
  }
}

function baseReportAttributes(
  reportBase: ReportBaseEnumType,
  variable: Variable,
  all: readonly Component[],
): readonly Attribute[] {
  switch (reportBase) {
    case "FullInventory":
      // Every attribute, also without a value.
      return variable.attributes;
    case "ConfigurationInventory":
      // The attributes that the operator can set.
      return variable.attributes.filter(({ mutability }) => mutability !== "ReadOnly");
    case "SummaryInventory":
      // Availability and problems.
      return isAvailability(variable, all) || isAbnormal(variable) ? actualOf(variable) : [];
    default:
      return assertNever(reportBase);
  }
}

/** A connector is reported only when its state differs from that of its EVSE. */
function isAvailability(variable: Variable, all: readonly Component[]): boolean {
  const { component } = variable;
  if (!sameIdentifier(variable.variable.name, "AvailabilityState")) return false;
  if (!["ChargingStation", "EVSE", "Connector"].some((name) => sameIdentifier(component.name, name))) {
    return false;
  }
  if (component.evse?.connectorId === undefined) return true;
  const evse = all.find((other) =>
    sameIdentifier(other.component.name, "EVSE") && other.component.evse?.id === component.evse?.id
  );
  const state = actualValue(variable);
  return state !== undefined && state !== (evse && actualNamed(evse, "AvailabilityState"));
}

const ABNORMAL = ["Problem", "Tripped", "Overload", "Fallback"];

function isAbnormal(variable: Variable): boolean {
  return ABNORMAL.some((name) => sameIdentifier(variable.variable.name, name)) &&
    actualValue(variable) === "true";
}

/** The variables that a GetReport.req asks for, by criteria, by name, or by both (B08). */
export function* selectReport(
  { componentCriteria, componentVariable }: RequestOf<"GetReport">,
  components: Iterable<Component>,
): Generator<SelectedVariable, void> {
  for (const component of components) {
    if (componentCriteria && !meetsCriteria(component, componentCriteria)) continue;
    for (const variable of component.variables) {
      if (!componentVariable || componentVariable.some((filter) => isNamedBy(variable, filter))) {
        yield { variable, attributes: variable.attributes };
      }
    }
  }
}

/** Any one of the criteria is enough. */
function meetsCriteria(component: Component, criteria: readonly ComponentCriterionEnumType[]): boolean {
  return criteria.some((criterion) => meets(component, criterion));
}

function meets(component: Component, criterion: ComponentCriterionEnumType): boolean {
  const flags = component.variables.filter(({ variable }) => sameIdentifier(variable.name, criterion));
  const isTrue = flags.some((flag) => actualValue(flag) === "true");
  switch (criterion) {
    // True, or the component has no such variable.
    case "Active":
    case "Available":
    case "Enabled":
      return isTrue || flags.length === 0;
    case "Problem":
      return isTrue;
    default:
      return assertNever(criterion);
  }
}

/** A part that the filter leaves out matches everything. */
export function isNamedBy(
  variable: Pick<Variable, "component" | "variable">,
  filter: ComponentVariableType,
): boolean {
  const { component } = variable;
  const wanted = filter.component;
  if (!sameIdentifier(component.name, wanted.name)) return false;
  if (wanted.instance && !sameIdentifier(component.instance, wanted.instance)) return false;
  if (wanted.evse && component.evse?.id !== wanted.evse.id) return false;
  const connectorId = wanted.evse?.connectorId;
  if (connectorId !== undefined && component.evse?.connectorId !== connectorId) return false;
  if (!filter.variable) return true;
  const { name, instance } = filter.variable;
  return sameIdentifier(variable.variable.name, name) &&
    (!instance || sameIdentifier(variable.variable.instance, instance));
}

function actualOf(variable: Variable): readonly Attribute[] {
  const actual = attributeOf(variable, "Actual");
  return actual ? [actual] : [];
}

function actualValue(variable: Variable): string | undefined {
  return attributeOf(variable, "Actual")?.value;
}

function actualNamed(component: Component, name: string): string | undefined {
  const variable = component.variables.find(({ variable }) => sameIdentifier(variable.name, name));
  return variable && actualValue(variable);
}
