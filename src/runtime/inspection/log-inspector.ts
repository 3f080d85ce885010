import { join } from "../../kernel/posix-path.ts";
import type { LogAnswer } from "../../inspection/exchanges.ts";
import type { Refusal } from "../../inspection/inspectors.ts";
import { LOG_BASE_NAME } from "../../message-log/message-log.ts";
import { readTextLog } from "../../message-log/text-log-reader.ts";
import { variableKey } from "../../variables/device-model.ts";
import type { Station } from "../composition.ts";
import type { StationSetup } from "../station-setup.ts";

const IDENTITY = variableKey("SecurityCtrlr", "Identity");
/** How much of the newest file is read: without its indentation it fits into an answer. */
const MAX_BYTES = 2 * 1024 * 1024;

/** The newest messages of the text log. */
export async function inspectLog(
  { messageLog, deviceModel }: Pick<Station, "messageLog" | "deviceModel">,
  { config, platform }: Pick<StationSetup, "config" | "platform">,
): Promise<LogAnswer | Refusal> {
  await messageLog.flush();
  const path = join(config.messageLogPath, `${LOG_BASE_NAME}.log`);
  if (await platform.logDisk.size(path) === 0) {
    return { refused: `there is no message log ${path}: InternalCtrlr.LogMessagesFormat must contain log` };
  }
  const text = new TextDecoder().decode(await platform.logDisk.tail(path, MAX_BYTES));
  return { messages: readTextLog(text), identity: deviceModel.text(IDENTITY) ?? "" };
}
