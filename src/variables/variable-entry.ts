import { isJsonObject } from "../kernel/json.ts";
import type {
  AttributeEnumType,
  ComponentType,
  DataEnumType,
  MutabilityEnumType,
  VariableCharacteristicsType,
} from "../ocpp/messages.ts";
import { type AttributeDefinition, OCPP_SOURCE, type VariableDefinition } from "./definition.ts";
import { parseMonitors } from "./monitor-entry.ts";
import { characters, checkValue, splitList } from "./value-rules.ts";
import { isIdentifier, MAX_IDENTIFIER_CHARACTERS } from "./variable-id.ts";
import { checkUsable, type DescribedVariable } from "./variable-rules.ts";

const DATA_TYPES: ReadonlySet<string> = new Set<DataEnumType>([
  "string",
  "decimal",
  "integer",
  "dateTime",
  "boolean",
  "OptionList",
  "SequenceList",
  "MemberList",
]);
const LIST_TYPES: ReadonlySet<string> = new Set<DataEnumType>(["OptionList", "SequenceList", "MemberList"]);
const ATTRIBUTE_TYPES: ReadonlySet<string> = new Set<AttributeEnumType>([
  "Actual",
  "Target",
  "MinSet",
  "MaxSet",
]);
const MUTABILITIES: ReadonlySet<string> = new Set<MutabilityEnumType>(["ReadOnly", "WriteOnly", "ReadWrite"]);

/** Longest unit and valuesList (VariableCharacteristicsType). */
const MAX_UNIT = 16;
const MAX_VALUES_LIST = 1000;
export interface ParsedVariable {
  /** Absent when the variable cannot be used at all. */
  readonly definition?: VariableDefinition;
  readonly reasons: readonly string[];
  /** What its author should look at, although the variable is used as it stands. */
  readonly remarks?: readonly string[];
}

/** Reads one entry of `properties` of a component. Total: every input gives a definition, reasons, or both. */
export function parseVariable(component: ComponentType, property: unknown): ParsedVariable {
  if (!isJsonObject(property)) return { reasons: ["it is not an object"] };
  const { variable_name: name, instance, source = OCPP_SOURCE, monitors } = property;
  const reasons: string[] = [];
  if (!isIdentifier(name)) {
    reasons.push(`variable_name must be a text of 1 to ${MAX_IDENTIFIER_CHARACTERS} characters`);
  }
  if (instance !== undefined && !isIdentifier(instance)) {
    reasons.push(`instance must be a text of 1 to ${MAX_IDENTIFIER_CHARACTERS} characters`);
  }
  if (typeof source !== "string") reasons.push("source must be a text");
  const characteristics = readCharacteristics(property["characteristics"], reasons);
  const attributes = readAttributes(property["attributes"], property["default"], reasons);
  if (
    reasons.length > 0 || !isIdentifier(name) || typeof source !== "string" || characteristics === undefined
  ) {
    return { reasons };
  }
  const parsedMonitors = parseMonitors(monitors, characteristics, reasons);
  const variable = isIdentifier(instance) ? { name, instance } : { name };
  const described = { component, variable, characteristics };
  return {
    definition: {
      variable,
      characteristics,
      attributes: attributes.map((attribute) => dropWrongInitial(attribute, described, reasons)),
      ...(parsedMonitors.length > 0 && { monitors: parsedMonitors }),
      source,
    },
    reasons,
    ...(lacksValues(characteristics) ? { remarks: [NO_VALUES_LIST] } : {}),
  };
}

const NO_VALUES_LIST =
  "it has no valuesList: every value is accepted, and the CSMS cannot learn which make sense";

/** TC_B_53: the CSMS reads the allowed values from the list. Some of EVerest's older files have none. */
function lacksValues({ dataType, valuesList }: VariableCharacteristicsType): boolean {
  return LIST_TYPES.has(dataType) && splitList(valuesList ?? "").length === 0;
}

