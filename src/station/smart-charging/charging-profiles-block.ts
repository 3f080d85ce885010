import type { Clock } from "../../kernel/clock.ts";
import { type EvseId, evseId as toEvseId } from "../../kernel/ids.ts";
import { MAX_PENDING_REMOTE_STARTS } from "../../kernel/limits.ts";
import type { Logger } from "../../kernel/logger.ts";
import { createSerialQueue } from "../../kernel/serial-queue.ts";
import type { ChargingProfileType, RequestOf, StatusInfoType } from "../../ocpp/messages.ts";
import { statusInfo } from "../../ocpp/reason-codes.ts";
import { characteristicsOf } from "../../variables/characteristics.ts";
import type { StationDeviceModel } from "../../variables/create-device-model.ts";
import { type Handler, type HandlerTable, type Reply, result } from "../handlers.ts";
import { pageBytes } from "../payload-bytes.ts";
import type { Csms } from "../ports/csms.ts";
import { createReportSender } from "../reports/report-sender.ts";
import { NOT_STORED, storedFor } from "../stored-request.ts";
import type { ActiveTransaction } from "../transactions/active-transaction.ts";
import { type ChargingProfile, readChargingProfile } from "./charging-profile.ts";
import type { ChargingProfileStore } from "./charging-profile-store.ts";
import { InstalledProfiles } from "./installed-profiles.ts";
import { bindingRefusal, profileRefusal, startProfileRefusal } from "./profile-acceptance.ts";
import type { ProfileContext, ReportedChargingNeeds } from "./profile-context.ts";
import { askedProfiles, isCleared } from "./profile-criteria.ts";
import { displacedBy, isOver } from "./profile-displacement.ts";
import { profileReports } from "./profile-reports.ts";
import { isOfCsms } from "./profile-room.ts";
import {
  followsProfiles,
  INSTALLED_PROFILES,
  readProfileCapabilities,
  readScheduleCapabilities,
} from "./smart-charging-variables.ts";
import {
  asTxProfile,
  expectedProfiles,
  hasBecome,
  type StartedTransaction,
  type WaitingProfile,
} from "./waiting-profile.ts";
import { whereFollowed } from "./where-followed.ts";

export interface ChargingProfilesDeps {
  readonly csms: Csms;
  readonly store: ChargingProfileStore;
  readonly deviceModel: StationDeviceModel;
  readonly transactions: ProfiledTransactions;
  /** What the EV of an EVSE asked for in its current transaction; undefined: it did not. */
  chargingNeedsOn(evse: EvseId): ReportedChargingNeeds | undefined;
  /** Number of EVSEs. */
  readonly evses: number;
  readonly clock: Clock;
  readonly log: Logger;
}

/** What charging profiles need to know of transactions. */
export interface ProfiledTransactions {
  active(): readonly ActiveTransaction[];
  activeTransaction(evse: EvseId): ActiveTransaction | undefined;
  onEvent(
    listener: (
      event: { readonly evseId: EvseId; readonly request: RequestOf<"TransactionEvent"> },
    ) => void,
  ): void;
}

export interface ChargingProfilesBlock {
  readonly handlers: HandlerTable;
  readonly installed: InstalledProfiles;
  /** The profiles that remote starts bring. */
  readonly starts: StartProfiles;
  /** To be called once the transactions of before the restart are known. */
  start(): void;
  /** Called after every change of what is installed. */
  onChange(listener: () => void): void;
  /** Called when the CSMS has heard that a profile of it is installed. */
  onAccepted(listener: (profile: ChargingProfile) => void): void;
}

/** What a remote start asks of the profile that it brings (K05, F01). */
export interface StartProfiles {
  /** Why the start must be rejected; undefined when it may come with this profile. */
  refusal(profile: ChargingProfileType, start: ProfiledStart): StatusInfoType | undefined;
  /** The start was accepted, with this profile or without one. Resolves when that is on disk. */
  accepted(start: ProfiledStart, profile: ChargingProfileType | undefined): Promise<void>;
  /** The start will not become a transaction. */
  abandoned(remoteStartId: number): void;
  /** The starts whose profiles wait for their transactions, also those of before a restart. */
  waitingStarts(): readonly number[];
}

export interface ProfiledStart {
  readonly remoteStartId: number;
  /** Absent: the driver chooses it by plugging in. */
  readonly evseId?: EvseId;
}

