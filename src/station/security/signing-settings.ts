import type { CertificateSigningUseEnumType } from "../../ocpp/messages.ts";
import { type DeviceModel, type VariableKey, variableKey } from "../../variables/device-model.ts";
import type { CertificateSubject } from "../ports/station-keys.ts";

const SERIAL_NUMBER = variableKey("InternalCtrlr", "ChargeBoxSerialNumber");
const ORGANIZATION = variableKey("SecurityCtrlr", "OrganizationName");
const COUNTRY = variableKey("ISO15118Ctrlr", "CountryName");
/** Stations without ISO 15118 have no ISO15118Ctrlr.CountryName. */
const OWN_COUNTRY = variableKey("InternalCtrlr", "CountryName");
const SECC_ID = variableKey("ISO15118Ctrlr", "SeccId");
const SECC_ORGANIZATION = variableKey("ISO15118Ctrlr", "OrganizationName");
const USE_TPM = variableKey("InternalCtrlr", "UseTPM");
const USE_TPM_SECC = variableKey("InternalCtrlr", "UseTPMSeccLeafCertificate");
const ISO15118_AVAILABLE = variableKey("ISO15118Ctrlr", "Available");
const ISO15118_ENABLED = variableKey("ISO15118Ctrlr", "Enabled");
const V2G_ENABLED = variableKey("ISO15118Ctrlr", "V2GCertificateInstallationEnabled");
const PNC_ENABLED = variableKey("ISO15118Ctrlr", "PnCEnabled");
const WAIT_MINIMUM = variableKey("SecurityCtrlr", "CertSigningWaitMinimum");
const REPEAT_TIMES = variableKey("SecurityCtrlr", "CertSigningRepeatTimes");
const MAX_CHAIN_SIZE = variableKey("SecurityCtrlr", "MaxCertificateChainSize");

export type SubjectReading =
  | { readonly kind: "complete"; readonly subject: CertificateSubject }
  /** `variables` have no value. */
  | { readonly kind: "missing"; readonly variables: readonly string[] };

/** Where each part of a subject is found; the first variable with a value counts. */
const SOURCES = {
  ChargingStationCertificate: {
    commonName: [SERIAL_NUMBER],
    organization: [ORGANIZATION],
    country: [COUNTRY, OWN_COUNTRY],
    tpm: USE_TPM,
  },
  V2GCertificate: {
    commonName: [SECC_ID],
    organization: [SECC_ORGANIZATION],
    country: [COUNTRY],
    tpm: USE_TPM_SECC,
  },
} as const satisfies Record<CertificateSigningUseEnumType, unknown>;

/** The subject of the certificate, from the device model. */
export function readSubject(type: CertificateSigningUseEnumType, deviceModel: DeviceModel): SubjectReading {
  const { tpm, ...sources } = SOURCES[type];
  const text = (keys: readonly VariableKey[]) =>
    keys.map((key) => deviceModel.text(key)?.trim() ?? "").find((value) => value !== "") ?? "";
  const missing = Object.values(sources).filter((keys) => text(keys) === "");
  if (missing.length > 0) return { kind: "missing", variables: missing.map(inWords) };
  return {
    kind: "complete",
    subject: {
      commonName: text(sources.commonName),
      organization: text(sources.organization),
      country: text(sources.country),
      keyStore: deviceModel.boolean(tpm) ? "tpm" : "file",
    },
  };
}

function inWords(keys: readonly VariableKey[]): string {
  return keys.map(({ component, variable }) => `${component.name}.${variable.name}`).join(" or ");
}

/** Whether the station uses certificates of this kind. */
export function isSigningEnabled(type: CertificateSigningUseEnumType, deviceModel: DeviceModel): boolean {
  if (type === "ChargingStationCertificate") return true;
  if ([ISO15118_AVAILABLE, ISO15118_ENABLED].some((key) => deviceModel.boolean(key) === false)) return false;
  return deviceModel.boolean(V2G_ENABLED) ?? deviceModel.boolean(PNC_ENABLED) ?? false;
}

/**
 * Milliseconds to wait for CertificateSigned after the request was sent for the `sent`-th time, doubled every
 * time; undefined after CertSigningRepeatTimes repetitions.
 */
export function signingWaitMs(sent: number, deviceModel: DeviceModel): number | undefined {
  const minimumSeconds = deviceModel.integer(WAIT_MINIMUM);
  const repeatTimes = deviceModel.integer(REPEAT_TIMES);
  if (!minimumSeconds || repeatTimes === undefined || sent - 1 > repeatTimes) return undefined;
  return minimumSeconds * 1000 * 2 ** (sent - 1);
}

/** The longest chain that is accepted, in characters. */
export function maxChainSize(deviceModel: DeviceModel): number {
  return deviceModel.integer(MAX_CHAIN_SIZE) ?? Infinity;
}
