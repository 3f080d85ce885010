import { evseId } from "../../kernel/ids.ts";
import {
  createEvChargingNeeds,
  type EvChargingNeeds,
} from "../../station/ev-charging-needs/ev-charging-needs.ts";
import {
  type ChargingProfilesBlock,
  createChargingProfilesBlock,
  type StartProfiles,
} from "../../station/smart-charging/charging-profiles-block.ts";
import { endsSession } from "../../station/evse-event.ts";
import type { LastDone } from "../../station/ports/ocsp-cache.ts";
import type { AbsenceStore } from "../../station/smart-charging/csms-absence.ts";
import { compositeScheduleHandlers } from "../../station/smart-charging/composite-schedule-handler.ts";
import {
  createExternalLimitsBlock,
  type ExternalLimitsBlock,
} from "../../station/smart-charging/external-limits-block.ts";
import { reportEvSchedule } from "../../station/smart-charging/ev-schedule-report.ts";
import { createScheduleSource, type ScheduleSource } from "../../station/smart-charging/schedule-source.ts";
import {
  createSmartChargingBlock,
  type LimitsPort,
} from "../../station/smart-charging/smart-charging-block.ts";
import type { EvseRating } from "../../station/smart-charging/station-situation.ts";
import type { TransactionsBlock } from "../../station/transactions/transactions-block.ts";
import type { BlockContext } from "../block-context.ts";

export interface WireSmartChargingDeps {
  readonly transactions: TransactionsBlock;
  /** By EVSE. */
  readonly ratings: ReadonlyMap<number, EvseRating>;
  /** EVerest's energy management. */
  readonly limits: LimitsPort;
}

export interface SmartCharging {
  readonly evChargingNeeds: EvChargingNeeds;
  /** The profiles of remote starts. */
  readonly starts: StartProfiles;
  /** Explains limits. */
  readonly limits: Pick<ScheduleSource, "explain" | "explainMoment">;
}

/** Block K: charging profiles, what EVs ask for, and the limits that follow from both. */
export function wireSmartCharging(context: BlockContext, deps: WireSmartChargingDeps): SmartCharging {
  const { csms, deviceModel, storage, layout, clock, log } = context;
  const { transactions, ratings } = deps;
  const evChargingNeeds = createEvChargingNeeds({
    csms,
    deviceModel,
    transactions,
    log: log("smart-charging"),
  });
  context.join({
    onEvseEvent(event) {
      if (event.kind === "SessionStarted" || endsSession(event)) evChargingNeeds.sessionChanged(event.evseId);
    },
  });
  const profiles = createChargingProfilesBlock({
    csms,
    deviceModel,
    transactions,
    clock,
    log: log("smart-charging"),
    evses: layout.length,
    store: storage.chargingProfiles,
    chargingNeedsOn: (evse) => evChargingNeeds.reportedOn(evse),
  });
  const source = createScheduleSource({
    csms,
    deviceModel,
    transactions,
    clock,
    ratings,
    log: log("smart-charging"),
    absence: absenceStore(storage.lastDone),
    evses: layout.length,
    installed: profiles.installed,
  });
  profiles.onChange(() => source.profilesChanged());
  profiles.onAccepted((profile) =>
    void reportEvSchedule(profile, {
      csms,
      log: log("smart-charging"),
      chargingNeedsOn: (evse) => evChargingNeeds.reportedOn(evse),
      situation: () => source.situation(),
    })
  );
  context.join({ handlers: profiles.handlers });
  context.join({
    handlers: compositeScheduleHandlers({ deviceModel, situation: () => source.situation() }),
  });
  const external = joinExternalLimits(context, transactions, profiles, source);
  context.join({
    clockSet() {
      external.clockSet();
      source.clockSet();
    },
  });
  joinLimits(context, deps, profiles, source);
  return { evChargingNeeds, starts: profiles.starts, limits: source };
}

const CSMS_LOST = "csms.lost";

/** The loss of the CSMS among what was last done. */
function absenceStore(lastDone: LastDone): AbsenceStore {
  return {
    lostSince: () => lastDone.at(CSMS_LOST),
    lost: (wallMs) => lastDone.done(CSMS_LOST, wallMs),
    back: () => lastDone.forgetOthers(CSMS_LOST, []),
  };
}

/** Reports limits of external systems to the CSMS. */
function joinExternalLimits(
  { csms, deviceModel, storage, clock, log, join }: BlockContext,
  transactions: TransactionsBlock,
  { installed }: ChargingProfilesBlock,
  source: ScheduleSource,
): ExternalLimitsBlock {
  const external = createExternalLimitsBlock({
    csms,
    deviceModel,
    installed,
    transactions,
    clock,
    store: storage.reportedLimits,
    log: log("smart-charging"),
    allowedOn: (evse, unit) => source.allowedOn(evse, unit),
    situation: () => source.situation(),
  });
  join({
    onOutsideLimits: (evse, limits) => external.onOutsideLimits(evse, limits),
    csmsReachable: () => external.csmsReachable(),
    disconnected: () => external.stop(),
    processEnds: () => external.stop(),
  });
  return external;
}

/** Limits the energy management to the schedules. */
function joinLimits(
  { deviceModel, config, clock, log, join }: BlockContext,
  { transactions, limits }: WireSmartChargingDeps,
  profiles: ChargingProfilesBlock,
  source: ScheduleSource,
): void {
  const smartCharging = createSmartChargingBlock({
    clock,
    deviceModel,
    limits,
    log: log("smart-charging"),
    request: { durationSeconds: config.compositeScheduleDurationSeconds, unit: config.compositeScheduleUnit },
    intervalMs: config.compositeScheduleIntervalMs,
    situation: () => source.situation(),
    onChange: (listener) => source.onChange(listener),
    isInUse: (evse) => transactions.activeTransaction(evseId(evse)) !== undefined,
  });
  const start = () => {
    source.start();
    smartCharging.start();
  };
  const stop = () => {
    source.stop();
    smartCharging.stop();
  };
  join({
    started() {
      profiles.start();
      start();
    },
    connected: () => source.connected(),
    disconnected: () => source.disconnected(),
    ocppStopped: stop,
    ocppStarted: start,
    processEnds: stop,
  });
}
