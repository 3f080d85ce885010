import type { Clock } from "../kernel/clock.ts";
import { toTimestamp } from "../kernel/clock.ts";
import type { Logger } from "../kernel/logger.ts";
import { securityEventNotification } from "../ocpp/security-events.ts";
import type { SecurityLog } from "../station/security/security-block.ts";
import type { DeviceModel } from "../variables/device-model.ts";
import { type MessageLogFormat, readMessageLogConfig } from "./message-log-config.ts";
import type { LogDisk } from "./message-log-disk.ts";
import { createMessageLog, type MessageLog } from "./message-log.ts";

export interface MessageLogSetup {
  readonly deviceModel: DeviceModel;
  readonly directory: string;
  readonly disk: LogDisk;
  readonly clock: Clock;
  readonly log: Logger;
}

/** The log and what it is written in. */
export interface StationMessageLog {
  readonly messageLog: MessageLog;
  readonly formats: ReadonlySet<MessageLogFormat>;
}

/** The message log as the device model wants it. */
export function setUpMessageLog({ deviceModel, log, ...rest }: MessageLogSetup): StationMessageLog {
  const { config, unknownFormats } = readMessageLogConfig(deviceModel);
  if (unknownFormats.length > 0) {
    log.warning("InternalCtrlr.LogMessagesFormat names formats that do not exist", { unknownFormats });
  }
  return { messageLog: createMessageLog({ config, log, ...rest }), formats: config.formats };
}

/** The security log, which is a part of the message log. */
export function securityLogOf(
  messageLog: Pick<MessageLog, "security" | "onSecurityLogCleared">,
): SecurityLog {
  return {
    write: ({ type, techInfo, timestampMs }) =>
      messageLog.security(securityEventNotification(type, toTimestamp(timestampMs), techInfo)),
    onCleared: (listener) => messageLog.onSecurityLogCleared(listener),
  };
}
