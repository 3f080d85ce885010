import { toTimestamp } from "../../kernel/clock.ts";
import type { TransactionId } from "../../kernel/ids.ts";
import { firstCharacters } from "../../ocpp/first-characters.ts";
import type { EventTriggerEnumType } from "../../ocpp/messages.ts";
import type { NewEvent } from "../events/waiting-events.ts";
import type { Monitor } from "./monitor.ts";

/** The circumstances of an event. */
export interface MonitorMoment {
  readonly trigger: EventTriggerEnumType;
  readonly cleared?: boolean;
  readonly atMs: number;
  /** Undefined: the variable has no value, or is write-only. */
  readonly actualValue: string | undefined;
  /** Of the value that is reported, in characters. */
  readonly longestValue: number;
  /** The transaction that is open where the variable is, or whose end the value shows. */
  readonly transactionId?: TransactionId;
}

/** One entry of NotifyEvent for a monitor (N07.FR.06). */
export function monitorEvent(monitor: Monitor, moment: MonitorMoment): NewEvent {
  const { id, severity, component, variable, origin } = monitor;
  const { trigger, cleared, atMs, actualValue = "", longestValue, transactionId } = moment;
  return {
    identity: `monitor ${id}`,
    severity,
    data: {
      timestamp: toTimestamp(atMs),
      trigger,
      actualValue: firstCharacters(actualValue, longestValue),
      ...(cleared !== undefined && { cleared }),
      ...(transactionId !== undefined && { transactionId }),
      eventNotificationType: origin,
      variableMonitoringId: id,
      component,
      variable,
    },
  };
}
