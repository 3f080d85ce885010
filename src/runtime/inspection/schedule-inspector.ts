import type { Refusal } from "../../inspection/inspectors.ts";
import type { ScheduleAnswer } from "../../inspection/schedule.ts";
import type { Station } from "../composition.ts";
import type { StationSetup } from "../station-setup.ts";

/** The longest time that one question looks ahead. */
const MAX_SECONDS = 7 * 24 * 3600;
const DEFAULT_SECONDS = 24 * 3600;

/**
 * The composite schedule of an EVSE, or of the station (0), for so many `seconds`, with who decides; or, so many seconds
 * `ahead`, one moment of it with every limit that was considered.
 */
export function inspectSchedule(
  { limits }: Pick<Station, "limits">,
  { config, platform }: Pick<StationSetup, "config" | "platform">,
  { evse, ahead, seconds = ahead ?? DEFAULT_SECONDS }: Readonly<Record<string, unknown>>,
): ScheduleAnswer | Refusal {
  if (typeof evse !== "number" || !Number.isSafeInteger(evse)) return { refused: "the EVSE is a number" };
  if (typeof seconds !== "number" || !(seconds >= 0 && seconds <= MAX_SECONDS)) {
    return { refused: "a schedule reaches from now to 7 days ahead" };
  }
  const unit = config.compositeScheduleUnit;
  const nowMs = platform.clock.wallMs();
  const explained = ahead === undefined
    ? limits.explain(evse, { durationSeconds: Math.ceil(seconds), unit })
    : limits.explainMoment(evse, { atSeconds: Math.floor(nowMs / 1000 + seconds), unit });
  return explained === undefined ? { refused: `there is no EVSE ${evse}` } : { ...explained, nowMs };
}
