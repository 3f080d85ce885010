import { dateTimeMs } from "../../ocpp/date-time.ts";
import type { FirmwareStatusEnumType, RequestOf } from "../../ocpp/messages.ts";
import type { FirmwareProgress } from "../ports/firmware-port.ts";

/** The last update of the firmware, as it is remembered over restarts. */
export interface FirmwareJob {
  /** Absent: not started by the CSMS. */
  readonly requestId?: number;
  /** `unknown`: not started by the CSMS. */
  readonly kind: "signed" | "unsigned" | "unknown";
  /** The last that the CSMS was told; absent: nothing yet. */
  readonly status?: FirmwareStatusEnumType;
  /** Not to be installed earlier, Unix milliseconds. */
  readonly installAtMs?: number;
  /** Whether the installation still waits for drivers, and whether it was allowed. */
  readonly installation: "notDue" | "waiting" | "allowed";
  /** The download waits until nobody charges; this is what will be asked for then. */
  readonly deferred?: RequestOf<"UpdateFirmware">;
  /** What the status that decided about the installation said of drivers meanwhile. */
  readonly evses?: FirmwareProgress["evses"];
  /** What told of the success first: its second sign, the other one, is no second update. */
  readonly successSeen?: "status" | "boot";
}

/** Implemented by `storage/firmware-job-repository`. */
export interface FirmwareJobStore {
  load(): FirmwareJob | undefined;
  /** Resolves when it is on disk. */
  save(job: FirmwareJob): Promise<void>;
}

export function jobOf({ requestId, firmware }: RequestOf<"UpdateFirmware">): FirmwareJob {
  const { signingCertificate, installDateTime } = firmware;
  return {
    requestId,
    kind: signingCertificate === undefined ? "unsigned" : "signed",
    installation: "notDue",
    ...(installDateTime === undefined ? {} : { installAtMs: dateTimeMs(installDateTime) }),
  };
}

/** Part 2, FirmwareStatusEnumType: the end states, and Idle, which means that there is nothing to do. */
const OVER: ReadonlySet<FirmwareStatusEnumType> = new Set([
  "DownloadFailed",
  "InstallationFailed",
  "Installed",
  "InstallVerificationFailed",
  "InvalidSignature",
  "Idle",
]);

export function isOver({ status }: FirmwareJob): boolean {
  return status !== undefined && OVER.has(status);
}

/** The status after which only the installation is left: what is signed is verified after the download. */
export function isReadyToInstall({ kind, status }: FirmwareJob): boolean {
  return status === (kind === "unsigned" ? "Downloaded" : "SignatureVerified");
}
