import { isJsonObject } from "../kernel/json.ts";
import { dialectOfMessage, type SeenDialect } from "./bus-dialect.ts";
import { decodeEnvelope, decodeJson, type Envelope } from "./envelope.ts";
import type { ReceivedMessage } from "./mqtt/client.ts";
import type { BusTopic } from "./topics.ts";

/** The manager's settings, as far as they concern us. */
export interface BusSettings {
  readonly telemetryEnabled: boolean;
  readonly telemetryPrefix: string;
  readonly validateSchema: boolean;
  /** Where the installed interfaces, types and errors are. */
  readonly dataDir?: string;
  readonly etcDir?: string;
}

/** The settings when the manager publishes none: the definitions are gone once every module is ready. */
export const DEFAULT_SETTINGS: BusSettings = {
  telemetryEnabled: false,
  telemetryPrefix: "everest-telemetry/",
  validateSchema: false,
};

/** What a definition or a configuration message of others reveals. */
export interface ConfigurationTraffic {
  readonly dialect?: SeenDialect;
  readonly definition?: { readonly name: string; readonly data: unknown };
}

/**
 * Reads definitions and configuration traffic; a string says why the message is neither. Empty payloads
 * delete definitions.
 */
export function readConfigurationTraffic(
  topic: BusTopic,
  message: ReceivedMessage,
): ConfigurationTraffic | string {
  if (message.payload.length === 0) return {};
  const decoded = decodeEnvelope(message.payload);
  const envelope = decoded.kind === "value" ? decoded.value : undefined;
  const dialect = envelope?.messageType === undefined
    ? legacyDialect(topic, message, envelope)
    : dialectOfMessage(envelope.messageType);
  const seen = dialect === undefined ? {} : { dialect };
  if (topic.kind !== "definition") return seen;
  if (dialect === "legacy") return seen;
  if (!envelope) return decoded.kind === "violation" ? decoded.reason : "is no definition";
  return { ...seen, definition: { name: topic.name, data: envelope.data } };
}

/** Before 2025.12 settings and configuration requests went over the bus without an envelope. */
function legacyDialect(
  topic: BusTopic,
  message: ReceivedMessage,
  envelope: Envelope | undefined,
): "legacy" | undefined {
  if (envelope) return undefined;
  const bare = decodeJson(message.payload);
  if (bare.kind === "violation" || !isJsonObject(bare.value)) return undefined;
  const { value } = bare;
  if (topic.kind === "definition") {
    return topic.name === "settings" && "prefix" in value ? "legacy" : undefined;
  }
  return topic.kind === "configRequest" && "origin" in value && "request" in value ? "legacy" : undefined;
}

/** Wrong members count as absent. */
export function decodeSettings(data: unknown): BusSettings {
  if (!isJsonObject(data)) return DEFAULT_SETTINGS;
  const { telemetry_enabled, telemetry_prefix, validate_schema, data_dir, etc_dir } = data;
  return {
    telemetryEnabled: telemetry_enabled === true,
    telemetryPrefix: typeof telemetry_prefix === "string"
      ? telemetry_prefix
      : DEFAULT_SETTINGS.telemetryPrefix,
    validateSchema: validate_schema === true,
    ...(typeof data_dir === "string" ? { dataDir: data_dir } : {}),
    ...(typeof etc_dir === "string" ? { etcDir: etc_dir } : {}),
  };
}

/** Module id -> module name, e.g. `evse_manager_1` -> `EvseManager`. */
export function decodeModuleNames(data: unknown): Readonly<Record<string, string>> {
  if (!isJsonObject(data)) return {};
  return Object.fromEntries(
    Object.entries(data).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );
}

/** Names of the interfaces that some module of this configuration provides. */
export function decodeInterfaces(data: unknown): readonly string[] {
  return Array.isArray(data) ? data.filter((name) => typeof name === "string") : [];
}
