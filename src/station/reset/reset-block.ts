import { type Clock, sleep } from "../../kernel/clock.ts";
import type { TransactionId } from "../../kernel/ids.ts";
import type { Logger } from "../../kernel/logger.ts";
import type { RequestOf, ResponseOf, StatusInfoType } from "../../ocpp/messages.ts";
import { statusInfo } from "../../ocpp/reason-codes.ts";
import type { DeviceModel } from "../../variables/device-model.ts";
import type { StartScope } from "../block.ts";
import { type HandlerTable, type Reply, result } from "../handlers.ts";
import { LateWrites } from "../late-writes.ts";
import type { EvseLayout } from "../ports/evse-port.ts";
import type { ResetCause, ResetPort } from "../ports/reset-port.ts";
import { NOT_STORED, storedFor } from "../stored-request.ts";
import { carryOutReset } from "./reset-attempts.ts";
import type { ScheduledResetStore } from "./scheduled-reset-store.ts";

export const LATE_WRITE_TIMER = "reset.late-write";
export const DELIVERY_TIMER = "reset.delivery";
export const STOP_DELAY_TIMER = "reset.stop-delay";
export const STOP_LIMIT_TIMER = "reset.stop-limit";
const DELIVERY_POLL_MS = 200;
/** What is written about a reset. */
const [WAITING, OVER] = ["waiting", "over"];
/** How long a reset waits for transactions to end and to be delivered; the rest is sent after it. */
const DELIVERY_LIMIT_MS = 30_000;

export interface ResetDeps {
  readonly clock: Clock;
  readonly log: Logger;
  readonly deviceModel: DeviceModel;
  readonly evses: readonly EvseLayout[];
  readonly port: ResetPort;
  readonly store: ScheduledResetStore;
  readonly transactions: ResettableTransactions;
  readonly reservations: { awaitsDriver(): boolean };
  /** True while the station does work that a reset would destroy: a log is uploaded, firmware is updated. */
  isBusy(): boolean;
  /** Closes the EVSEs to new drivers while a reset waits. */
  readonly availability: { closeEvses(): void; reopenEvses(): void };
  /** Once the system was asked to reset, a lost connection is not made again. */
  readonly redial: { hold(): void; release(): void };
  /** True while messages of the outbox wait and can be delivered. */
  isDelivering(): boolean;
  /** ResetStopDelay: from the end of the transactions until the system is asked. */
  readonly stopDelayMs: number;
}

export interface ResettableTransactions {
  active(): readonly { readonly transactionId: TransactionId }[];
  stop(transactionId: TransactionId, reason: "ImmediateReset"): Promise<boolean>;
}

export interface ResetBlock {
  readonly handlers: HandlerTable;
  /** To be called once, with what started: a reset that was waiting is done, or goes on waiting. */
  started(scope: StartScope): void;
  /** A transaction, a reservation or other work is over; a reset may have waited for it. */
  freed(): void;
  stop(): void;
}

type ResetType = RequestOf<"Reset">["type"];

type ResetState =
  | { readonly kind: "none" }
  /** Scheduled: it begins when the station is idle. */
  | { readonly kind: "waiting" }
  | Resetting;

interface Resetting {
  readonly kind: "resetting";
  /** The strongest that was requested. */
  type: ResetType;
  /** Aborted when a reset on idle has become an immediate one. */
  readonly raised: AbortController;
}

