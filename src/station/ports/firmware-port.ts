import type { FirmwareStatusEnumType, RequestOf, ResponseOf } from "../../ocpp/messages.ts";

/** Whoever downloads, checks and installs firmware. Nothing rejects. */
export interface FirmwarePort {
  /** Whether the manufacturer stands behind this firmware signing certificate (PEM); undefined when nobody knows. */
  isTrusted(signingCertificate: string): Promise<boolean | undefined>;
  /** Rejected also when there is no answer. */
  update(request: RequestOf<"UpdateFirmware">): Promise<ResponseOf<"UpdateFirmware">>;
  /** No driver is disturbed any more. False without an answer. */
  allowInstallation(): Promise<boolean>;
}

/** How an update goes on. */
export interface FirmwareProgress {
  readonly status: FirmwareStatusEnumType;
  /** That of the UpdateFirmwareRequest; absent when the installer does not say. */
  readonly requestId?: number;
  /** Whether drivers can charge while this firmware is installed. */
  readonly evses: "outOfUse" | "inUse";
}
