import type { Clock } from "../../kernel/clock.ts";
import type { Logger } from "../../kernel/logger.ts";
import type { Action } from "../../ocpp/messages.ts";
import { validateRequest } from "../../ocpp/validator/validate.ts";
import { type DeviceModel, variableKey } from "../../variables/device-model.ts";
import type { Storage } from "../storage.ts";

const QUEUE_ALL = variableKey("OCPPCommCtrlr", "QueueAllMessages");

/**
 * What the station tells without waiting for anything in the answer. Questions (Authorize, DataTransfer …) are not
 * kept: whoever asked is gone when the answer comes. Neither are paged reports, which the CSMS asks for again.
 */
const REPORTS: ReadonlySet<Action> = new Set<Action>([
  "StatusNotification",
  "NotifyEvent",
  "MeterValues",
  "LogStatusNotification",
  "ReservationStatusUpdate",
]);

export interface KeptReportsDeps {
  readonly deviceModel: DeviceModel;
  readonly outbox: Storage["outbox"];
  readonly clock: Clock;
  readonly log: Logger;
  outboxGrew(): void;
}

/** Keeps ordinary messages until they are delivered, while the CSMS wants that. */
export interface KeptReports {
  /** Whether a message of this action is to be kept now. */
  wants(action: Action): boolean;
  /** Resolves with whether the message is on disk; it is then delivered in turn. Never rejects. */
  keep(action: Action, request: unknown): Promise<"kept" | "failed">;
}

/** Part 2, §2.1.9 (OCPPCommCtrlr.QueueAllMessages). */
export function createKeptReports(deps: KeptReportsDeps): KeptReports {
  return {
    wants: (action) => REPORTS.has(action) && deps.deviceModel.boolean(QUEUE_ALL) === true,
    async keep(action, request) {
      // The link complains about it, and sends nothing.
      if (validateRequest(action, request).kind === "invalid") return "failed";
      try {
        await deps.outbox.appendOrdinary(action, request, deps.clock.wallMs());
      } catch (error) {
        deps.log.error("a message could not be queued, it is sent at once or lost", { action, error });
        return "failed";
      }
      deps.outboxGrew();
      return "kept";
    },
  };
}
