import type { Clock, Timer } from "../../kernel/clock.ts";
import type { Logger } from "../../kernel/logger.ts";
import type { FirmwareProgress } from "../ports/firmware-port.ts";
import { WallAlarm } from "../wall-alarm.ts";

export const INSTALL_TIMER = "firmware.install";
export const ALLOW_RETRY_TIMER = "firmware.allow-retry";
/** Until the permission is repeated to an installer that has not answered. */
const ALLOW_RETRY_MS = 60_000;

export interface InstallationGateDeps {
  readonly clock: Clock;
  readonly log: Logger;
  readonly control: StationControl;
  readonly transactions: { active(): readonly unknown[] };
  /** ChargingStation.AllowNewSessionsPendingFirmwareUpdate. */
  allowsNewSessions(): boolean;
  allowInstallation(): Promise<boolean>;
  /** The installation was allowed. */
  allowed(): void;
}

/** Takes EVSEs out of use for as long as this process lives. */
export interface StationControl {
  /**
   * `exempt`: EVSEs that stay open until they are free, those in use in any way or only those in a
   * transaction.
   */
  closeEvses(cause: "firmware", exempt: "inUse" | "inTransaction"): void;
  reopenEvses(cause: "firmware"): void;
  /** Resolves when the EVSEs have answered all commands sent so far. */
  answered(): Promise<void>;
  isOutOfUse(): boolean;
}

/** Allows the installation when no driver is disturbed. */
export class InstallationGate {
  readonly #deps: InstallationGateDeps;
  #phase: "closed" | "timed" | "waiting" | "opening" | "open" = "closed";
  /** The set time of the installation, by the wall clock. */
  readonly #setTime: WallAlarm;
  #allowRetry: Timer | undefined;

  constructor(deps: InstallationGateDeps) {
    this.#deps = deps;
    this.#setTime = new WallAlarm(deps.clock, INSTALL_TIMER, () => this.#due());
  }

  /** The firmware is ready to install, not before `installAtMs` (Unix milliseconds). */
  ready(evses: FirmwareProgress["evses"], installAtMs: number | undefined): void {
    this.close();
    if (evses === "inUse") return void this.#open();
    // EVSEs stay in use until the set time; without one they go out of use as soon as they are free.
    if (installAtMs === undefined || installAtMs <= this.#deps.clock.wallMs()) return this.#due();
    this.#phase = "timed";
    this.#setTime.set(installAtMs);
  }

  /** The installer has begun. */
  installing(evses: FirmwareProgress["evses"]): void {
    this.#cancelTimers();
    // EVerest's own installer reports Installing at once and does not wait. It is still given the permission,
    // when the EVSEs have answered that they are Inoperative.
    if (this.#phase !== "opening") this.#phase = "open";
    if (evses === "outOfUse") this.#deps.control.closeEvses("firmware", "inTransaction");
  }

  transactionEnded(): void {
    if (this.#phase === "waiting") this.#due();
  }

  /** There is nothing to install any more. */
  close(): void {
    this.#cancelTimers();
    this.#phase = "closed";
    this.#deps.control.reopenEvses("firmware");
  }

  #cancelTimers(): void {
    this.#setTime.cancel();
    this.#allowRetry?.cancel();
  }

  #due(): void {
    this.#phase = "waiting";
    const { control, transactions, allowsNewSessions } = this.#deps;
    if (transactions.active().length > 0) {
      // AllowNewSessionsPendingFirmwareUpdate: new sessions may be refused until the update is installed.
      if (!allowsNewSessions()) control.closeEvses("firmware", "inUse");
      return;
    }
    control.closeEvses("firmware", "inTransaction");
    this.#phase = "opening";
    void control.answered().then(() => this.#evsesAnswered());
  }

  #evsesAnswered(): void {
    if (this.#phase !== "opening") return;
    this.#phase = "waiting";
    if (this.#deps.control.isOutOfUse()) void this.#open();
    // A transaction began meanwhile and has ended already; its end does not lead here, so the gate tries
    // again.
    else if (this.#deps.transactions.active().length === 0) this.#due();
  }

  async #open(): Promise<void> {
    const { clock, log, allowInstallation, allowed } = this.#deps;
    this.#phase = "open";
    log.notice("the firmware may be installed");
    allowed();
    if (await allowInstallation() || this.#phase !== "open") return;
    log.error("the installer does not answer to the permission to begin");
    this.#allowRetry = clock.setTimer(ALLOW_RETRY_TIMER, ALLOW_RETRY_MS, () => void this.#open());
  }
}