/** B11, B12: the CSMS restarts the charging station. */
export function createResetBlock(deps: ResetDeps): ResetBlock {
  const { clock, log, evses, port, store, transactions, reservations, availability } = deps;
  const stopped = new AbortController();
  const late = new LateWrites({ clock, timer: LATE_WRITE_TIMER, refused: notStored });
  let state: ResetState = { kind: "none" };

  /** B11, remark (errata 2025-06): no transaction, no reservation, no driver about to charge, and no other work. */
  const isIdle = () => transactions.active().length === 0 && !reservations.awaitsDriver() && !deps.isBusy();

  async function requested({ type, evseId }: RequestOf<"Reset">): Promise<Reply<"Reset">> {
    if (evseId !== undefined) return rejected(obstacleOnEvse(evseId));
    if (!await port.isResetAllowed()) {
      return rejected(statusInfo("Unspecified", "The charging station cannot be reset now"));
    }
    log.notice("the CSMS requested a reset", { type });
    const isHurried = state.kind === "resetting" && state.type === "Immediate";
    if (type === "OnIdle" && !isIdle() && !isHurried) {
      if (await storedFor("Reset", store.schedule(clock.wallMs()), log) === "refused") {
        return rejected(NOT_STORED);
      }
      late.settled(OVER);
      // From now on it would outlive a restart, whether the answer reaches the CSMS or not.
      wait();
      return result<"Reset">({ status: "Scheduled" });
    }
    // First the answer, then the reset.
    return result<"Reset">({ status: "Accepted" }, () => begin("asked", type));
  }

  function obstacleOnEvse(evseId: number): StatusInfoType {
    if (!evses.some(({ id }) => id === evseId)) return statusInfo("UnknownEvse");
    // EVerest restarts as a whole; EVSE.AllowReset is false.
    return statusInfo("UnsupportedRequest", "An EVSE cannot be reset alone");
  }

  function wait(): void {
    if (state.kind === "resetting") return;
    state = { kind: "waiting" };
    // B12, step 3a
    availability.closeEvses();
    freed();
  }

  function freed(): void {
    if (state.kind === "waiting" && isIdle()) begin("scheduled", "OnIdle");
  }

  function begin(cause: ResetCause, type: ResetType): void {
    if (state.kind === "resetting") return raise(state, type);
    const resetting: Resetting = { kind: "resetting", type, raised: new AbortController() };
    state = resetting;
    reset(cause, resetting).catch((error: unknown) => {
      log.error("the reset failed", { error: String(error) });
      goOn();
    });
  }

  /** Of two requests the one counts that spares nobody. */
  function raise(resetting: Resetting, type: ResetType): void {
    if (type !== "Immediate" || resetting.type === "Immediate") return;
    resetting.type = type;
    resetting.raised.abort();
  }

  async function reset(cause: ResetCause, resetting: Resetting): Promise<void> {
    for (;;) {
      const { type } = resetting;
      const isRaised = () => resetting.type !== type;
      await prepare(resetting);
      if (stopped.signal.aborted) return;
      if (isRaised()) continue;
      if (type === "OnIdle" && !isIdle()) {
        await remember();
        if (isRaised()) continue;
        state = { kind: "none" };
        return wait();
      }
      log.notice("the system is asked to reset", { cause });
      deps.redial.hold();
      if (await carryOutReset(cause, { ...deps, signal: stopped.signal }) === "stopped") return;
      deps.redial.release();
      if (isRaised()) continue;
      log.error("the system did not reset, the station goes on");
      goOn();
      return forget();
    }
  }

  /** Nothing is lost when the system restarts after this. Ends early when the reset becomes an immediate one. */
  async function prepare({ type, raised }: Resetting): Promise<void> {
    const signal = type === "Immediate" ? stopped.signal : AbortSignal.any([raised.signal, stopped.signal]);
    if (type === "Immediate") await stopTransactions();
    await transactionsDelivered(signal);
    if (deps.stopDelayMs > 0) await sleep(clock, STOP_DELAY_TIMER, deps.stopDelayMs, signal);
  }

  /** A transaction began meanwhile: it ends normally, and the reset, which the CSMS expects, waits for it. */
  async function remember(): Promise<void> {
    late.settled(OVER);
    await late.write(WAITING, () => store.schedule(clock.wallMs()));
  }

  function forget(): void {
    late.settled(WAITING);
    void late.write(OVER, () => store.clear());
  }

  function notStored(what: string, error: unknown): void {
    if (what === WAITING) log.error("a scheduled reset could not be stored, it is tried again", { error });
    else log.error("a completed reset could not be removed from the disk, it is tried again", { error });
  }

  function goOn(): void {
    state = { kind: "none" };
    deps.redial.release();
    availability.reopenEvses();
  }

  /**
   * A transaction that its EVSE does not stop is ended as ImmediateReset after the reboot. So is one whose
   * end cannot be stored: the reset may repair the disk.
   */
  async function stopTransactions(): Promise<void> {
    const done = new AbortController();
    const signal = AbortSignal.any([done.signal, stopped.signal]);
    const tooLate = sleep(clock, STOP_LIMIT_TIMER, DELIVERY_LIMIT_MS, signal);
    const stops = transactions.active().map(({ transactionId }) =>
      transactions.stop(transactionId, "ImmediateReset")
    );
    try {
      await Promise.race([Promise.all(stops), tooLate]);
    } finally {
      done.abort();
    }
  }

  /** Step 3a: the ends of the transactions are sent before the reset. */
  async function transactionsDelivered(signal: AbortSignal): Promise<void> {
    const limitMs = clock.monotonicMs() + DELIVERY_LIMIT_MS;
    while (transactions.active().length > 0 || deps.isDelivering()) {
      if (clock.monotonicMs() >= limitMs || signal.aborted) return;
      await sleep(clock, DELIVERY_TIMER, DELIVERY_POLL_MS, signal);
    }
  }

  return {
    handlers: { Reset: requested },
    started(scope) {
      if (!store.isScheduled()) return;
      if (scope === "processOnly") return wait();
      forget();
    },
    freed,
    stop() {
      stopped.abort();
      late.stop();
    },
  };
}

function rejected(info: StatusInfoType): Reply<"Reset"> {
  const response: ResponseOf<"Reset"> = { status: "Rejected", statusInfo: info };
  return result<"Reset">(response);
}
