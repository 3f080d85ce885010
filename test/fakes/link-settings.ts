import type { NetworkConfiguration } from "../../src/csms/network-profiles.ts";
import type { LinkSettings } from "../../src/csms/link-settings.ts";

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** Settings that a test may change while the link runs: one profile 1 connection in slot 1, nothing random. */
export function linkSettings(overrides: Partial<LinkSettings> = {}): Mutable<LinkSettings> {
  return {
    identity: "cp001",
    basicAuthPassword: "DEADBEEFDEADBEEF",
    securityProfile: 1,
    allowSecurityLevelZeroConnections: false,
    verifyCsmsCommonName: true,
    verifyCsmsAllowWildcards: false,
    networkConfigurations: networkConfigurations([1, "ws://csms.example/ocpp", 1]),
    slotMessageTimeoutSeconds(slot) {
      return this.networkConfigurations?.find((each) => each.slot === slot)?.messageTimeout;
    },
    networkConfigurationPriority: [1],
    networkProfileConnectionAttempts: 3,
    activeNetworkProfile: undefined,
    messageTimeoutSeconds: 30,
    messageAttempts: 3,
    messageAttemptIntervalSeconds: 10,
    webSocketPingInterval: 10,
    websocketPongTimeout: 5,
    websocketPingPayload: "hello there",
    messageQueueResumeDelay: 0,
    retryBackOffWaitMinimumSeconds: 5,
    retryBackOffRandomRangeSeconds: 0,
    retryBackOffRepeatTimes: 2,
    ...overrides,
  };
}

/** Slots as their NetworkConfiguration components describe them. */
export function networkConfigurations(
  ...profiles: (readonly [slot: number, url: string, securityProfile: number])[]
): readonly NetworkConfiguration[] {
  return profiles.map(([slot, ocppCsmsUrl, securityProfile]) => ({
    slot,
    ocppCsmsUrl,
    securityProfile,
    ocppTransport: "JSON",
    messageTimeout: 30,
  }));
}
