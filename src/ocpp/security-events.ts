import { firstCharacters } from "./first-characters.ts";
import type { SecurityEventNotificationRequest } from "./messages.ts";

/**
 * The security events of part 2, appendix 1 with errata, and one of EVerest: whether each is critical. All go
 * to the security log, critical ones also to the CSMS.
 */
export const SECURITY_EVENTS = {
  AttemptedReplayAttacks: { critical: false },
  CsmsFailedToAuthenticate: { critical: false },
  /** A02.FR.29 (errata): reported to the CSMS, which should renew the certificate again. */
  DiscardedRenewedClientCertificate: { critical: true },
  FailedToAuthenticateAtCsms: { critical: false },
  FirmwareUpdated: { critical: true },
  InvalidChargingStationCertificate: { critical: true },
  InvalidCsmsCertificate: { critical: true },
  InvalidFirmwareSignature: { critical: true },
  InvalidFirmwareSigningCertificate: { critical: true },
  InvalidMessages: { critical: false },
  InvalidTLSCipherSuite: { critical: true },
  InvalidTLSVersion: { critical: true },
  MaintenanceLoginAccepted: { critical: true },
  MaintenanceLoginFailed: { critical: true },
  MemoryExhaustion: { critical: true },
  ReconfigurationOfSecurityParameters: { critical: false },
  ResetOrReboot: { critical: true },
  SecurityLogWasCleared: { critical: true },
  SettingSystemTime: { critical: true },
  StartupOfTheDevice: { critical: true },
  TamperDetectionActivated: { critical: true },
  /** EVerest's own: a connection failed without a known reason. */
  WebsocketConnectionFailedWithUnknownReason: { critical: false },
} as const satisfies Readonly<Record<string, { readonly critical: boolean }>>;

export type SecurityEventType = keyof typeof SECURITY_EVENTS;

/** False for event types outside the catalogue: their source states whether they are critical. */
export function isCritical(type: string): boolean {
  return Object.hasOwn(SECURITY_EVENTS, type) && SECURITY_EVENTS[type as SecurityEventType].critical;
}

/** Longest `type` and `techInfo`, in characters. */
const MAX_TYPE = 50;
const MAX_TECH_INFO = 255;

/** The notification of an event, cut to what the schema allows; an empty `techInfo` is left out. */
export function securityEventNotification(
  type: string,
  timestamp: string,
  techInfo = "",
): SecurityEventNotificationRequest {
  const notification = { type: firstCharacters(type, MAX_TYPE), timestamp };
  if (techInfo === "") return notification;
  return { ...notification, techInfo: firstCharacters(techInfo, MAX_TECH_INFO) };
}
