import type { FirmwareStatusEnumType } from "../../ocpp/messages.ts";

/** How far an update is. Downloads are paused and continued, and a reboot comes before or after the installation. */
const STAGE: Readonly<Record<FirmwareStatusEnumType, number>> = {
  Idle: 0,
  DownloadScheduled: 1,
  Downloading: 2,
  DownloadPaused: 2,
  Downloaded: 3,
  SignatureVerified: 4,
  InstallScheduled: 5,
  Installing: 6,
  InstallRebooting: 6,
  DownloadFailed: 7,
  InvalidSignature: 7,
  InstallVerificationFailed: 7,
  InstallationFailed: 7,
  Installed: 7,
};

/**
 * Whether an update that was in one status can have come to the other. False for what it has passed already, and for
 * anything after an end state (part 2, FirmwareStatusEnumType), which only a new request follows. EVerest's own installer
 * says DownloadFailed after each attempt and then tries again.
 */
export function canFollow(last: FirmwareStatusEnumType | undefined, next: FirmwareStatusEnumType): boolean {
  if (last === undefined) return true;
  if (next === last) return false;
  if (last === "DownloadFailed") return isOfDownload(next);
  if (STAGE[last] === STAGE.Installed) return false;
  return next === "Idle" || STAGE[next] >= STAGE[last];
}

/** How an update ends that got no further than this. */
export function failureAfter(
  last: FirmwareStatusEnumType | undefined,
): "DownloadFailed" | "InstallationFailed" {
  return last === undefined || isOfDownload(last) ? "DownloadFailed" : "InstallationFailed";
}

function isOfDownload(status: FirmwareStatusEnumType): boolean {
  return STAGE[status] >= STAGE.DownloadScheduled && STAGE[status] <= STAGE.Downloading;
}
