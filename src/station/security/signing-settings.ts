import type { CertificateSigningUseEnumType } from "../../ocpp/messages.ts";
import { type DeviceModel, type VariableKey, variableKey } from "../../variables/device-model.ts";
import type { CertificateSubject } from "../ports/station-keys.ts";

const SERIAL_NUMBER = variableKey("InternalCtrlr", "ChargeBoxSerialNumber");
const ORGANIZATION = variableKey("SecurityCtrlr", "OrganizationName");
const COUNTRY = variableKey("ISO15118Ctrlr", "CountryName");
const SECC_ID = variableKey("ISO15118Ctrlr", "SeccId");
const SECC_ORGANIZATION = variableKey("ISO15118Ctrlr", "OrganizationName");
const USE_TPM = variableKey("InternalCtrlr", "UseTPM");
const USE_TPM_SECC = variableKey("InternalCtrlr", "UseTPMSeccLeafCertificate");
const ISO15118_AVAILABLE = variableKey("ISO15118Ctrlr", "Available");
const V2G_ENABLED = variableKey("ISO15118Ctrlr", "V2GCertificateInstallationEnabled");
const PNC_ENABLED = variableKey("ISO15118Ctrlr", "PnCEnabled");
const WAIT_MINIMUM = variableKey("SecurityCtrlr", "CertSigningWaitMinimum");
const REPEAT_TIMES = variableKey("SecurityCtrlr", "CertSigningRepeatTimes");
const MAX_CHAIN_SIZE = variableKey("SecurityCtrlr", "MaxCertificateChainSize");

export type SubjectReading =
  | { readonly kind: "complete"; readonly subject: CertificateSubject }
  /** Names the variables that say nothing. */
  | { readonly kind: "missing"; readonly variables: readonly string[] };

/** Whom the certificate is for, from the device model. */
export function readSubject(type: CertificateSigningUseEnumType, deviceModel: DeviceModel): SubjectReading {
  const keys = type === "ChargingStationCertificate"
    ? { commonName: SERIAL_NUMBER, organization: ORGANIZATION, country: COUNTRY }
    : { commonName: SECC_ID, organization: SECC_ORGANIZATION, country: COUNTRY };
  const tpm = type === "ChargingStationCertificate" ? USE_TPM : USE_TPM_SECC;
  const text = (key: VariableKey) => deviceModel.text(key)?.trim() ?? "";
  const missing = Object.values(keys).filter((key) => text(key) === "");
  if (missing.length > 0) {
    return {
      kind: "missing",
      variables: missing.map(({ component, variable }) => `${component.name}.${variable.name}`),
    };
  }
  return {
    kind: "complete",
    subject: {
      commonName: text(keys.commonName),
      organization: text(keys.organization),
      country: text(keys.country),
      keyStore: deviceModel.boolean(tpm) ? "tpm" : "file",
    },
  };
}

/** Whether this station wants certificates of this kind at all. */
export function isSigningEnabled(type: CertificateSigningUseEnumType, deviceModel: DeviceModel): boolean {
  if (type === "ChargingStationCertificate") return true;
  if (deviceModel.boolean(ISO15118_AVAILABLE) === false) return false;
  return deviceModel.boolean(V2G_ENABLED) ?? deviceModel.boolean(PNC_ENABLED) ?? false;
}

/**
 * Milliseconds to wait for CertificateSigned after the request was sent for the `sent`-th time; undefined when it is
 * not sent once more. A02.FR.18: doubled every time, CertSigningRepeatTimes times; A02.FR.19: then no more.
 */
export function signingWaitMs(sent: number, deviceModel: DeviceModel): number | undefined {
  const minimumSeconds = deviceModel.integer(WAIT_MINIMUM);
  const repeatTimes = deviceModel.integer(REPEAT_TIMES);
  if (!minimumSeconds || repeatTimes === undefined || sent - 1 > repeatTimes) return undefined;
  return minimumSeconds * 1000 * 2 ** (sent - 1);
}

/** A02.FR.16: the longest chain that is taken, in characters. */
export function maxChainSize(deviceModel: DeviceModel): number {
  return deviceModel.integer(MAX_CHAIN_SIZE) ?? Infinity;
}
