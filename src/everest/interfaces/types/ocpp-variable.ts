import { boolean, dateTime, enumOf, type Infer, integer, object, string } from "../../codec/mod.ts";

export const evse = object({
  id: integer({ minimum: 1 }),
}, {
  connector_id: integer({ minimum: 1 }),
});
export type EVSE = Infer<typeof evse>;

export const component = object({
  name: string({ maxLength: 50 }),
}, {
  instance: string({ maxLength: 50 }),
  evse: evse,
});
export type Component = Infer<typeof component>;

export const variable = object({
  name: string({ maxLength: 50 }),
}, {
  instance: string({ maxLength: 50 }),
});
export type Variable = Infer<typeof variable>;

export const componentVariable = object({
  component: component,
  variable: variable,
});
export type ComponentVariable = Infer<typeof componentVariable>;

export const attributeEnum = enumOf("Actual", "Target", "MinSet", "MaxSet");
export type AttributeEnum = Infer<typeof attributeEnum>;

export const getVariableRequest = object({
  component_variable: componentVariable,
}, {
  attribute_type: attributeEnum,
});
export type GetVariableRequest = Infer<typeof getVariableRequest>;

export const getVariableStatusEnumType = enumOf(
  "Accepted",
  "Rejected",
  "UnknownComponent",
  "UnknownVariable",
  "NotSupportedAttributeType",
);
export type GetVariableStatusEnumType = Infer<typeof getVariableStatusEnumType>;

export const getVariableResult = object({
  status: getVariableStatusEnumType,
  component_variable: componentVariable,
}, {
  attribute_type: attributeEnum,
  value: string({ maxLength: 2500 }),
});
export type GetVariableResult = Infer<typeof getVariableResult>;

/** A value that is too long is read, so that it alone is refused and not the whole command. */
const valueToSet = { ...string({ maxLength: 1000 }), read: string().read };

export const setVariableRequest = object({
  component_variable: componentVariable,
  value: valueToSet,
}, {
  attribute_type: attributeEnum,
});
export type SetVariableRequest = Infer<typeof setVariableRequest>;

export const setVariableStatusEnumType = enumOf(
  "Accepted",
  "Rejected",
  "UnknownComponent",
  "UnknownVariable",
  "NotSupportedAttributeType",
  "RebootRequired",
);
export type SetVariableStatusEnumType = Infer<typeof setVariableStatusEnumType>;

export const setVariableResult = object({
  status: setVariableStatusEnumType,
  component_variable: componentVariable,
}, {
  attribute_type: attributeEnum,
});
export type SetVariableResult = Infer<typeof setVariableResult>;

export const eventTriggerEnum = enumOf("Alerting", "Delta", "Periodic");
export type EventTriggerEnum = Infer<typeof eventTriggerEnum>;

export const eventNotificationType = enumOf(
  "HardWiredNotification",
  "HardWiredMonitor",
  "PreconfiguredMonitor",
  "CustomMonitor",
);
export type EventNotificationType = Infer<typeof eventNotificationType>;

/** A change of a monitored variable. */
export const eventData = object({
  component_variable: componentVariable,
  event_id: integer(),
  timestamp: dateTime(),
  trigger: eventTriggerEnum,
  actual_value: string({ maxLength: 2500 }),
  event_notification_type: eventNotificationType,
}, {
  cause: integer(),
  tech_code: string({ maxLength: 50 }),
  tech_info: string({ maxLength: 500 }),
  cleared: boolean(),
  transaction_id: string({ maxLength: 36 }),
  variable_monitoring_id: integer(),
});
export type EventData = Infer<typeof eventData>;
