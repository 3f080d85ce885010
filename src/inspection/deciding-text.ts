import type { LimitCandidate } from "../station/smart-charging/limit-reasons.ts";
import { limiterText } from "./schedule.ts";

/** Who decides a limit, from the candidates of one moment. */
export function decidingText(candidates: readonly LimitCandidate[]): string {
  const deciding = candidates.filter(({ verdict }) => verdict === "decides");
  return deciding.map(({ who }) => limiterText(who)).join(" and ") || "nobody";
}
