import { boolean, dateTime, enumOf, type Infer, integer, object, string } from "../../codec/mod.ts";

/** `retries` counts attempts, one more than OCPP's retries. */
export const firmwareUpdateRequest = object({
  request_id: integer(),
  location: string(),
}, {
  retries: integer({ minimum: 1 }),
  retry_interval_s: integer(),
  retrieve_timestamp: dateTime(),
  install_timestamp: dateTime(),
  signing_certificate: string(),
  signature: string(),
});
export type FirmwareUpdateRequest = Infer<typeof firmwareUpdateRequest>;

export const updateFirmwareResponse = enumOf(
  "Accepted",
  "Rejected",
  "AcceptedCanceled",
  "InvalidCertificate",
  "RevokedCertificate",
);
export type UpdateFirmwareResponse = Infer<typeof updateFirmwareResponse>;

export const uploadLogsRequest = object({
  location: string(),
}, {
  retries: integer({ minimum: 1 }),
  retry_interval_s: integer(),
  oldest_timestamp: dateTime(),
  latest_timestamp: dateTime(),
  type: string(),
  request_id: integer(),
});
export type UploadLogsRequest = Infer<typeof uploadLogsRequest>;

export const uploadLogsStatus = enumOf("Accepted", "Rejected", "AcceptedCanceled");
export type UploadLogsStatus = Infer<typeof uploadLogsStatus>;

export const uploadLogsResponse = object({
  upload_logs_status: uploadLogsStatus,
}, {
  file_name: string(),
});
export type UploadLogsResponse = Infer<typeof uploadLogsResponse>;

export const resetType = enumOf("Soft", "Hard", "NotSpecified");
export type ResetType = Infer<typeof resetType>;

export const bootReason = enumOf(
  "ApplicationReset",
  "FirmwareUpdate",
  "LocalReset",
  "PowerUp",
  "RemoteReset",
  "ScheduledReset",
  "Triggered",
  "Unknown",
  "Watchdog",
);
export type BootReason = Infer<typeof bootReason>;

export const firmwareUpdateStatusEnum = enumOf(
  "Downloaded",
  "DownloadFailed",
  "Downloading",
  "DownloadScheduled",
  "DownloadPaused",
  "Idle",
  "InstallationFailed",
  "Installing",
  "Installed",
  "InstallRebooting",
  "InstallScheduled",
  "InstallVerificationFailed",
  "InvalidSignature",
  "SignatureVerified",
);
export type FirmwareUpdateStatusEnum = Infer<typeof firmwareUpdateStatusEnum>;

/** Comes with main of 2026-08; `disable_connectors_during_install` counts as true when absent. */
export const firmwareUpdateMetadata = object({}, {
  disable_connectors_during_install: boolean(),
});
export type FirmwareUpdateMetadata = Infer<typeof firmwareUpdateMetadata>;

export const firmwareUpdateStatus = object({
  firmware_update_status: firmwareUpdateStatusEnum,
  request_id: integer(),
}, {
  firmware_update_metadata: firmwareUpdateMetadata,
});
export type FirmwareUpdateStatus = Infer<typeof firmwareUpdateStatus>;

export const logStatusEnum = enumOf(
  "BadMessage",
  "Idle",
  "NotSupportedOperation",
  "PermissionDenied",
  "Uploaded",
  "UploadFailure",
  "Uploading",
  "AcceptedCanceled",
);
export type LogStatusEnum = Infer<typeof logStatusEnum>;

export const logStatus = object({
  log_status: logStatusEnum,
  request_id: integer(),
});
export type LogStatus = Infer<typeof logStatus>;
