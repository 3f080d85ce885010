import { assertNever } from "../kernel/assert-never.ts";
import { durationText } from "./durations.ts";
import type { EvseStatus, RunningStatus, StationStatus } from "./status.ts";

/** What the station is doing now and why, in one sentence for a person at the station. */
export function statusSentence(status: StationStatus): string {
  if (status.kind === "starting") {
    return `Starting for ${durationText(status.nowMs - status.startedMs)}: ${status.phase}.`;
  }
  const doing = `${linkClause(status)}, ${evsesClause(status.evses)}`;
  const waiting = queueClause(status);
  const disk = status.storage === "healthy" ? "" : `; the disk is stuck: ${status.storage.stuck}`;
  return `${capitalised(doing)}${waiting}${disk}.`;
}

function linkClause({ link, registration, nowMs, disconnectedSinceMs }: RunningStatus): string {
  switch (link.kind) {
    case "stopped":
      return "OCPP is stopped";
    case "connecting":
      return `connecting to the CSMS for ${durationText(nowMs - link.sinceMs)}`;
    case "waiting":
      return `not connected for ${
        durationText(nowMs - (disconnectedSinceMs ?? link.sinceMs))
      }: ${link.reason}; ${attemptClause(link.retryAtMs - nowMs)}`;
    case "online":
      return registrationClause(registration, durationText(nowMs - link.sinceMs));
    default:
      return assertNever(link);
  }
}

function attemptClause(inMs: number): string {
  return inMs > 0 ? `next attempt in ${durationText(inMs)}` : "the next attempt is under way";
}

function registrationClause(registration: RunningStatus["registration"], onlineFor: string): string {
  switch (registration) {
    case "Accepted":
      return `connected and accepted for ${onlineFor}`;
    case "Pending":
      return `connected for ${onlineFor}, but the CSMS keeps the registration pending`;
    case "Rejected":
      return `connected for ${onlineFor}, but the CSMS has rejected the station`;
    case "none":
      return `connected for ${onlineFor}, but the CSMS has not answered BootNotification`;
    default:
      return assertNever(registration);
  }
}

function evsesClause(evses: readonly EvseStatus[]): string {
  const charging = evses.filter(({ transaction }) => transaction !== undefined).length;
  const faulty =
    evses.filter(({ connectors }) =>
      connectors.some(({ status }) => status === "Faulted" || status === "Unavailable")
    ).length;
  const parts = [
    charging === 0 ? "no transaction" : `${charging} of ${evses.length} EVSEs in a transaction`,
    ...(faulty > 0 ? [`${faulty} out of use`] : []),
  ];
  return parts.join(", ");
}

function queueClause({ queue, nowMs }: RunningStatus): string {
  if (queue.messages === 0) return "";
  const age = queue.oldestMs === undefined ? "" : ` (the oldest for ${durationText(nowMs - queue.oldestMs)})`;
  return queue.messages === 1
    ? `; 1 message waits for the CSMS${age}`
    : `; ${queue.messages} messages wait for the CSMS${age}`;
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
