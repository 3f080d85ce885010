import { type DeviceModel, variableKey } from "../variables/device-model.ts";

/** What InternalCtrlr.LogMessagesFormat may name. `callback` is the EVerest variable `ocpp_message`. */
const FORMATS = ["log", "html", "console", "console_detailed", "callback", "security"] as const;

export type MessageLogFormat = (typeof FORMATS)[number];

export interface LogRotation {
  /** A file is set aside before it would grow past this. */
  readonly maximumFileBytes: number;
  /** Files of one kind, the current one included; 0 deletes none. */
  readonly maximumFiles: number;
  /** `.0`, `.1` … (0 is the youngest), or the UTC time of the rotation. */
  readonly suffix: "number" | "date";
}

export interface MessageLogConfig {
  /** Empty when InternalCtrlr.LogMessages is false. */
  readonly formats: ReadonlySet<MessageLogFormat>;
  /** Additional files with the messages as they came, for those that are no valid JSON. */
  readonly raw: boolean;
  readonly rotation?: LogRotation;
}

const key = (variable: string) => variableKey("InternalCtrlr", variable);

/**
 * The message log's settings from the device model; they are read once, at start.
 * @returns also the names in LogMessagesFormat that mean nothing to us, for a warning
 */
export function readMessageLogConfig(
  model: Pick<DeviceModel, "boolean" | "integer" | "list">,
): { config: MessageLogConfig; unknownFormats: readonly string[] } {
  const names = model.list(key("LogMessagesFormat")) ?? ["log", "html", "security"];
  const isFormat = (name: string): name is MessageLogFormat => (FORMATS as readonly string[]).includes(name);
  const on = model.boolean(key("LogMessages")) ?? true;
  const rotation = readRotation(model);
  return {
    config: {
      formats: new Set(on ? names.filter(isFormat) : []),
      raw: model.boolean(key("LogMessagesRaw")) ?? false,
      ...(rotation && { rotation }),
    },
    unknownFormats: names.filter((name) => !isFormat(name)),
  };
}

/** A maximum size of 0 switches rotation off, also when LogRotation is true. */
function readRotation(model: Pick<DeviceModel, "boolean" | "integer">): LogRotation | undefined {
  const maximumFileBytes = model.integer(key("LogRotationMaximumFileSize")) ?? 0;
  if (!model.boolean(key("LogRotation")) || maximumFileBytes <= 0) return undefined;
  return {
    maximumFileBytes,
    maximumFiles: Math.max(0, model.integer(key("LogRotationMaximumFileCount")) ?? 0),
    suffix: model.boolean(key("LogRotationDateSuffix")) ? "date" : "number",
  };
}