/** The charging profiles of the CSMS, from their acceptance to the end of their transaction. */
export function createChargingProfilesBlock(deps: ChargingProfilesDeps): ChargingProfilesBlock {
  const { csms, store, deviceModel, transactions, clock, log } = deps;
  const inOrder = createSerialQueue();
  const sender = createReportSender({
    ...{ csms, clock, log },
    action: "ReportChargingProfiles",
    toRequest: (message: RequestOf<"ReportChargingProfiles">) => message,
  });
  const listeners: (() => void)[] = [];
  const acceptedListeners: ((profile: ChargingProfile) => void)[] = [];
  const installed = new InstalledProfiles(store, () => {
    count();
    for (const listener of listeners) listener();
  });

  /** Component files of other origin may do without the variable. */
  function count(): void {
    if (!characteristicsOf(deviceModel, INSTALLED_PROFILES)) return;
    deviceModel.setActual(INSTALLED_PROFILES, String(installed.count));
  }

  function context(): ProfileContext {
    const nowSeconds = Math.floor(clock.wallMs() / 1000);
    const all = installed.all();
    const over = all.filter((profile) => isOfCsms(profile) && isOver(profile, nowSeconds));
    return {
      ...{ evses: deps.evses, nowSeconds, over },
      capabilities: readProfileCapabilities(deviceModel),
      installed: over.length === 0 ? all : all.filter((profile) => !over.includes(profile)),
      waiting: installed.waiting.map(({ profile }) => profile),
      expected: expectedProfiles(installed.waiting, transactions.active()),
      transactionOn: (evse) => transactions.activeTransaction(toEvseId(evse))?.transactionId,
      chargingNeedsOn: (evse) => deps.chargingNeedsOn(toEvseId(evse)),
      schedulesOn: (evse) => readScheduleCapabilities(deviceModel, evse),
    };
  }

  const setChargingProfile: Handler<"SetChargingProfile"> = ({ evseId, chargingProfile }) =>
    inOrder(async () => {
      const profile = readChargingProfile(evseId, "CSO", chargingProfile);
      const situation = context();
      const refusal = profileRefusal({ evseId, profile }, situation);
      if (refusal) {
        log.info("a charging profile is rejected", { evseId, profileId: profile.id, ...refusal });
        return result<"SetChargingProfile">({ status: "Rejected", statusInfo: refusal });
      }
      const installing = installed.install(profile, displacedBy({ evseId, profile }, situation));
      if (await storedFor("SetChargingProfile", installing, log) === "refused") {
        return result<"SetChargingProfile">({ status: "Rejected", statusInfo: NOT_STORED });
      }
      return result<"SetChargingProfile">({ status: "Accepted" }, () => {
        for (const listener of acceptedListeners) listener(profile);
      });
    });

  const clearChargingProfile: Handler<"ClearChargingProfile"> = (request) =>
    inOrder(async () => {
      const cleared = installed.all().filter((profile) => isCleared(profile, request));
      const starts = installed.waiting.filter(({ profile: { id, purpose, stackLevel }, evseId }) =>
        isCleared({ id, purpose, stackLevel, evseId }, request)
      );
      if (cleared.length + starts.length === 0) return result<"ClearChargingProfile">({ status: "Unknown" });
      const removed = installed.remove(
        cleared.map(({ id }) => id),
        starts.map(({ remoteStartId }) => remoteStartId),
      );
      if (await storedFor("ClearChargingProfile", removed, log) === "refused") {
        // Neither status would be true: the profiles are known, and still in force.
        return { kind: "error", code: "InternalError", description: "the change could not be stored" };
      }
      return result<"ClearChargingProfile">({ status: "Accepted" });
    });

  const getChargingProfiles: Handler<"GetChargingProfiles"> = (request) =>
    inOrder(() => Promise.resolve(promise(request)));

  function promise(request: RequestOf<"GetChargingProfiles">): Reply<"GetChargingProfiles"> {
    const asked = askedProfiles(installed.all(), request);
    if (asked.length === 0) return result<"GetChargingProfiles">({ status: "NoProfiles" });
    if (!sender.hasRoom()) {
      return { kind: "error", code: "InternalError", description: "too many reports are still to be sent" };
    }
    const { requestId } = request;
    return result<"GetChargingProfiles">(
      { status: "Accepted" },
      () => sender.send({ requestId, pages: profileReports(requestId, asked, pageBytes(deviceModel)) }),
    );
  }

  const starts: StartProfiles = {
    refusal(wire, { remoteStartId, evseId }) {
      // K05.FR.04, F01.FR.12: without smart charging the profile is ignored.
      if (!followsProfiles(deviceModel)) return undefined;
      if (evseId === undefined && transactions.active().some((open) => isTaken(remoteStartId, open))) {
        return statusInfo("DuplicateRequestId", "A transaction that is open has this remoteStartId");
      }
      const profile = readChargingProfile(evseId ?? 0, "CSO", wire);
      const offered = { profile, ...(evseId === undefined ? {} : { evseId }) };
      const refusal = startProfileRefusal(offered, context());
      if (refusal === undefined || refusal.reasonCode === "InvalidSchedule") return refusal;
      return statusInfo("InvalidProfile", refusal.additionalInfo);
    },
    accepted: (start, wire) =>
      inOrder(async () => {
        const { remoteStartId, evseId } = start;
        if (wire === undefined || !followsProfiles(deviceModel)) {
          return await installed.removeStarts([remoteStartId]);
        }
        await installed.keepForStart({ ...start, profile: readChargingProfile(evseId ?? 0, "CSO", wire) });
        // Starts without a transaction are bounded; the oldest profiles go first.
        const surplus = installed.waiting.slice(0, -MAX_PENDING_REMOTE_STARTS);
        await installed.removeStarts(surplus.map((oldest) => oldest.remoteStartId));
      }),
    abandoned: (remoteStartId) =>
      inBackground(async () => {
        await bindStarts();
        await installed.removeStarts([remoteStartId]);
      }),
    waitingStarts: () => installed.waiting.map(({ remoteStartId }) => remoteStartId),
  };

  async function bindStarts(): Promise<void> {
    for (const start of installed.waiting) {
      const transaction = transactions.active().find((open) => hasBecome(start, open));
      if (transaction !== undefined) await bindStart(start, transaction);
    }
  }

  /** What others have installed meanwhile may exclude it. */
  async function bindStart(start: WaitingProfile, transaction: StartedTransaction): Promise<void> {
    const { evseId } = transaction;
    const profile = asTxProfile(start, transaction);
    const situation = context();
    const refusal = bindingRefusal({ evseId, profile }, situation);
    if (refusal === undefined) {
      return await installed.bind(start, transaction, displacedBy({ evseId, profile }, situation));
    }
    log.warning("the charging profile of a remote start is not installed", {
      ...{ evseId, remoteStartId: start.remoteStartId, profileId: profile.id },
      ...refusal,
    });
    await installed.removeStarts([start.remoteStartId]);
  }

  /** K02.FR.05: a TxProfile ends with its transaction. */
  async function removeEnded(): Promise<void> {
    const ongoing = new Set<string>(transactions.active().map(({ transactionId }) => transactionId));
    const ended = installed.all().filter(({ purpose, transactionId = "" }) =>
      purpose === "TxProfile" && !ongoing.has(transactionId)
    );
    await installed.remove(ended.map(({ id }) => id), []);
  }

  function inBackground(work: () => Promise<void>): void {
    inOrder(work).catch((error) =>
      log.error("charging profiles could not follow their transactions", { error })
    );
  }

  transactions.onEvent(({ request: { eventType } }) => {
    if (eventType === "Ended") inBackground(removeEnded);
    inBackground(bindStarts);
  });

  return {
    handlers: whereFollowed(deviceModel, {
      SetChargingProfile: setChargingProfile,
      ClearChargingProfile: clearChargingProfile,
      GetChargingProfiles: getChargingProfiles,
    }),
    installed,
    starts,
    start() {
      count();
      inBackground(async () => {
        await bindStarts();
        await removeEnded();
      });
    },
    onChange: (listener) => void listeners.push(listener),
    onAccepted: (listener) => void acceptedListeners.push(listener),
  };
}

/** Whether a new start with this remoteStartId could be mistaken for the one that the transaction came of. */
function isTaken(remoteStartId: number, open: StartedTransaction): boolean {
  return open.authorized && open.remoteStartId === remoteStartId;
}
