import type { SetVariableDataType, SetVariableStatusEnumType } from "../ocpp/messages.ts";
import { isBoundByMutability, type SetBy } from "./device-model.ts";
import { standardRule } from "./set-rules.ts";
import type { Proposal, SetRule } from "./set-rule.ts";
import {
  attributeOf,
  type AttributeSlot,
  type ComponentSlot,
  type Lookup,
  type VariableIndex,
  type VariableSlot,
} from "./variable-index.ts";
import { characters } from "./value-rules.ts";
import { sameIdentifier } from "../kernel/identifier.ts";
import { checkVariable } from "./variable-rules.ts";
import type { SetViolation } from "./set-violation.ts";

/** The verdict on one entry of SetVariables.req before its source is asked. */
export type SetVerdict =
  | {
    readonly kind: "refused";
    readonly status: SetVariableStatusEnumType;
    readonly violation?: SetViolation;
  }
  | {
    readonly kind: "proposed";
    readonly variable: VariableSlot;
    readonly attribute: AttributeSlot;
    readonly proposal: Proposal;
  };

/** Judges one entry of SetVariables.req, requirement by requirement (B05). Pure: nothing changes yet. */
export function judgeSet(
  request: SetVariableDataType,
  by: SetBy,
  index: VariableIndex,
  rules: readonly SetRule[],
): SetVerdict {
  const look: Lookup = index.look(request);
  if (look.kind === "unknownComponent") return { kind: "refused", status: "UnknownComponent" };
  if (look.kind === "unknownVariable") return { kind: "refused", status: "UnknownVariable" };
  const attribute = attributeOf(look.variable, request.attributeType ?? "Actual");
  if (attribute === undefined) return { kind: "refused", status: "NotSupportedAttributeType" };
  const proposal: Proposal = {
    component: look.variable.component,
    variable: look.variable.variable,
    attribute: attribute.type,
    value: request.attributeValue,
    by,
  };
  const violation = checkAccess(look.variable, attribute, by, index) ??
    checkSize(proposal, index) ??
    checkVariable(look.variable, proposal.value) ??
    checkBounds(look.variable, proposal) ??
    firstViolation([standardRule, ...rules], proposal, index);
  return violation
    ? { kind: "refused", status: "Rejected", violation }
    : { kind: "proposed", variable: look.variable, attribute, proposal };
}

/** Refuses variables that from outside nobody may set, or that the station would ignore. */
function checkAccess(
  variable: VariableSlot,
  attribute: AttributeSlot,
  by: SetBy,
  index: VariableIndex,
): SetViolation | undefined {
  if (!isBoundByMutability(by)) return undefined;
  if (attribute.mutability === "ReadOnly") {
    return { reasonCode: "ReadOnly", text: "only the station sets it" };
  }
  const owner = index.component(variable.component);
  return owner && isUnavailable(owner) && !isHonouredAnyway(variable)
    ? { reasonCode: "NotEnabled", text: `${owner.component.name} is not available on this station` }
    : undefined;
}

function isHonouredAnyway(variable: VariableSlot): boolean {
  if (isNamed(variable, "Available")) return true;
  // Price texts use this language too, without a display of ours.
  return isNamed(variable, "Language") && sameIdentifier(variable.component.name, "DisplayMessageCtrlr");
}

/**
 * A controller whose `Available` variables are all false represents a function that the station does not
 * have.
 */
function isUnavailable({ component, variables }: ComponentSlot): boolean {
  if (component.evse !== undefined) return false;
  const available = variables.filter((variable) => isNamed(variable, "Available"));
  return available.length > 0 &&
    available.every((variable) => attributeOf(variable, "Actual")?.value === "false");
}

function isNamed({ variable }: VariableSlot, name: string): boolean {
  return sameIdentifier(variable.name, name);
}

/** Part 2, §2.1.20: the longest value that SetVariables may carry, by default and at most 1000 characters. */
function checkSize({ value, by }: Proposal, index: VariableIndex): SetViolation | undefined {
  if (!isBoundByMutability(by)) return undefined;
  const limit = index.attribute(CONFIGURATION_VALUE_SIZE, "Actual")?.value ?? "1000";
  return characters(value) > Number(limit)
    ? { reasonCode: "TooLargeElement", text: `it is longer than ${limit} characters` }
    : undefined;
}

const CONFIGURATION_VALUE_SIZE = {
  component: { name: "DeviceDataCtrlr" },
  variable: { name: "ConfigurationValueSize" },
};

/** The attributes MinSet and MaxSet bound Actual and Target, and each other (part 1, device model). */
function checkBounds(variable: VariableSlot, { attribute, value }: Proposal): SetViolation | undefined {
  const { dataType } = variable.characteristics;
  if (dataType !== "integer" && dataType !== "decimal") return undefined;
  const bound = (type: "MinSet" | "MaxSet") => {
    const text = type === attribute ? undefined : attributeOf(variable, type)?.value;
    return text === undefined ? undefined : Number(text);
  };
  const [lowest, highest] = [bound("MinSet"), bound("MaxSet")];
  if (lowest !== undefined && Number(value) < lowest) {
    return { reasonCode: "ValueOutOfRange", text: `it is below MinSet, ${lowest}` };
  }
  if (highest !== undefined && Number(value) > highest) {
    return { reasonCode: "ValueOutOfRange", text: `it is above MaxSet, ${highest}` };
  }
  return undefined;
}

function firstViolation(
  rules: readonly SetRule[],
  proposal: Proposal,
  index: VariableIndex,
): SetViolation | undefined {
  for (const rule of rules) {
    const violation = rule(proposal, (key) => index.attribute(key, "Actual")?.value);
    if (violation) return violation;
  }
  return undefined;
}
