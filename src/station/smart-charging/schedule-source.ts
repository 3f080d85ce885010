import type { Clock } from "../../kernel/clock.ts";
import { type EvseId, evseId as toEvseId, type TransactionId } from "../../kernel/ids.ts";
import type { Logger } from "../../kernel/logger.ts";
import type { ChargingRateUnitEnumType } from "../../ocpp/messages.ts";
import type { DeviceModel } from "../../variables/device-model.ts";
import type { ActiveTransaction } from "../transactions/active-transaction.ts";
import { compositeSchedule } from "./all-schedules.ts";
import type { ScheduleWindow } from "./composite-schedule.ts";
import {
  type AskedMoment,
  explainedMoment,
  type ExplainedSchedule,
  explainedSchedule,
} from "./explain-schedule.ts";
import { type AbsenceStore, CsmsAbsence, readAbsenceLimits } from "./csms-absence.ts";
import type { InstalledProfiles } from "./installed-profiles.ts";
import { ReadyMoments } from "./ready-moments.ts";
import {
  type ProfilesByEvse,
  type ScheduleContext,
  type TransactionSituation,
  withoutExternal,
} from "./schedule-context.ts";
import { followsProfiles, ignoredOffline } from "./smart-charging-variables.ts";
import { type EvseRating, readEvse, readStation, readSupplyVolts } from "./station-situation.ts";
import { type WatchedTransactions, watchTransactions } from "./transaction-watch.ts";

export interface ScheduleSourceDeps {
  readonly deviceModel: Pick<DeviceModel, "boolean" | "decimal" | "integer" | "list">;
  readonly installed: Pick<InstalledProfiles, "byEvse">;
  readonly transactions: ScheduledTransactions;
  readonly csms: { isOnline(): boolean };
  readonly clock: Clock;
  readonly log: Logger;
  readonly absence: AbsenceStore;
  /** Number of EVSEs. */
  readonly evses: number;
  /** By EVSE, 0 for the station; only those that EVerest reports. */
  readonly ratings: ReadonlyMap<number, EvseRating>;
}

/** What schedules need of transactions. */
export interface ScheduledTransactions extends WatchedTransactions {
  active(): readonly ActiveTransaction[];
  /** Stores when the EVSE became ready, after the clock that it was measured by has been set. */
  moveReady(evse: EvseId, transactionId: TransactionId, readySinceMs: number): Promise<void>;
}

/** Reads the input of composite schedules and announces its changes. */
export interface ScheduleSource {
  situation(): ScheduleSituation;
  /** The schedule of an EVSE, or of the station (0), from now on, and why it is so; undefined: there is no such EVSE. */
  explain(evseId: number, request: Omit<ScheduleWindow, "startSeconds">): ExplainedSchedule | undefined;
  /** The limit of a moment from now on, and everything that was considered. */
  explainMoment(evseId: number, moment: Omit<AskedMoment, "nowSeconds">): ExplainedSchedule | undefined;
  /** The present limit of an EVSE by charging profiles and local limits, without external limits. */
  allowedOn(evse: EvseId, unit: ChargingRateUnitEnumType): number;
  /** Called after a change of the input, except of variables. */
  onChange(listener: () => void): void;
  /** To be called after every change of the installed profiles. */
  profilesChanged(): void;
  connected(): void;
  disconnected(): void;
  /** The wall clock was set. */
  clockSet(): void;
  /** Starts to measure the time without CSMS. */
  start(): void;
  stop(): void;
}

export interface ScheduleSituation {
  readonly context: ScheduleContext;
  readonly nowSeconds: number;
}

