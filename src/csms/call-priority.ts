import type { Action } from "../ocpp/messages.ts";
import { callIdentity } from "./call-identity.ts";

/** Of CALLs that wait in one lane those of the first kind go first; those of the last kind give way when it is full. */
export const CALL_PRIORITIES = ["question", "report", "measurement"] as const;

export type CallPriority = (typeof CALL_PRIORITIES)[number];

/** CALLs on whose answer a driver, a vehicle or another module waits. */
const QUESTIONS: ReadonlySet<Action> = new Set<Action>([
  "Authorize",
  "DataTransfer",
  "Get15118EVCertificate",
  "GetCertificateStatus",
]);

/** What waits for whom: a driver at the reader before reports, reports before measurements that go on anyway. */
export function callPriority(action: Action): CallPriority {
  if (QUESTIONS.has(action)) return "question";
  return action === "MeterValues" ? "measurement" : "report";
}

/**
 * The key under which a CALL that still waits is replaced by a later one: only the present status is sent, not each
 * one that it had meanwhile (B04). Undefined for CALLs that each have something of their own to say.
 */
export function replacementKey(action: Action, request: unknown): string | undefined {
  return action === "StatusNotification" ? callIdentity(action, request) : undefined;
}
