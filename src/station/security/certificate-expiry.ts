import type { Clock, Timer } from "../../kernel/clock.ts";
import type { CertificateSigningUseEnumType } from "../../ocpp/messages.ts";
import { type DeviceModel, variableKey } from "../../variables/device-model.ts";
import type { StationKeys } from "../ports/station-keys.ts";
import { isSigningEnabled } from "./signing-settings.ts";

/** A certificate that expires within a month is renewed. */
const RENEWAL_DAYS = 30;

const INITIAL_DELAY_SECONDS = 60;
const INTERVAL_SECONDS = 12 * 3600;

export interface CertificateExpiryDeps {
  readonly keys: StationKeys;
  readonly deviceModel: DeviceModel;
  readonly clock: Clock;
  /** Security profile of the connection in use; undefined while offline. */
  securityProfile(): number | undefined;
  renew(type: CertificateSigningUseEnumType): void;
}

export interface CertificateExpiry {
  /** The station is online and accepted. Does nothing when already started. */
  start(): void;
  /** The station is offline. */
  stop(): void;
}

interface Watch {
  readonly type: CertificateSigningUseEnumType;
  readonly timer: string;
  /** First part of the names of its variables in InternalCtrlr. */
  readonly prefix: "Client" | "V2G";
}

const WATCHES: readonly Watch[] = [
  { type: "ChargingStationCertificate", timer: "security.client-certificate-expiry", prefix: "Client" },
  { type: "V2GCertificate", timer: "security.v2g-certificate-expiry", prefix: "V2G" },
];

/** A03: requests new certificates before those of the station expire, while the CSMS can be reached. */
export function createCertificateExpiry(deps: CertificateExpiryDeps): CertificateExpiry {
  const { keys, deviceModel, clock } = deps;
  const timers = new Map<CertificateSigningUseEnumType, Timer>();

  function schedule(watch: Watch, seconds: number): void {
    timers.set(watch.type, clock.setTimer(watch.timer, seconds * 1000, () => void check(watch)));
  }

  async function check(watch: Watch): Promise<void> {
    const { type, prefix } = watch;
    const variable = variableKey("InternalCtrlr", `${prefix}CertificateExpireCheckIntervalSeconds`);
    schedule(watch, deviceModel.integer(variable) || INTERVAL_SECONDS);
    if (!isInUse(type)) return;
    const days = await keys.daysUntilExpiry(type);
    if (days !== undefined && days < RENEWAL_DAYS) deps.renew(type);
  }

  function isInUse(type: CertificateSigningUseEnumType): boolean {
    // Only security profile 3 shows the certificate of the station to the CSMS.
    return type === "V2GCertificate" ? isSigningEnabled(type, deviceModel) : deps.securityProfile() === 3;
  }

  return {
    start() {
      if (timers.size > 0) return;
      for (const watch of WATCHES) {
        const variable = variableKey(
          "InternalCtrlr",
          `${watch.prefix}CertificateExpireCheckInitialDelaySeconds`,
        );
        schedule(watch, deviceModel.integer(variable) ?? INITIAL_DELAY_SECONDS);
      }
    },
    stop() {
      for (const timer of timers.values()) timer.cancel();
      timers.clear();
    },
  };
}
