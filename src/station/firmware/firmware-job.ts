import { dateTimeMs } from "../../kernel/date-time.ts";
import type { FirmwareStatusEnumType, RequestOf } from "../../ocpp/messages.ts";
import type { FirmwareProgress } from "../ports/firmware-port.ts";
import { canFollow } from "./firmware-order.ts";

/** The last firmware update, persistent over restarts. */
export interface FirmwareJob {
  /** Absent: not started by the CSMS. */
  readonly requestId?: number;
  /** `unknown`: not started by the CSMS. */
  readonly kind: "signed" | "unsigned" | "unknown";
  /** The last status that was reported to the CSMS, if any. */
  readonly status?: FirmwareStatusEnumType;
  /** Not to be installed before, Unix milliseconds. */
  readonly installAtMs?: number;
  /** Whether the installation waits for the EVSEs to become free or was allowed. */
  readonly installation: "notDue" | "waiting" | "allowed";
  /** The request whose download waits for the end of all transactions. */
  readonly deferred?: RequestOf<"UpdateFirmware">;
  /** What the status that made the installation due said of the EVSEs meanwhile. */
  readonly evses?: FirmwareProgress["evses"];
  /** Which of the two signs of success came first: the other one is not a second update. */
  readonly successSeen?: "status" | "boot";
  /** Present since a reboot of the station until the installer says how it goes on, from wherever that is. */
  readonly rebooted?: "unheard";
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

/** Part 2, FirmwareStatusEnumType: the end states, and Idle, which means that no update is in progress. */
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

/** True when the installer may have forgotten the update in a reboot, and nothing says that it has succeeded. */
export function mayBeForgotten(job: FirmwareJob): boolean {
  return job.rebooted === "unheard" && job.requestId !== undefined && !isOver(job) &&
    job.successSeen !== "boot";
}

/**
 * True when a status says how the update goes on. Without an id nobody can tell a late status from another update.
 */
export function goesOnWith(job: FirmwareJob, status: FirmwareStatusEnumType): boolean {
  // An installer that has nothing to do yet may still take the update up.
  if (job.rebooted === "unheard") return status !== "Idle";
  if (job.requestId === undefined && isOver(job)) return status !== job.status;
  return canFollow(job.status, status);
}

/** Work that a reset would destroy; what is only scheduled waits over resets. */
const AT_WORK: ReadonlySet<FirmwareStatusEnumType> = new Set([
  "Downloading",
  "DownloadPaused",
  "Downloaded",
  "SignatureVerified",
  "Installing",
  "InstallRebooting",
]);

/** True while the installer downloads, checks or installs, or is about to install. */
export function isAtWork(job: FirmwareJob, nowMs: number): boolean {
  const { status, installation, installAtMs = 0 } = job;
  if (isOver(job)) return false;
  if (installation === "allowed") return true;
  if (installation === "waiting") return installAtMs <= nowMs;
  return status !== undefined && AT_WORK.has(status);
}

/** True when only the installation is left: signed firmware is verified after the download. */
export function isReadyToInstall({ kind, status }: FirmwareJob): boolean {
  return status === (kind === "unsigned" ? "Downloaded" : "SignatureVerified");
}
