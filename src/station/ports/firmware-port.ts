import type { FirmwareStatusEnumType, RequestOf, ResponseOf } from "../../ocpp/messages.ts";

/** The installer: downloads, verifies and installs firmware. Nothing rejects. */
export interface FirmwarePort {
  /**
   * Whether this firmware signing certificate (PEM) is issued by the manufacturer; undefined without an
   * answer.
   */
  isTrusted(signingCertificate: string): Promise<boolean | undefined>;
  /** Rejected without an answer. */
  update(request: RequestOf<"UpdateFirmware">): Promise<ResponseOf<"UpdateFirmware">>;
  /** Allows the installation. False without an answer. */
  allowInstallation(): Promise<boolean>;
}

/** Progress of an update. */
export interface FirmwareProgress {
  readonly status: FirmwareStatusEnumType;
  /** That of the UpdateFirmwareRequest; absent when the installer does not give it. */
  readonly requestId?: number;
  /** Whether drivers can charge while this firmware is installed. */
  readonly evses: "outOfUse" | "inUse";
}
