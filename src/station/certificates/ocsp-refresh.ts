import type { Clock, Timer } from "../../kernel/clock.ts";
import type { Logger } from "../../kernel/logger.ts";
import type { CertificateHashDataType, OCSPRequestDataType } from "../../ocpp/messages.ts";
import { type DeviceModel, variableKey } from "../../variables/device-model.ts";
import type { Csms } from "../ports/csms.ts";
import type { LastDone, OcspCache } from "../ports/ocsp-cache.ts";
import { listRetryMs, OCSP_REFRESHED, OCSP_RETRY_MS, refreshedName, untilDueMs } from "./ocsp-due.ts";

export const OCSP_TIMER = "certificates.ocsp";

const INTERVAL = variableKey("InternalCtrlr", "OcspRequestInterval");
/** At least once a week. */
const WEEK_SECONDS = 7 * 24 * 3600;

export interface OcspRefreshDeps {
  readonly csms: Csms;
  readonly cache: OcspCache;
  readonly lastDone: LastDone;
  readonly deviceModel: DeviceModel;
  readonly clock: Clock;
  readonly log: Logger;
}

export interface OcspRefresh {
  /** The station is online and accepted. Does nothing when already started. */
  start(): void;
  stop(): void;
  /** The station has new certificates; requests the status of each. */
  certificatesChanged(): void;
  /** The wall clock was set: what was refreshed before the start may be older than it seemed. */
  clockSet(): void;
}

type RefreshOutcome =
  | "stored"
  /** Tried again a day later. */
  | "failed"
  /** The connection was lost; requested again on the next one. */
  | "unasked";

/**
 * M06: keeps the status of the station's V2G certificates up to date, for vehicles that request it in the TLS
 * handshake.
 */
export function createOcspRefresh(deps: OcspRefreshDeps): OcspRefresh {
  const { csms, cache, lastDone, deviceModel, clock, log } = deps;
  /** Times of failed requests by the monotonic clock, by the name of the certificate. */
  const failures = new Map<string, number>();
  /** The same of requests that succeeded. The wall clock, by which the disk has them, may be set since. */
  const successes = new Map<string, number>();
  let timer: Timer | undefined;
  let refreshing = false;
  /** Certificates changed during a refresh or while offline, or were not all asked about when they had. */
  let stale = false;
  /** How often in a row the security module has not listed the certificates. */
  let listFailures = 0;

  function schedule(delayMs: number): void {
    timer?.cancel();
    timer = clock.setTimer(OCSP_TIMER, delayMs, () => void refresh());
  }

  async function refresh(): Promise<void> {
    if (refreshing) return;
    refreshing = true;
    const which = stale ? "all" : "due";
    stale = false;
    const { nextMs, left } = await refreshDue(which);
    refreshing = false;
    const changedMeanwhile = stale;
    if (left === "some" && which === "all") stale = true;
    if (timer !== undefined) schedule(changedMeanwhile ? 0 : nextMs);
  }

  /** Resolves with the milliseconds until the next certificate is due, and whether any could not be asked about. */
  async function refreshDue(which: "due" | "all"): Promise<{ nextMs: number; left: "none" | "some" }> {
    const certificates = await cache.requests();
    if (certificates === undefined) return { nextMs: listRetryMs(++listFailures), left: "some" };
    listFailures = 0;
    if (certificates.length === 0) return { nextMs: OCSP_RETRY_MS, left: "none" };
    await forgetOthers(certificates);
    for (const certificate of certificates) {
      if (which === "due" && certificateDueMs(certificate) > 0) continue;
      const outcome = await refreshOne(certificate);
      if (outcome === "unasked") return { nextMs: OCSP_RETRY_MS, left: "some" };
      const name = refreshedName(certificate);
      if (outcome === "stored") successes.set(name, clock.monotonicMs());
      if (outcome === "failed") failures.set(name, clock.monotonicMs());
      else failures.delete(name);
    }
    return { nextMs: Math.min(...certificates.map(certificateDueMs)), left: "none" };
  }

  function certificateDueMs(certificate: CertificateHashDataType): number {
    const name = refreshedName(certificate);
    const intervalSeconds = Math.min(deviceModel.integer(INTERVAL) || WEEK_SECONDS, WEEK_SECONDS);
    const failedMs = failures.get(name);
    const failedAgeMs = failedMs === undefined ? undefined : clock.monotonicMs() - failedMs;
    return untilDueMs({ storedAgeMs: storedAgeMs(name), failedAgeMs }, intervalSeconds * 1000);
  }

  function storedAgeMs(name: string): number | undefined {
    const succeededMs = successes.get(name);
    if (succeededMs !== undefined) return clock.monotonicMs() - succeededMs;
    const storedMs = lastDone.at(name);
    return storedMs === undefined ? undefined : clock.wallMs() - storedMs;
  }

  async function refreshOne(request: OCSPRequestDataType): Promise<RefreshOutcome> {
    const { responderURL: _, ...certificate } = request;
    const { serialNumber } = certificate;
    const outcome = await csms.call("GetCertificateStatus", { ocspRequestData: request });
    if ((outcome.kind === "offline" || outcome.kind === "timeout") && !csms.isOnline()) return "unasked";
    const response = outcome.kind === "result" ? outcome.response : undefined;
    if (response?.status !== "Accepted" || !response.ocspResult) {
      log.warning("the CSMS does not know the status of a V2G certificate", {
        serialNumber,
        outcome: response?.status ?? outcome.kind,
      });
      return "failed";
    }
    if (!await cache.store(certificate, response.ocspResult)) {
      log.warning("the status of a V2G certificate could not be stored", { serialNumber });
      return "failed";
    }
    log.info("the status of a V2G certificate was refreshed", { serialNumber });
    return await isRemembered(certificate) ? "stored" : "failed";
  }

  async function isRemembered(certificate: CertificateHashDataType): Promise<boolean> {
    try {
      await lastDone.done(refreshedName(certificate), clock.wallMs());
      return true;
    } catch (error) {
      // The only consequence is one unnecessary refresh later.
      log.error("the time of a V2G certificate refresh could not be stored", { error });
      return false;
    }
  }

  /** Removes the times of certificates that are no longer installed, so that they do not accumulate. */
  async function forgetOthers(certificates: readonly CertificateHashDataType[]): Promise<void> {
    const names = certificates.map(refreshedName);
    for (const known of [failures, successes]) {
      for (const name of known.keys()) if (!names.includes(name)) known.delete(name);
    }
    try {
      await lastDone.forgetOthers(OCSP_REFRESHED, names);
    } catch (error) {
      log.error("times of former V2G certificates could not be removed", { error });
    }
  }

  return {
    start() {
      if (timer === undefined) schedule(0);
    },
    stop() {
      timer?.cancel();
      timer = undefined;
    },
    certificatesChanged() {
      stale = true;
      if (timer !== undefined && !refreshing) schedule(0);
    },
    clockSet() {
      if (timer !== undefined && !refreshing) schedule(0);
    },
  };
}
