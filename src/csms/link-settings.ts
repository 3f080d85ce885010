import type { NetworkConfiguration } from "./network-profiles.ts";
import type { BackOffSettings } from "./reconnect-policy.ts";
import type { RetrySettings } from "./retry-policy.ts";

/**
 * What the link takes from the device model, as live getters: every property is read when it is used, so a change
 * counts from the next message or the next connection on. Names are those of the variables; where no component is
 * given it is OCPPCommCtrlr.
 */
export interface LinkSettings extends BackOffSettings, RetrySettings {
  /** SecurityCtrlr.Identity. */
  readonly identity: string;
  /** SecurityCtrlr.BasicAuthPassword. */
  readonly basicAuthPassword: string | undefined;
  /** The lowest that is used: SecurityCtrlr.SecurityProfile, less one where a downgrade is allowed. */
  readonly securityProfile: number;
  /** InternalCtrlr.AllowSecurityLevelZeroConnections. */
  readonly allowSecurityLevelZeroConnections: boolean;
  /** InternalCtrlr.VerifyCsmsCommonName. */
  readonly verifyCsmsCommonName: boolean;
  /** InternalCtrlr.VerifyCsmsAllowWildcards. */
  readonly verifyCsmsAllowWildcards: boolean;

  /** Component NetworkConfiguration, one per instance. */
  readonly networkConfigurations: readonly NetworkConfiguration[];
  /** Slots, most wanted first. When empty, all configured slots in ascending order. */
  readonly networkConfigurationPriority: readonly number[];
  /** Below 1 a slot is never left. */
  readonly networkProfileConnectionAttempts: number;
  /** ActiveNetworkProfile as it was stored last: where the last successful connection was made. */
  readonly activeNetworkProfile: number | undefined;

  /** MessageTimeout[Default], seconds; a messageTimeout in the connection profile goes before it. */
  readonly messageTimeoutSeconds: number;
  /** Seconds; 0 sends no pings. The link is told when it changes. */
  readonly webSocketPingInterval: number;
  /** InternalCtrlr.WebsocketPongTimeout, seconds; counts from the next connection on, as the next. */
  readonly websocketPongTimeout: number;
  /** InternalCtrlr.WebsocketPingPayload. */
  readonly websocketPingPayload: string;
  /** Module configuration MessageQueueResumeDelay, seconds. */
  readonly messageQueueResumeDelay: number;
}
