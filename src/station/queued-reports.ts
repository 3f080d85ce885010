import type { Clock } from "../kernel/clock.ts";
import type { Logger } from "../kernel/logger.ts";
import type { Action, ResponseOf } from "../ocpp/messages.ts";
import { validateRequest } from "../ocpp/validator/validate.ts";
import { type DeviceModel, variableKey } from "../variables/device-model.ts";
import { type CallLane, type Csms, presentRequest } from "./ports/csms.ts";

const QUEUE_ALL = variableKey("OCPPCommCtrlr", "QueueAllMessages");

/**
 * Messages that report something and whose answer contains nothing. Requests (Authorize, DataTransfer …) are
 * not queued, as the answer would come too late. Neither are paged reports, which the CSMS can request again.
 */
const REPORTS: ReadonlySet<Action> = new Set<Action>([
  "StatusNotification",
  "NotifyEvent",
  "MeterValues",
  "LogStatusNotification",
  "ReservationStatusUpdate",
]);

export interface QueuedReportsDeps {
  readonly deviceModel: Pick<DeviceModel, "boolean">;
  readonly outbox: { appendOrdinary(action: Action, request: unknown, occurredMs: number): Promise<unknown> };
  readonly clock: Clock;
  readonly log: Logger;
  outboxGrew(): void;
}

/**
 * The CSMS, reached through the outbox by reports while OCPPCommCtrlr.QueueAllMessages is set (part 2, §2.1.9). A queued
 * report counts as answered as soon as it is on disk.
 */
export function queueReports(csms: Csms, deps: QueuedReportsDeps): Csms {
  const isQueued = (action: Action, lane: CallLane) =>
    lane === "ordinary" && REPORTS.has(action) && deps.deviceModel.boolean(QUEUE_ALL) === true;

  async function queue(action: Action, request: unknown): Promise<"queued" | "failed"> {
    // The link logs an invalid request, and does not send it.
    if (validateRequest(action, request).kind === "invalid") return "failed";
    try {
      await deps.outbox.appendOrdinary(action, request, deps.clock.wallMs());
    } catch (error) {
      deps.log.error("a message could not be queued, it is sent at once or lost", { action, error });
      return "failed";
    }
    deps.outboxGrew();
    return "queued";
  }

  return {
    async call(action, request, lane = "ordinary") {
      if (isQueued(action, lane) && await queue(action, presentRequest(request)) === "queued") {
        return { kind: "result", response: {} as ResponseOf<typeof action> };
      }
      return await csms.call(action, request, lane);
    },
    isOnline: () => csms.isOnline(),
  };
}
