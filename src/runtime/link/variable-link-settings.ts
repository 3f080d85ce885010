import type { LinkSettings } from "../../csms/link-settings.ts";
import { lowestSecurityProfile } from "../../station/network-profiles/downgrade.ts";
import { type DeviceModel, type VariableKey, variableKey } from "../../variables/device-model.ts";
import type { ModuleConfig } from "../module-config.ts";
import type { NetworkSettings } from "../../station/network-profiles/network-settings.ts";

const communication = (variable: string, instance?: string) =>
  variableKey("OCPPCommCtrlr", variable, instance);
const internal = (variable: string) => variableKey("InternalCtrlr", variable);
const security = (variable: string) => variableKey("SecurityCtrlr", variable);

/** The OCPP link's settings, read from the device model at every use. Defaults are those of the specification's text. */
export function createLinkSettings(
  deviceModel: DeviceModel,
  config: ModuleConfig,
  network: NetworkSettings,
): LinkSettings {
  const number = (key: VariableKey, fallback: number) => deviceModel.integer(key) ?? fallback;
  return {
    get identity() {
      return deviceModel.text(security("Identity")) || deviceModel.text(internal("ChargePointId")) || "";
    },
    get basicAuthPassword() {
      return deviceModel.text(security("BasicAuthPassword")) || undefined;
    },
    get securityProfile() {
      return lowestSecurityProfile(number(security("SecurityProfile"), 0), deviceModel);
    },
    get allowSecurityLevelZeroConnections() {
      return deviceModel.boolean(internal("AllowSecurityLevelZeroConnections")) ?? false;
    },
    get verifyCsmsCommonName() {
      return deviceModel.boolean(internal("VerifyCsmsCommonName")) ?? true;
    },
    get verifyCsmsAllowWildcards() {
      return deviceModel.boolean(internal("VerifyCsmsAllowWildcards")) ?? false;
    },
    get networkConfigurations() {
      return network.configurations();
    },
    slotMessageTimeoutSeconds: (slot) => network.messageTimeoutSeconds(slot),
    get networkConfigurationPriority() {
      return network.priority();
    },
    get networkProfileConnectionAttempts() {
      return number(communication("NetworkProfileConnectionAttempts"), 3);
    },
    get activeNetworkProfile() {
      return deviceModel.integer(communication("ActiveNetworkProfile"));
    },
    get messageTimeoutSeconds() {
      return number(communication("MessageTimeout", "Default"), 30);
    },
    get messageAttempts() {
      return number(communication("MessageAttempts", "TransactionEvent"), 3);
    },
    get messageAttemptIntervalSeconds() {
      return number(communication("MessageAttemptInterval", "TransactionEvent"), 60);
    },
    get retryBackOffWaitMinimumSeconds() {
      return number(communication("RetryBackOffWaitMinimum"), 3);
    },
    get retryBackOffRandomRangeSeconds() {
      return number(communication("RetryBackOffRandomRange"), 3);
    },
    get retryBackOffRepeatTimes() {
      return number(communication("RetryBackOffRepeatTimes"), 3);
    },
    get webSocketPingInterval() {
      return number(communication("WebSocketPingInterval"), 30);
    },
    get websocketPongTimeout() {
      return number(internal("WebsocketPongTimeout"), 5);
    },
    get websocketPingPayload() {
      return deviceModel.text(internal("WebsocketPingPayload")) ?? "";
    },
    messageQueueResumeDelay: config.messageQueueResumeDelayMs / 1000,
  };
}
