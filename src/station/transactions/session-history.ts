import { MAX_PAST_SESSIONS } from "../../kernel/limits.ts";
import { endsSession, type EvseEvent } from "../evse-event.ts";

/** A session that is over. `concluded`: no event has reported its end, and an event may still prove that it goes on. */
export interface PastSession {
  readonly sessionId: string;
  readonly end: "reported" | "concluded";
}

/** The sessions of one EVSE: the one that it is in, and the last ones that are over, oldest first. */
export interface SessionHistory {
  readonly current: string | undefined;
  readonly past: readonly PastSession[];
}

/**
 * Whether the event is about a session that is over: late, or delivered twice. An EVSE has one session at a time and
 * never uses an id again.
 */
export function isOldNews({ current, past }: SessionHistory, event: EvseEvent): boolean {
  const { sessionId } = event;
  if (sessionId === "" || sessionId === current) return false;
  const known = past.find((session) => session.sessionId === sessionId);
  if (known === undefined) return false;
  return known.end === "reported" || current !== undefined || !showsGoingOn(event);
}

/** Whether a session with this id has been there before. */
export function isPast(past: readonly PastSession[], sessionId: string): boolean {
  return past.some((session) => session.sessionId === sessionId);
}

export function withPast(
  past: readonly PastSession[],
  sessionId: string,
  end: PastSession["end"],
): readonly PastSession[] {
  // After a power loss an EVSE may have no id to tell.
  if (sessionId === "") return past;
  const others = past.filter((session) => session.sessionId !== sessionId);
  return [...others, { sessionId, end }].slice(-MAX_PAST_SESSIONS);
}

/** The history after an event that is no old news. */
export function afterEvent({ current, past }: SessionHistory, event: EvseEvent): SessionHistory {
  const { sessionId } = event;
  const isOther = current !== undefined && sessionId !== "" && sessionId !== current;
  const displaced = isOther ? withPast(past, current, "concluded") : past;
  const stays = isOther ? undefined : current;
  if (endsSession(event)) {
    return { current: undefined, past: withPast(displaced, sessionId || (stays ?? ""), "reported") };
  }
  const isInIt = sessionId !== "" && showsSession(event);
  return { current: isInIt ? sessionId : stays, past: displaced };
}

/** Whether the EVSE is in the session after the event; that nobody is waited for any more does not show it. */
function showsSession(event: EvseEvent): boolean {
  return !isAboutEvse(event) && event.kind !== "Deauthorized" && event.kind !== "PluginTimeout";
}

/** Whether the event is about the EVSE and not about a session. */
export function isAboutEvse({ kind }: EvseEvent): boolean {
  return kind === "Enabled" || kind === "Disabled" || kind === "ReservationStart" ||
    kind === "ReservationEnd";
}

function showsGoingOn({ kind }: EvseEvent): boolean {
  return kind === "SessionStarted" || kind === "TransactionStarted" || kind === "ChargingStarted";
}
