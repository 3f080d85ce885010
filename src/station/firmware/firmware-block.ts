import type { Clock } from "../../kernel/clock.ts";
import type { FirmwareStatusEnumType, RequestOf, ResponseOf } from "../../ocpp/messages.ts";
import { statusInfo } from "../../ocpp/reason-codes.ts";
import type { SecurityEventType } from "../../ocpp/security-events.ts";
import type { StartScope } from "../block.ts";
import { type HandlerTable, result } from "../handlers.ts";
import type { Csms } from "../ports/csms.ts";
import type { FirmwarePort, FirmwareProgress } from "../ports/firmware-port.ts";
import { createSerialQueue } from "../../kernel/serial-queue.ts";
import { LateWrites } from "../late-writes.ts";
import type { TriggerTable } from "../trigger-message/trigger.ts";
import {
  type FirmwareJob,
  type FirmwareJobStore,
  goesOnWith,
  isAtWork,
  isOver,
  isReadyToInstall,
  jobOf,
  mayBeForgotten,
} from "./firmware-job.ts";
import { failureAfter } from "./firmware-order.ts";
import { FirmwareReports, type FirmwareReportsDeps, presentStatus } from "./firmware-reports.ts";
import { InstallationGate, type StationControl } from "./installation-gate.ts";
import { InstallerWait } from "./installer-wait.ts";

export const LATE_WRITE_TIMER = "firmware.late-write";

export interface FirmwareDeps extends FirmwareReportsDeps {
  readonly csms: Pick<Csms, "call">;
  readonly firmware: FirmwarePort;
  readonly store: FirmwareJobStore;
  readonly control: StationControl;
  readonly transactions: { active(): readonly unknown[] };
  readonly clock: Clock;
  allowsNewSessions(): boolean;
  /** InternalCtrlr.DeferFirmwareDownloadDuringTransaction. */
  defersDownload(): boolean;
  raiseSecurityEvent(type: SecurityEventType, techInfo: string): void;
  /** Closes the connection to the CSMS and connects again; does nothing while there is none. */
  reconnect(reason: string): void;
}

export interface FirmwareBlock {
  readonly handlers: HandlerTable;
  readonly triggers: TriggerTable;
  onProgress(progress: FirmwareProgress): void;
  transactionEnded(): void;
  /** True while the installer does what a reset would destroy. */
  isAtWork(): boolean;
  /**
   * To be called once when the station starts, before `started`. False when this boot belongs to an update
   * whose success was reported already.
   */
  bootedAfterUpdate(): boolean;
  /**
   * To be called once, with what started: an installer that did not restart may still wait for permission.
   */
  started(scope: StartScope): void;
  /** The process ends: what the disk has refused is written. */
  stop(): void;
}

