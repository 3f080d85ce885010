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
    networkConnectionProfiles: networkConnectionProfiles([1, "ws://csms.example/ocpp", 1]),
    networkConfigurations: [],
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

/** The JSON text of InternalCtrlr.NetworkConnectionProfiles. */
export function networkConnectionProfiles(
  ...profiles: (readonly [slot: number, url: string, securityProfile: number])[]
): string {
  return JSON.stringify(profiles.map(([configurationSlot, ocppCsmsUrl, securityProfile]) => ({
    configurationSlot,
    connectionData: {
      ocppCsmsUrl,
      securityProfile,
      ocppInterface: "Wired0",
      ocppTransport: "JSON",
      ocppVersion: "OCPP20",
      messageTimeout: 30,
    },
  })));
}
