import { type Clock, sleep } from "../../kernel/clock.ts";
import type { Logger } from "../../kernel/logger.ts";
import { type DeviceModel, variableKey } from "../../variables/device-model.ts";
import type { ResetCause, ResetPort } from "../ports/reset-port.ts";

export const RESET_ATTEMPT_TIMER = "reset.attempt";
/** A system that restarts has ended this process by then. */
const RESET_TIMEOUT_MS = 60_000;
/** Until the next attempt, when the system refused or did not answer. */
const RETRY_MS = 10_000;
const RETRIES = variableKey("OCPPCommCtrlr", "ResetRetries");
/** When the (required) variable is absent. */
const DEFAULT_RETRIES = 0;

export interface ResetAttemptDeps {
  readonly clock: Clock;
  readonly log: Logger;
  readonly deviceModel: DeviceModel;
  readonly port: Pick<ResetPort, "reset">;
  /** Aborted when the process ends, as it does when the reset succeeds. */
  readonly signal: AbortSignal;
}

/**
 * Asks the system to restart, and repeats that up to OCPPCommCtrlr.ResetRetries times; "inVain" when this
 * process still runs afterwards.
 */
export async function carryOutReset(
  cause: ResetCause,
  { clock, log, deviceModel, port, signal }: ResetAttemptDeps,
): Promise<"stopped" | "inVain"> {
  const retries = deviceModel.integer(RETRIES) ?? DEFAULT_RETRIES;
  for (let attempt = 0; attempt <= retries; attempt++) {
    const agreed = await port.reset(cause);
    const waited = await sleep(clock, RESET_ATTEMPT_TIMER, agreed ? RESET_TIMEOUT_MS : RETRY_MS, signal);
    if (waited === "aborted") return "stopped";
    log.warning("the system did not reset", { attempt: attempt + 1, attempts: retries + 1, agreed });
  }
  return "inVain";
}
