import type { RequestOf, ResponseOf } from "../../ocpp/messages.ts";
import { statusInfo } from "../../ocpp/reason-codes.ts";
import { toTimestamp } from "../../kernel/clock.ts";
import type { DeviceModel } from "../../variables/device-model.ts";
import { type Handler, type HandlerTable, result } from "../handlers.ts";
import { compositeSchedule } from "./all-schedules.ts";
import type { CompositeSchedule } from "./composite-schedule.ts";
import type { ScheduleContext } from "./schedule-context.ts";
import { rateUnits } from "./smart-charging-variables.ts";
import { whereFollowed } from "./where-followed.ts";

export interface CompositeScheduleDeps {
  readonly deviceModel: Pick<DeviceModel, "list" | "boolean">;
  /** What schedules follow from now, and when that is. */
  situation(): { readonly context: ScheduleContext; readonly nowSeconds: number };
}

/** K08: GetCompositeSchedule. */
export function compositeScheduleHandlers({ deviceModel, situation }: CompositeScheduleDeps): HandlerTable {
  const getCompositeSchedule: Handler<"GetCompositeSchedule"> = (request) =>
    result<"GetCompositeSchedule">(answer(request));

  function answer(request: RequestOf<"GetCompositeSchedule">): ResponseOf<"GetCompositeSchedule"> {
    const { evseId, duration, chargingRateUnit } = request;
    const units = rateUnits(deviceModel);
    const unit = chargingRateUnit ?? units[0] ?? "A";
    if (!units.includes(unit)) {
      const why = `chargingRateUnit ${unit} is not supported`;
      return { status: "Rejected", statusInfo: statusInfo("UnsupportedRateUnit", why) };
    }
    const { context, nowSeconds } = situation();
    const window = { startSeconds: nowSeconds, durationSeconds: duration, unit };
    const schedule = compositeSchedule(evseId, context, window);
    if (schedule === undefined) {
      const why = `There is no EVSE ${evseId}`;
      return { status: "Rejected", statusInfo: statusInfo("UnknownEvse", why) };
    }
    return { status: "Accepted", schedule: toWire(schedule), ...shortened(schedule, duration) };
  }

  return whereFollowed(deviceModel, { GetCompositeSchedule: getCompositeSchedule });
}

function shortened({ isCutShort, durationSeconds }: CompositeSchedule, asked: number) {
  if (!isCutShort) return {};
  const why = `${durationSeconds} s of ${asked} s: the installed profiles change too often for more`;
  return { statusInfo: statusInfo("TooManyElements", why) };
}

function toWire(
  { evseId, startSeconds, durationSeconds, unit, periods }: CompositeSchedule,
): NonNullable<ResponseOf<"GetCompositeSchedule">["schedule"]> {
  return {
    evseId,
    duration: durationSeconds,
    scheduleStart: toTimestamp(startSeconds * 1000),
    chargingRateUnit: unit,
    chargingSchedulePeriod: periods.map(({ startSeconds: startPeriod, ...limit }) => ({
      startPeriod,
      ...limit,
    })),
  };
}
