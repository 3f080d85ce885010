import type { Clock, Timer } from "../../kernel/clock.ts";
import type { Logger } from "../../kernel/logger.ts";
import type { FirmwareProgress } from "../ports/firmware-port.ts";

export const INSTALL_TIMER = "firmware.install";
export const ALLOW_RETRY_TIMER = "firmware.allow-retry";
/** Until we tell an installer again that has not answered. */
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
  /** Spared is what is in use in any way, or only what is in a transaction. */
  holdBack(by: "firmware", spared: "inUse" | "inTransaction"): void;
  release(by: "firmware"): void;
  /** Resolves when the EVSEs have answered what they were told. */
  answered(): Promise<void>;
  isOutOfUse(): boolean;
}

/** Lets the installer begin when no driver is disturbed. */
export class InstallationGate {
  readonly #deps: InstallationGateDeps;
  #phase: "closed" | "waiting" | "opening" | "open" = "closed";
  #timer: Timer | undefined;

  constructor(deps: InstallationGateDeps) {
    this.#deps = deps;
  }

  /** The firmware is there. `installAtMs`: not before, Unix milliseconds. */
  ready(evses: FirmwareProgress["evses"], installAtMs: number | undefined): void {
    this.close();
    this.#phase = "waiting";
    if (evses === "inUse") return void this.#open();
    const waitMs = (installAtMs ?? 0) - this.#deps.clock.wallMs();
    // Until then drivers come and go; else the EVSEs go out of use as soon as drivers allow.
    if (waitMs > 0) this.#timer = this.#deps.clock.setTimer(INSTALL_TIMER, waitMs, () => this.#due());
    else this.#due();
  }

  /** The installer is at work. */
  installing(evses: FirmwareProgress["evses"]): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    // EVerest's own installer says so at once and does not wait; told that it may begin it is all the same, when the
    // EVSEs that are being taken out of use have answered (everest-integration G).
    if (this.#phase !== "opening") this.#phase = "open";
    if (evses === "outOfUse") this.#deps.control.holdBack("firmware", "inTransaction");
  }

  transactionEnded(): void {
    if (this.#phase === "waiting" && this.#timer === undefined) this.#due();
  }

  /** There is nothing to install, or not any more. */
  close(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#phase = "closed";
    this.#deps.control.release("firmware");
  }

  #due(): void {
    this.#timer = undefined;
    const { control, transactions, allowsNewSessions } = this.#deps;
    if (transactions.active().length > 0) {
      // What is not installed yet is not activated either.
      if (!allowsNewSessions()) control.holdBack("firmware", "inUse");
      return;
    }
    control.holdBack("firmware", "inTransaction");
    this.#phase = "opening";
    void control.answered().then(() => this.#evsesAnswered());
  }

  #evsesAnswered(): void {
    if (this.#phase !== "opening") return;
    this.#phase = "waiting";
    if (this.#deps.control.isOutOfUse()) void this.#open();
    // A driver was faster; but for that transaction, which has ended already, nobody would ask again.
    else if (this.#deps.transactions.active().length === 0) this.#due();
  }

  async #open(): Promise<void> {
    const { clock, log, allowInstallation, allowed } = this.#deps;
    this.#phase = "open";
    log.notice("the firmware may be installed");
    allowed();
    if (await allowInstallation() || this.#phase !== "open") return;
    log.error("the installer does not answer that it may begin");
    this.#timer = clock.setTimer(ALLOW_RETRY_TIMER, ALLOW_RETRY_MS, () => void this.#open());
  }
}