/** L01, L02: the CSMS updates the firmware; EVerest's system module does the work. */
export function createFirmwareBlock(deps: FirmwareDeps): FirmwareBlock {
  const { firmware, log } = deps;
  const inTurn = createSerialQueue();
  const reports = new FirmwareReports(deps);
  const gate = new InstallationGate({
    ...deps,
    allowInstallation: () => firmware.allowInstallation(),
    allowed: () => job && remember({ ...job, installation: "allowed" }),
  });
  let job = deps.store.load();
  /** Whether the connection to the CSMS was made after the update, because this process started after it. */
  let isConnectedAnew = job !== undefined;
  /** False for a job of before the start: the installer started anew, too, until it says otherwise. */
  let isFollowed = false;
  /** The request that the installer has not answered yet: its first status may come before its answer. */
  let asked: FirmwareJob | undefined;
  const installerWait = new InstallerWait(deps.clock, installerGivenUp);
  // The next start must not report what was over as failed.
  const late = new LateWrites({
    clock: deps.clock,
    timer: LATE_WRITE_TIMER,
    refused: (_, error) =>
      log.error("the state of the firmware update could not be stored, it is tried again", { error }),
  });
  /** Resolves when the job is on disk, or put off. */
  let saved: Promise<void> = Promise.resolve();

  function remember(next: FirmwareJob): void {
    job = next;
    saved = late.write("job", () => deps.store.save(next));
  }

  const isCharging = () => deps.transactions.active().length > 0;

  function begin(next: FirmwareJob): void {
    asked = undefined;
    isConnectedAnew = false;
    installerWait.cancel();
    isFollowed = true;
    gate.close();
    remember(next);
  }

  async function update(request: RequestOf<"UpdateFirmware">): Promise<ResponseOf<"UpdateFirmware">> {
    const { requestId, firmware: { signingCertificate } } = request;
    const trusted = signingCertificate === undefined || await firmware.isTrusted(signingCertificate);
    if (trusted === undefined) return { status: "Rejected", statusInfo: statusInfo("InternalError") };
    if (!trusted) {
      deps.raiseSecurityEvent("InvalidFirmwareSigningCertificate", `Request ${requestId}`);
      return { status: "InvalidCertificate", statusInfo: statusInfo("InvalidCertificate") };
    }
    // A download that has begun is canceled by the installer.
    const isIdle = job === undefined || isOver(job) || job.deferred !== undefined;
    if (isIdle && deps.defersDownload() && isCharging()) return defer(request);
    return await askInstaller(request);
  }

  /** Schedules the download for the end of the last transaction. */
  function defer(request: RequestOf<"UpdateFirmware">): ResponseOf<"UpdateFirmware"> {
    const replaces = job?.deferred !== undefined;
    begin({ ...jobOf(request), status: "DownloadScheduled", deferred: request });
    reports.report("DownloadScheduled", request.requestId);
    keepForDownload();
    return { status: replaces ? "AcceptedCanceled" : "Accepted" };
  }

  function keepForDownload(): void {
    if (!deps.allowsNewSessions()) deps.control.closeEvses("firmware", "inUse");
  }

  async function downloadDeferred(): Promise<void> {
    if (job?.deferred === undefined || isCharging()) return;
    const { deferred, ...waited } = job;
    const { status } = await askInstaller(deferred);
    if (status === "Accepted" || status === "AcceptedCanceled") return;
    // The request was accepted when it was deferred: a refusal now is a failed download.
    follow({ ...waited, status: "DownloadFailed" }, "DownloadFailed", "outOfUse");
  }

  async function askInstaller(
    request: RequestOf<"UpdateFirmware">,
  ): Promise<ResponseOf<"UpdateFirmware">> {
    const { requestId } = request;
    asked = jobOf(request);
    const response = await firmware.update(request);
    log.notice("the CSMS requested a firmware update", { requestId, status: response.status });
    switch (response.status) {
      case "Accepted":
      case "AcceptedCanceled":
        // The installer has canceled the update before.
        if (asked) begin(asked);
        return response;
      case "InvalidCertificate":
      case "RevokedCertificate":
        deps.raiseSecurityEvent(
          "InvalidFirmwareSigningCertificate",
          `${response.status}, request ${requestId}`,
        );
        break;
      case "Rejected":
    }
    asked = undefined;
    if (response.statusInfo !== undefined || job === undefined || isOver(job)) return response;
    // The installer cannot cancel the update before.
    return { ...response, statusInfo: statusInfo("FwUpdateInProgress") };
  }

  function onProgress(progress: FirmwareProgress): void {
    const { status } = progress;
    const isRepeated = job?.status === status && job.rebooted === undefined;
    if (progress.requestId === undefined && isRepeated) return;
    // A status without requestId belongs to the update in progress.
    const requestId = progress.requestId ?? (job && !isOver(job) ? job.requestId : undefined);
    const isFirst = job === undefined || job.requestId !== requestId || isOver(job);
    if (asked !== undefined && asked.requestId === requestId && isFirst) begin(asked);
    if (job === undefined || job.requestId !== requestId) {
      if (job !== undefined && !isOver(job)) return reports.reportReplaced(status, requestId);
      begin({ kind: "unknown", installation: "notDue", ...(requestId === undefined ? {} : { requestId }) });
    }
    goOn(job!, progress);
  }

  function goOn(before: FirmwareJob, { status, evses }: FirmwareProgress): void {
    if (!goesOnWith(before, status)) return;
    installerWait.cancel();
    // TC_L_01, step 15: the new firmware may use other versions of OCPP, so the station reconnects before it
    // sends more.
    if (status === "Installed" && before.status !== undefined && !isConnectedAnew) {
      deps.reconnect("new firmware was installed");
    }
    const { rebooted: _, ...rest } = before;
    follow({ ...rest, status }, status, evses);
  }

  function follow(
    next: FirmwareJob,
    status: FirmwareStatusEnumType,
    evses: FirmwareProgress["evses"],
  ): void {
    const isTold = job?.status === status;
    isFollowed = true;
    remember(next);
    // Every status of the installer is reported but Idle, which only answers a trigger (part 2,
    // FirmwareStatusEnumType).
    if (status !== "Idle" && !isTold) reports.report(status, next.requestId);
    if (isOver(next)) return over(next);
    // An installer need not repeat what it said of the EVSEs when the installation was due.
    if (status === "Installing") return gate.installing(next.evses ?? evses);
    if (isReadyToInstall(next)) readyToInstall(next, evses);
  }

  function over(next: FirmwareJob): void {
    gate.close();
    const { successSeen, ...rest } = next;
    const isNews = next.status === "Installed" && successSeen !== "boot";
    remember({ ...rest, installation: "notDue", ...(isNews ? { successSeen: "status" } : {}) });
    const which = `Request ${next.requestId ?? "of nobody"}`;
    if (isNews) deps.raiseSecurityEvent("FirmwareUpdated", which);
    if (next.status === "InvalidSignature") deps.raiseSecurityEvent("InvalidFirmwareSignature", which);
  }

  function readyToInstall(next: FirmwareJob, evses: FirmwareProgress["evses"]): void {
    const isTimed = next.installAtMs !== undefined && next.installAtMs > deps.clock.wallMs();
    // TC_L_16: an installation during which EVSEs can be used does not wait for drivers, so nothing is
    // scheduled.
    const waitsForDriver = evses === "outOfUse" && !isTimed && isCharging();
    // An installation with a set time is scheduled by the installer, which reports that itself.
    if (waitsForDriver) reports.report("InstallScheduled", next.requestId);
    remember({
      ...next,
      evses,
      installation: "waiting",
      ...(waitsForDriver ? { status: "InstallScheduled" } : {}),
    });
    gate.ready(evses, next.installAtMs);
  }

  /** What the installer does not take up again after a reboot has failed. */
  function installerGivenUp(): void {
    if (job === undefined || !mayBeForgotten(job)) return;
    const { requestId, status } = job;
    log.warning("the installer does not go on with the update after the reboot", { requestId, status });
    const failure = failureAfter(status);
    follow({ ...job, status: failure }, failure, "outOfUse");
  }

  return {
    handlers: {
      async UpdateFirmware(request) {
        const response = await inTurn(() => update(request));
        // Answered only when the job is on disk, so that an accepted request survives a restart.
        await saved;
        return result<"UpdateFirmware">(response);
      },
    },
    triggers: {
      FirmwareStatusNotification: () => ({
        status: "Accepted",
        send: () =>
          void deps.csms.call("FirmwareStatusNotification", () => presentStatus(job ?? {}), "control"),
      }),
    },
    onProgress,
    transactionEnded() {
      gate.transactionEnded();
      if (job?.deferred !== undefined) void inTurn(downloadDeferred);
    },
    isAtWork: () => isFollowed && job !== undefined && isAtWork(job, deps.clock.wallMs()),
    bootedAfterUpdate() {
      if (job === undefined) return true;
      const { successSeen, ...rest } = job;
      const isNews = successSeen !== "status";
      remember(isNews ? { ...rest, successSeen: "boot" } : rest);
      return isNews;
    },
    started(scope) {
      if (scope === "processOnly") isFollowed = true;
      if (job?.deferred !== undefined) {
        if (isCharging()) keepForDownload();
        else void inTurn(downloadDeferred);
        return;
      }
      if (job === undefined || isOver(job)) return;
      // An installer that restarted too has forgotten that it waited, or reports how it goes on.
      if (scope === "station") remember({ ...job, installation: "notDue", rebooted: "unheard" });
      if (mayBeForgotten(job)) return installerWait.start(job.installAtMs ?? 0);
      if (job.installation === "notDue") return;
      const evses = job.evses ?? "outOfUse";
      if (job.installation === "waiting") return gate.ready(evses, job.installAtMs);
      gate.installing(evses);
    },
    stop: () => late.stop(),
  };
}
