import type { Clock, Timer } from "../../kernel/clock.ts";
import type { EvseId } from "../../kernel/ids.ts";
import type { Logger } from "../../kernel/logger.ts";
import type { ChargingRateUnitEnumType } from "../../ocpp/messages.ts";
import { type DeviceModel, variableKey } from "../../variables/device-model.ts";
import type { Csms } from "../ports/csms.ts";
import {
  bindingLimit,
  EXTERNAL_SOURCE,
  type ExternalLimit,
  externalProfile,
  inForce as profileInForce,
  isWorthTelling,
  onEvse,
  type OutsideLimit,
} from "./external-limits.ts";
import type { InstalledProfiles } from "./installed-profiles.ts";
import type { ReportedLimitStore } from "./reported-limit-store.ts";
import type { ScheduleContext } from "./schedule-context.ts";

export interface ExternalLimitsDeps {
  readonly csms: Csms;
  readonly deviceModel: Pick<DeviceModel, "boolean" | "decimal">;
  readonly installed: Pick<InstalledProfiles, "setExternal">;
  readonly transactions: RatedTransactions;
  readonly store: ReportedLimitStore;
  readonly clock: Clock;
  readonly log: Logger;
  /** The present limit of an EVSE by charging profiles and local limits. */
  allowedOn(evse: EvseId, unit: ChargingRateUnitEnumType): number;
  situation(): { readonly context: ScheduleContext };
}

/** What external limits need of transactions. */
export interface RatedTransactions {
  /** Reports in an Updated event that the charging rate has changed; nothing when no transaction is open. */
  reportChargingRate(evse: EvseId, atMs: number): Promise<void>;
}

export interface ExternalLimitsBlock {
  /** The limits of external systems for the EVSE, up to one in each unit. To be called with every report of the bus. */
  onOutsideLimits(evse: EvseId, limits: readonly OutsideLimit[]): void;
  /** Reports the limits that the CSMS has missed. */
  csmsReachable(): void;
  /** The CSMS is gone, or the process ends: nothing is reported again before `csmsReachable`. */
  stop(): void;
  /** The wall clock was set: reports show since when the limits are in force by it. */
  clockSet(): void;
}

export const LIMIT_RETRY_TIMER = "smart-charging.limit-retry";
/** What the CSMS has not answered is told again after this time, unless a reconnect or a change tells it before. */
const RETRY_MS = 60_000;

const ENABLED = variableKey("SmartChargingCtrlr", "ExternalControlSignalsEnabled");
const SIGNIFICANCE = variableKey("SmartChargingCtrlr", "LimitChangeSignificance");
const WITH_SCHEDULES = variableKey("SmartChargingCtrlr", "NotifyChargingLimitWithSchedules");

/**
 * K11 to K13: reports limits of external systems to the CSMS. EVerest's energy management, which they come from, enforces
 * them; they are not pushed back to it.
 */
export function createExternalLimitsBlock(deps: ExternalLimitsDeps): ExternalLimitsBlock {
  const { csms, deviceModel, installed, transactions, store, clock, log } = deps;
  const inForce = new Map<EvseId, ExternalLimit>();
  /** The EVSEs whose limits are known since the start of the process. */
  const heard = new Set<EvseId>();
  /** The limits that the CSMS knows. */
  const reported = new Map<EvseId, OutsideLimit>(store.all());
  /** The limits whose effect on the charging rate was reported. */
  const rated = new Map<EvseId, OutsideLimit>(reported);
  let retry: Timer | undefined;
  const isChange = (before: OutsideLimit | undefined, after: OutsideLimit | undefined) =>
    isWorthTelling(before, after, deviceModel.decimal(SIGNIFICANCE) ?? 0);
  const isReportable = (evse: EvseId) => isChange(reported.get(evse), inForce.get(evse));

  function onOutsideLimits(evse: EvseId, limits: readonly OutsideLimit[]): void {
    const limit = binding(evse, limits);
    const isNews = !heard.has(evse) || !isSame(inForce.get(evse), limit);
    if (!isNews) return;
    heard.add(evse);
    remember(inForce, evse, limit && { ...limit, sinceMonotonicMs: clock.monotonicMs() });
    install();
    if (isChange(rated.get(evse), limit)) reportRate(evse, limit);
    if (isReportable(evse)) void report(evse);
  }

  const profileOf = (evse: EvseId, limit: ExternalLimit) =>
    externalProfile(evse, limit, clock.wallMs() - (clock.monotonicMs() - limit.sinceMonotonicMs));

  function install(): void {
    installed.setExternal([...inForce].map(([id, limit]) => profileInForce(id, profileOf(id, limit))));
  }

  function binding(evse: EvseId, limits: readonly OutsideLimit[]): OutsideLimit | undefined {
    if (limits.length === 0 || deviceModel.boolean(ENABLED) !== true) return undefined;
    const { context } = deps.situation();
    const onThis = limits.map((limit) => onEvse(limit, evse, context));
    return bindingLimit(onThis, (unit) => deps.allowedOn(evse, unit));
  }

  /** One event for a change, at its time (K11.FR.04); it waits for the CSMS by itself. */
  function reportRate(evse: EvseId, limit: OutsideLimit | undefined): void {
    remember(rated, evse, limit);
    transactions.reportChargingRate(evse, clock.wallMs())
      .catch((error) => log.error("a changed charging rate could not be reported", { evse, error }));
  }

  async function report(evse: EvseId): Promise<void> {
    const now = inForce.get(evse);
    const before = reported.get(evse);
    // Before the call: a change during the call is compared with this value.
    remember(reported, evse, now);
    const outcome = now === undefined ? await cleared(evse) : await notified(evse, now);
    if (outcome.kind === "result") return await stored(evse, now);
    if (reported.get(evse) !== now) return;
    remember(reported, evse, before);
    log.info("an external limit did not reach the CSMS", { evse, outcome: outcome.kind });
    if (outcome.kind === "timeout" && csms.isOnline()) retryLater();
  }

  function retryLater(): void {
    retry?.cancel();
    retry = clock.setTimer(LIMIT_RETRY_TIMER, RETRY_MS, reportMissed);
  }

  function reportMissed(): void {
    retry?.cancel();
    for (const evse of heard) {
      if (isReportable(evse)) void report(evse);
    }
  }

  function stored(evse: EvseId, limit: OutsideLimit | undefined): Promise<void> {
    return store.put(evse, limit).catch((error) =>
      log.error("what the CSMS knows of external limits could not be stored", { evse, error })
    );
  }

  const notified = (evseId: EvseId, limit: ExternalLimit) =>
    csms.call("NotifyChargingLimit", {
      evseId,
      chargingLimit: { chargingLimitSource: EXTERNAL_SOURCE },
      ...(deviceModel.boolean(WITH_SCHEDULES) === true
        ? { chargingSchedule: profileOf(evseId, limit).chargingSchedule }
        : {}),
    });

  const cleared = (evseId: EvseId) =>
    csms.call("ClearedChargingLimit", { evseId, chargingLimitSource: EXTERNAL_SOURCE });

  return {
    onOutsideLimits,
    csmsReachable: reportMissed,
    stop: () => retry?.cancel(),
    clockSet: install,
  };
}

function isSame(before: OutsideLimit | undefined, after: OutsideLimit | undefined): boolean {
  return before?.value === after?.value && before?.unit === after?.unit;
}

function remember<Limit>(limits: Map<EvseId, Limit>, evse: EvseId, limit: Limit | undefined): void {
  if (limit === undefined) limits.delete(evse);
  else limits.set(evse, limit);
}