function readCharacteristics(value: unknown, reasons: string[]): VariableCharacteristicsType | undefined {
  if (!isJsonObject(value)) {
    reasons.push("characteristics is missing or not an object");
    return undefined;
  }
  const { dataType, unit, minLimit, maxLimit, valuesList, supportsMonitoring } = value;
  const refuse = (reason: string) => void reasons.push(`characteristics.${reason}`);
  if (!isDataType(dataType)) refuse(`dataType must be one of ${[...DATA_TYPES].join(", ")}`);
  if (typeof supportsMonitoring !== "boolean") refuse("supportsMonitoring must be true or false");
  if (!isOptional(unit, isShortText(MAX_UNIT))) {
    refuse(`unit must be a text of at most ${MAX_UNIT} characters`);
  }
  if (!isOptional(minLimit, isFiniteNumber)) refuse("minLimit must be a number");
  if (!isOptional(maxLimit, isFiniteNumber)) refuse("maxLimit must be a number");
  if (!isOptional(valuesList, isShortText(MAX_VALUES_LIST))) {
    refuse(`valuesList must be a text of at most ${MAX_VALUES_LIST} characters`);
  }
  if (isFiniteNumber(minLimit) && isFiniteNumber(maxLimit) && minLimit > maxLimit) {
    refuse("minLimit is above maxLimit");
  }
  if (reasons.length > 0 || !isDataType(dataType)) return undefined;
  return {
    dataType,
    supportsMonitoring: supportsMonitoring === true,
    ...(typeof unit === "string" ? { unit } : {}),
    ...(typeof minLimit === "number" ? { minLimit } : {}),
    ...(typeof maxLimit === "number" ? { maxLimit } : {}),
    ...(typeof valuesList === "string" ? { valuesList } : {}),
  };
}

function readAttributes(value: unknown, fallback: unknown, reasons: string[]): AttributeDefinition[] {
  if (!Array.isArray(value) || value.length === 0) {
    reasons.push("attributes must be a list with at least one entry");
    return [];
  }
  const attributes = new Map<string, AttributeDefinition>();
  value.forEach((entry: unknown, index) => {
    const attribute = readAttribute(entry, fallback);
    if (typeof attribute === "string") reasons.push(`attributes[${index}]${attribute}`);
    else if (attributes.has(attribute.type)) reasons.push(`attributes[${index}].type occurs twice`);
    else attributes.set(attribute.type, attribute);
  });
  return [...attributes.values()];
}

/** The attribute, or what is wrong with it. */
function readAttribute(entry: unknown, fallback: unknown): AttributeDefinition | string {
  if (!isJsonObject(entry)) return " is not an object";
  const { type = "Actual", mutability = "ReadOnly", value } = entry;
  if (!isAttributeType(type)) return `.type must be one of ${[...ATTRIBUTE_TYPES].join(", ")}`;
  // An attribute without mutability is read-only, as in EVerest's files.
  if (!isMutability(mutability)) return `.mutability must be one of ${[...MUTABILITIES].join(", ")}`;
  const initial = value ?? (type === "Actual" ? fallback : undefined);
  if (initial === undefined || initial === null) return { type, mutability };
  if (typeof initial !== "string" && typeof initial !== "number" && typeof initial !== "boolean") {
    return ".value must be a text, a number, true or false";
  }
  return { type, mutability, initial: String(initial) };
}

/** An initial value that violates its characteristics, or locks the CSMS out, is left out: unset is safer than wrong. */
function dropWrongInitial(
  attribute: AttributeDefinition,
  described: DescribedVariable,
  reasons: string[],
): AttributeDefinition {
  const { type, mutability, initial } = attribute;
  if (initial === undefined) return attribute;
  // EVerest writes "" for "no value yet" with every data type.
  if (initial === "" && described.characteristics.dataType !== "string") return { type, mutability };
  const violation = checkValue(described.characteristics, initial) ?? checkUsable(described, initial);
  if (violation === undefined) return attribute;
  reasons.push(`the initial value of ${type} is ignored: ${violation.text}`);
  return { type, mutability };
}

function isOptional(value: unknown, test: (value: unknown) => boolean): boolean {
  return value === undefined || test(value);
}
function isShortText(max: number): (value: unknown) => boolean {
  return (value) => typeof value === "string" && characters(value) <= max;
}
function isFiniteNumber(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value);
}
function isDataType(value: unknown): value is DataEnumType {
  return typeof value === "string" && DATA_TYPES.has(value);
}
function isAttributeType(value: unknown): value is AttributeEnumType {
  return typeof value === "string" && ATTRIBUTE_TYPES.has(value);
}
function isMutability(value: unknown): value is MutabilityEnumType {
  return typeof value === "string" && MUTABILITIES.has(value);
}
