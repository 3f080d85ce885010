import type { Logger } from "../kernel/logger.ts";
import type { Action, StatusInfoType } from "../ocpp/messages.ts";
import { statusInfo } from "../ocpp/reason-codes.ts";

/** Why a request is refused whose change the disk does not take: the next start would not know of it. */
export const NOT_STORED: StatusInfoType = statusInfo("InternalError", "the change could not be stored");

/** Whether the change that a request asks for is on disk; the log says why it is not. Never rejects. */
export async function storedFor(
  action: Action,
  change: Promise<unknown>,
  log: Logger,
): Promise<"stored" | "refused"> {
  try {
    await change;
    return "stored";
  } catch (error) {
    log.error("the disk refuses the change that a request asks for", { action, error });
    return "refused";
  }
}
