import type { NetworkConfiguration } from "./network-profiles.ts";
import type { BackOffSettings } from "./reconnect-policy.ts";
import type { RetrySettings } from "./retry-policy.ts";

/**
 * The link's settings from the device model, as live getters: every property is read when it is used, so a
 * change takes effect with the next message or connection. Names are those of the variables; the default
 * component is OCPPCommCtrlr.
 */
export interface LinkSettings extends BackOffSettings, RetrySettings {
  /** SecurityCtrlr.Identity. */
  readonly identity: string;
  /** SecurityCtrlr.BasicAuthPassword. */
  readonly basicAuthPassword: string | undefined;
  /** The lowest allowed profile: SecurityCtrlr.SecurityProfile, less one where a downgrade is allowed. */
  readonly securityProfile: number;
  /** InternalCtrlr.AllowSecurityLevelZeroConnections. */
  readonly allowSecurityLevelZeroConnections: boolean;
  /** InternalCtrlr.VerifyCsmsCommonName. */
  readonly verifyCsmsCommonName: boolean;
  /** InternalCtrlr.VerifyCsmsAllowWildcards. */
  readonly verifyCsmsAllowWildcards: boolean;

  /** Component NetworkConfiguration, one per instance. */
  readonly networkConfigurations: readonly NetworkConfiguration[];
  /** NetworkConfiguration.MessageTimeout of a slot, seconds; read for every CALL, hence apart. */
  slotMessageTimeoutSeconds(slot: number): number | undefined;
  /** Slots in order of priority. When empty, all configured slots in ascending order. */
  readonly networkConfigurationPriority: readonly number[];
  /** Below 1 a slot is never left. */
  readonly networkProfileConnectionAttempts: number;
  /** The stored ActiveNetworkProfile: the slot of the last successful connection. */
  readonly activeNetworkProfile: number | undefined;

  /** MessageTimeout[Default], seconds; a messageTimeout in the connection profile takes precedence. */
  readonly messageTimeoutSeconds: number;
  /** Seconds; 0 sends no pings. `pingIntervalChanged` follows a change. */
  readonly webSocketPingInterval: number;
  /** InternalCtrlr.WebsocketPongTimeout, seconds; takes effect with the next connection, as does the next. */
  readonly websocketPongTimeout: number;
  /** InternalCtrlr.WebsocketPingPayload. */
  readonly websocketPingPayload: string;
  /** Module configuration MessageQueueResumeDelay, seconds. */
  readonly messageQueueResumeDelay: number;
}
