import type { Clock, Timer } from "../../kernel/clock.ts";
import type { Logger } from "../../kernel/logger.ts";
import type { CertificateHashDataType, OCSPRequestDataType } from "../../ocpp/messages.ts";
import { type DeviceModel, variableKey } from "../../variables/device-model.ts";
import type { Csms } from "../ports/csms.ts";
import type { LastDone, OcspCache } from "../ports/ocsp-cache.ts";

export const OCSP_TIMER = "certificates.ocsp";
/** Under this name the time of the last refresh is stored. */
export const OCSP_REFRESHED = "ocsp-refreshed";

const INTERVAL = variableKey("InternalCtrlr", "OcspRequestInterval");
/** At least once a week. */
const WEEK_SECONDS = 7 * 24 * 3600;
/** After a refresh that failed, or had nothing to ask for. */
const RETRY_MS = 24 * 3600 * 1000;

export interface OcspRefreshDeps {
  readonly csms: Csms;
  readonly cache: OcspCache;
  readonly lastDone: LastDone;
  readonly deviceModel: DeviceModel;
  readonly clock: Clock;
  readonly log: Logger;
}

export interface OcspRefresh {
  /** The station is online and accepted. Does nothing when it runs already. */
  start(): void;
  stop(): void;
  /** The station has new certificates. */
  certificatesChanged(): void;
}

interface Answer {
  readonly certificate: CertificateHashDataType;
  readonly ocspResult: string;
}

/**
 * Keeps the status of the station's V2G certificates fresh, for vehicles that ask for it in the handshake.
 */
export function createOcspRefresh(deps: OcspRefreshDeps): OcspRefresh {
  const { csms, cache, lastDone, deviceModel, clock, log } = deps;
  let timer: Timer | undefined;
  let refreshing = false;
  /** Certificates changed while a refresh was under way, or while nobody could be asked. */
  let stale = false;

  function schedule(delayMs: number): void {
    timer?.cancel();
    timer = clock.setTimer(OCSP_TIMER, delayMs, () => void refresh());
  }

  function untilDueMs(): number {
    const last = lastDone.at(OCSP_REFRESHED);
    if (stale || last === undefined) return 0;
    const intervalMs = Math.min(deviceModel.integer(INTERVAL) || WEEK_SECONDS, WEEK_SECONDS) * 1000;
    const elapsedMs = clock.wallMs() - last;
    // A time stamp of the future is no reason to wait longer: the clock was wrong then.
    return elapsedMs < 0 ? 0 : Math.max(0, intervalMs - elapsedMs);
  }

  async function refresh(): Promise<void> {
    if (refreshing) return;
    refreshing = true;
    stale = false;
    const isDone = await refreshAll() === "refreshed" && await isRemembered();
    refreshing = false;
    if (timer === undefined) return;
    schedule(stale ? 0 : isDone ? untilDueMs() : RETRY_MS);
  }

  async function isRemembered(): Promise<boolean> {
    try {
      await lastDone.done(OCSP_REFRESHED, clock.wallMs());
      return true;
    } catch (error) {
      // Nothing but a refresh too many, and that not at once.
      log.error("when the V2G certificates were refreshed is not on disk", { error });
      return false;
    }
  }

  /** All or nothing: what is half fresh would be asked for again as a whole anyway. */
  async function refreshAll(): Promise<"refreshed" | "nothing" | "failed"> {
    const requests = await cache.requests();
    if (requests === undefined) return "failed";
    if (requests.length === 0) return "nothing";
    const answers: Answer[] = [];
    for (const request of requests) {
      const ocspResult = await ask(request);
      if (ocspResult === undefined) return "failed";
      const { responderURL: _, ...certificate } = request;
      answers.push({ certificate, ocspResult });
    }
    for (const { certificate, ocspResult } of answers) {
      if (!await cache.store(certificate, ocspResult)) return "failed";
    }
    log.info("status of the V2G certificates refreshed", { certificates: answers.length });
    return "refreshed";
  }

  async function ask(ocspRequestData: OCSPRequestDataType): Promise<string | undefined> {
    const outcome = await csms.call("GetCertificateStatus", { ocspRequestData });
    if (outcome.kind === "result" && outcome.response.status === "Accepted" && outcome.response.ocspResult) {
      return outcome.response.ocspResult;
    }
    log.warning("the CSMS does not know the status of a V2G certificate", {
      serialNumber: ocspRequestData.serialNumber,
      outcome: outcome.kind === "result" ? outcome.response.status : outcome.kind,
    });
    return undefined;
  }

  return {
    start() {
      if (timer === undefined) schedule(untilDueMs());
    },
    stop() {
      timer?.cancel();
      timer = undefined;
    },
    certificatesChanged() {
      stale = true;
      if (timer !== undefined && !refreshing) schedule(0);
    },
  };
}
