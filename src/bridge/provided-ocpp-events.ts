import type { OcppPublisher } from "../everest/interfaces/ocpp.ts";
import type {
  BootNotificationResponse,
  OcppTransactionEvent,
  OcppTransactionEventResponse,
  SecurityEvent,
} from "../everest/interfaces/types/ocpp.ts";
import type { MessageContent } from "../everest/interfaces/types/text-message.ts";
import { type Clock, toTimestamp } from "../kernel/clock.ts";
import type { Logger } from "../kernel/logger.ts";
import type { MessageContentType, RequestOf, ResponseOf } from "../ocpp/messages.ts";
import type { ProvisioningBlock } from "../station/provisioning/provisioning-block.ts";
import type {
  SecurityBlock,
  SecurityEvent as RaisedSecurityEvent,
} from "../station/security/security-block.ts";
import type { AnsweredEvent, TransactionsBlock } from "../station/transactions/transactions-block.ts";
import type { Arrival } from "./complaint.ts";
import { fromStatusInfo } from "./provided-status-info.ts";
import type { VariableMonitors, WatchedVariables } from "./provided-variable-monitors.ts";
import { fromEvse } from "./provided-variables.ts";
import { timestampOrNow, withinFourDigitYears } from "./timestamps.ts";

/** The events of the station that `ocpp_generic` publishes. */
export interface StationEvents {
  readonly transactions: Pick<TransactionsBlock, "onEvent" | "onResponse">;
  readonly provisioning: Pick<ProvisioningBlock, "onResponse">;
  readonly security: Pick<SecurityBlock, "onRaised">;
  readonly deviceModel: WatchedVariables;
}

export interface StationEventsDeps {
  readonly publisher: OcppPublisher;
  readonly monitors: Pick<VariableMonitors, "watch">;
  readonly clock: Clock;
  readonly log: Logger;
}

/** Publishes the events of the station on the bus. To be called once, before the station starts. */
export function publishStationEvents(
  { transactions, provisioning, security, deviceModel }: StationEvents,
  { publisher, monitors, clock, log }: StationEventsDeps,
): void {
  transactions.onEvent(({ request }) => publisher.publishTransactionEvent(toTransactionEvent(request)));
  transactions.onResponse((answer) =>
    publisher.publishTransactionEventResponse(toTransactionEventResponse(answer))
  );
  provisioning.onResponse((response) => {
    const complain = (reason: string) =>
      log.warning("a value in the BootNotificationResponse is wrong", { reason });
    const arrival = { nowMs: clock.wallMs(), complain };
    publisher.publishBootNotificationResponse(toBootNotificationResponse(response, arrival));
  });
  security.onRaised((event) => publisher.publishSecurityEvent(toSecurityEvent(event)));
  monitors.watch(deviceModel);
}

export function toTransactionEvent(request: RequestOf<"TransactionEvent">): OcppTransactionEvent {
  const { transactionId } = request.transactionInfo;
  return {
    transaction_event: request.eventType,
    // EVerest's session uuid is our transaction id.
    session_id: transactionId,
    transaction_id: transactionId,
    ...(request.evse ? { evse: fromEvse(request.evse) } : {}),
  };
}

function toTransactionEventResponse(
  { request, response }: Pick<AnsweredEvent, "request" | "response">,
): OcppTransactionEventResponse {
  const { totalCost, chargingPriority, updatedPersonalMessage } = response;
  return {
    original_transaction_event: toTransactionEvent(request),
    ...(totalCost === undefined ? {} : { total_cost: totalCost }),
    ...(chargingPriority === undefined ? {} : { charging_priority: chargingPriority }),
    ...(updatedPersonalMessage ? { personal_message: toMessageContent(updatedPersonalMessage) } : {}),
  };
}

function toMessageContent({ content, format, language }: MessageContentType): MessageContent {
  return { content, format, ...(language === undefined ? {} : { language }) };
}

export function toBootNotificationResponse(
  { status, currentTime, interval, statusInfo }: ResponseOf<"BootNotification">,
  arrival: Arrival,
): BootNotificationResponse {
  return {
    status,
    current_time: toTimestamp(withinFourDigitYears(timestampOrNow(currentTime, arrival))),
    interval,
    ...(statusInfo ? { status_info: fromStatusInfo(statusInfo) } : {}),
  };
}

function toSecurityEvent(
  { type, techInfo, critical, timestampMs }: RaisedSecurityEvent,
): SecurityEvent {
  return {
    type,
    ...(techInfo === "" ? {} : { info: techInfo }),
    critical,
    timestamp: toTimestamp(timestampMs),
  };
}