export function createScheduleSource(deps: ScheduleSourceDeps): ScheduleSource {
  const { deviceModel, clock, transactions, log } = deps;
  const listeners: (() => void)[] = [];
  const changed = () => listeners.forEach((listener) => listener());
  const absence = new CsmsAbsence({ clock, deviceModel, store: deps.absence, log, changed });
  const connectionChanged = () => {
    if (ignoredOffline(deviceModel).size > 0) changed();
  };
  const ready = new ReadyMoments(clock);
  const adjusted = {
    activeTransaction(evse: EvseId) {
      const transaction = transactions.activeTransaction(evse);
      return transaction && ready.adjusted(transaction);
    },
  };
  const situation = (): ScheduleSituation => ({
    context: readScheduleContext({ ...deps, transactions: adjusted }, absence.isLong ? "absent" : "present"),
    nowSeconds: Math.floor(clock.wallMs() / 1000),
  });
  /** What the next process needs to know. */
  function storeReady(): void {
    for (const transaction of transactions.active()) {
      const { evseId, transactionId } = transaction;
      const atMs = ready.outdated(transaction);
      if (atMs === undefined) continue;
      transactions.moveReady(evseId, transactionId, atMs).catch((error) =>
        log.error("the start of relative charging profiles could not be stored", { evseId, error })
      );
    }
  }
  // From their first sight on, moments go by the monotonic clock.
  transactions.onEvent(({ evseId }) => void adjusted.activeTransaction(evseId));
  watchTransactions(transactions, changed);
  return {
    situation,
    explain(evseId, request) {
      const { context, nowSeconds } = situation();
      return explainedSchedule(evseId, context, { ...request, startSeconds: nowSeconds });
    },
    explainMoment(evseId, moment) {
      const { context, nowSeconds } = situation();
      return explainedMoment(evseId, context, { ...moment, nowSeconds });
    },
    allowedOn(evse, unit) {
      const { context, nowSeconds } = situation();
      const moment = { startSeconds: nowSeconds, durationSeconds: 0, unit };
      return compositeSchedule(evse, withoutExternal(context), moment)?.periods[0]?.limit ?? Infinity;
    },
    onChange: (listener) => void listeners.push(listener),
    profilesChanged: changed,
    connected() {
      absence.connected();
      connectionChanged();
    },
    disconnected() {
      absence.disconnected();
      connectionChanged();
    },
    clockSet() {
      storeReady();
      absence.clockSet();
      changed();
    },
    start() {
      storeReady();
      absence.start();
    },
    stop: () => absence.stop(),
  };
}

const NO_PROFILES: ProfilesByEvse = new Map();

/** The present input of composite schedules; `csms` is "absent" after OfflineLimitDelay without connection. */
export function readScheduleContext(
  deps: Omit<ScheduleSourceDeps, "transactions" | "clock" | "log" | "absence"> & {
    readonly transactions: { activeTransaction(evse: EvseId): ActiveTransaction | undefined };
  },
  csms: "present" | "absent",
): ScheduleContext {
  const { deviceModel, installed, transactions, ratings, evses } = deps;
  const absenceLimits = (subject: "Station" | "EVSE") =>
    csms === "absent" ? readAbsenceLimits(deviceModel, subject) : [];
  const ofEvse = absenceLimits("EVSE");
  return {
    profiles: followsProfiles(deviceModel) ? installed.byEvse() : NO_PROFILES,
    ignoredPurposes: deps.csms.isOnline() ? new Set() : ignoredOffline(deviceModel),
    station: readStation(deviceModel, ratings.get(0), absenceLimits("Station")),
    evses: Array.from({ length: evses }, (_, index) => {
      const evseId = index + 1;
      const transaction = situationOf(transactions.activeTransaction(toEvseId(evseId)));
      return readEvse(evseId, deviceModel, ratings.get(evseId), ofEvse, transaction);
    }),
    supplyVolts: readSupplyVolts(deviceModel),
  };
}

function situationOf(transaction: ActiveTransaction | undefined): TransactionSituation | undefined {
  if (transaction === undefined) return undefined;
  const { transactionId, readySinceMs } = transaction;
  return {
    id: transactionId,
    ...(readySinceMs === undefined ? {} : { readySinceSeconds: Math.floor(readySinceMs / 1000) }),
  };
}
