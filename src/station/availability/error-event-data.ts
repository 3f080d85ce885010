import { toTimestamp } from "../../kernel/clock.ts";
import type { TransactionId } from "../../kernel/ids.ts";
import { firstCharacters } from "../../ocpp/first-characters.ts";
import type { RaisedError } from "./error-store.ts";
import type { NewEvent } from "../events/waiting-events.ts";

const MAX_TECH_CODE = 50;
const MAX_TECH_INFO = 500;

/** A change of an error. */
export interface ErrorMoment {
  readonly state: "raised" | "cleared";
  readonly atMs: number;
  /** The variable that the error names, afterwards: another error may keep it true. */
  readonly actualValue: string;
  /** The transaction on the EVSE of the error. */
  readonly transactionId?: TransactionId;
}

/** One entry of NotifyEventRequest. */
export function errorEvent(error: RaisedError, moment: ErrorMoment): NewEvent {
  const { identity, severity, techCode, techInfo, trigger, subject } = error;
  const { state, atMs, actualValue, transactionId } = moment;
  return {
    identity,
    severity,
    data: {
      timestamp: toTimestamp(atMs),
      trigger,
      actualValue,
      techCode: firstCharacters(techCode, MAX_TECH_CODE),
      ...(techInfo && { techInfo: firstCharacters(techInfo, MAX_TECH_INFO) }),
      cleared: state === "cleared",
      ...(transactionId !== undefined && { transactionId }),
      eventNotificationType: "HardWiredNotification",
      ...subject,
    },
  };
}
