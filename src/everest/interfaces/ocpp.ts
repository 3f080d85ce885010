import type { Logger } from "../../kernel/logger.ts";
import { array, boolean, located, nothing, string } from "../codec/mod.ts";
import type { EverestModule } from "../module.ts";
import { command, declareInterface } from "./interface.ts";
import { type Answer, type Answers, provide } from "./provider.ts";
import {
  type BootNotificationResponse,
  bootNotificationResponse,
  changeAvailabilityRequest,
  changeAvailabilityResponse,
  type ConnectionStatus,
  connectionStatus,
  type Message,
  message,
  type OcppTransactionEvent,
  ocppTransactionEvent,
  type OcppTransactionEventResponse,
  ocppTransactionEventResponse,
  type SecurityEvent,
  securityEvent,
} from "./types/ocpp.ts";
import { type ChargingSchedules, chargingSchedules } from "./types/ocpp-charging-schedule.ts";
import {
  componentVariable,
  type EventData,
  eventData,
  getVariableRequest,
  getVariableResult,
  setVariableRequest,
  setVariableResult,
} from "./types/ocpp-variable.ts";

/** Lets other modules control and observe the OCPP service. */
export const ocppInterface = declareInterface("ocpp", {
  commands: {
    stop: command({}, boolean()),
    restart: command({}, boolean()),
    security_event: command({ event: securityEvent }, nothing()),
    get_variables: command({ requests: array(getVariableRequest) }, array(getVariableResult)),
    /** `source` is stored with the values. */
    set_variables: command(
      { requests: array(setVariableRequest), source: string() },
      array(setVariableResult),
    ),
    change_availability: command({ request: changeAvailabilityRequest }, changeAvailabilityResponse),
    monitor_variables: command({ component_variables: array(componentVariable) }, nothing()),
  },
  variables: {
    ocpp_transaction_event: ocppTransactionEvent,
    ocpp_transaction_event_response: ocppTransactionEventResponse,
    charging_schedules: chargingSchedules,
    /** Up to 2026.02; main of 2026-08 has `connection_status` instead. We publish both. */
    is_connected: boolean(),
    connection_status: connectionStatus,
    security_event: securityEvent,
    event_data: eventData,
    boot_notification_response: bootNotificationResponse,
    /** Not known to 2026.02 and older, where nobody listens. */
    ocpp_message: message,
  },
});

type Commands = typeof ocppInterface.commands;
type Handle<K extends keyof Commands> = Answer<Commands[K]>["handle"];

export interface OcppHandlers {
  readonly stop: Handle<"stop">;
  readonly restart: Handle<"restart">;
  readonly securityEvent: Handle<"security_event">;
  readonly getVariables: Handle<"get_variables">;
  readonly setVariables: Handle<"set_variables">;
  readonly changeAvailability: Handle<"change_availability">;
  readonly monitorVariables: Handle<"monitor_variables">;
}

export type OcppPublisher = ReturnType<typeof provideOcpp>;

export function provideOcpp(
  module: EverestModule,
  implementationId: string,
  handlers: OcppHandlers,
  log: Logger,
) {
  const answers: Answers<Commands> = {
    stop: { handle: handlers.stop, failed: () => false },
    restart: { handle: handlers.restart, failed: () => false },
    security_event: { handle: handlers.securityEvent },
    get_variables: { handle: handlers.getVariables },
    set_variables: { handle: handlers.setVariables },
    change_availability: {
      handle: handlers.changeAvailability,
      failed: (violation) => ({
        status: "Rejected",
        status_info: { reason_code: "InvalidInput", additional_info: located(violation) },
      }),
    },
    monitor_variables: { handle: handlers.monitorVariables },
  };
  const { publish } = provide(ocppInterface, module, implementationId, answers, log);
  return {
    publishTransactionEvent: (event: OcppTransactionEvent) => publish("ocpp_transaction_event", event),
    publishTransactionEventResponse: (response: OcppTransactionEventResponse) =>
      publish("ocpp_transaction_event_response", response),
    publishChargingSchedules: (schedules: ChargingSchedules) => publish("charging_schedules", schedules),
    /** In the form of releases up to 2026.02, whose listeners have no other start value. */
    publishNotConnectedYet: () => publish("is_connected", false),
    /** In the form of every release: `is_connected` and `connection_status`. */
    publishConnectionStatus: (status: ConnectionStatus) => {
      const legacy = publish("is_connected", status.connected);
      return publish("connection_status", status) && legacy;
    },
    publishSecurityEvent: (event: SecurityEvent) => publish("security_event", event),
    publishEventData: (data: EventData) => publish("event_data", data),
    publishBootNotificationResponse: (response: BootNotificationResponse) =>
      publish("boot_notification_response", response),
    publishOcppMessage: (message: Message) => publish("ocpp_message", message),
  };
}
