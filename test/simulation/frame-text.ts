import type { Action, RequestOf, TransactionEventRequest } from "../../src/ocpp/messages.ts";

/** One line for a CALL, with what a reader of the day wants to know of it. */
export function describeCall(action: Action, payload: unknown): string {
  switch (action) {
    case "BootNotification": {
      const { reason, chargingStation } = payload as RequestOf<"BootNotification">;
      return `BootNotification ${reason}, ${chargingStation.vendorName} ${chargingStation.model}`;
    }
    case "StatusNotification": {
      const { evseId, connectorId, connectorStatus } = payload as RequestOf<"StatusNotification">;
      return `StatusNotification ${evseId}/${connectorId} ${connectorStatus}`;
    }
    case "Authorize":
      return `Authorize ${(payload as RequestOf<"Authorize">).idToken.idToken}`;
    case "TransactionEvent":
      return describeTransactionEvent(payload as TransactionEventRequest);
    case "NotifyEvent": {
      const [event] = (payload as RequestOf<"NotifyEvent">).eventData;
      return `NotifyEvent ${event?.techCode} ${event?.cleared ? "cleared" : "raised"}`;
    }
    case "SecurityEventNotification":
      return `SecurityEventNotification ${(payload as RequestOf<"SecurityEventNotification">).type}`;
    default:
      return `${action} ${JSON.stringify(payload)}`;
  }
}

/** Wh that the event's last reading of the import register shows. */
export function registerOf(event: TransactionEventRequest): number | undefined {
  const registers = (event.meterValue ?? []).flatMap(({ sampledValue }) =>
    sampledValue.filter(({ measurand = "Energy.Active.Import.Register", phase }) =>
      measurand === "Energy.Active.Import.Register" && phase === undefined
    )
  );
  return registers.at(-1)?.value;
}

function describeTransactionEvent(event: TransactionEventRequest): string {
  const { transactionInfo: info } = event;
  const wattHours = registerOf(event);
  return [
    `TransactionEvent ${event.eventType} #${event.seqNo} of ${info.transactionId.slice(0, 8)}`,
    event.triggerReason,
    info.chargingState,
    info.stoppedReason && `stopped: ${info.stoppedReason}`,
    event.idToken && `token ${event.idToken.idToken}`,
    wattHours !== undefined && `${wattHours.toFixed(1)} Wh`,
    event.offline && "OFFLINE",
  ].filter(Boolean).join(", ");
}
