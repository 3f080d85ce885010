import { evseManagerInterface } from "../../../src/everest/interfaces/evse-manager.ts";
import type {
  ProvidedIdToken,
  ValidationResult,
} from "../../../src/everest/interfaces/types/authorization.ts";
import type { EnableDisableSource, EVInfo } from "../../../src/everest/interfaces/types/evse-manager.ts";
import type { EnforcedLimits } from "../../../src/everest/interfaces/types/energy.ts";
import type { EnergyTransferMode } from "../../../src/everest/interfaces/types/iso15118.ts";
import type { Powermeter } from "../../../src/everest/interfaces/types/powermeter.ts";
import type { SignedMeterValue } from "../../../src/everest/interfaces/types/units-signed.ts";
import type {
  ChargingPausedEVSEReasons,
  StopTransactionReason,
  StopTransactionRequest,
} from "../../../src/everest/interfaces/types/session-event.ts";
import { type Clock, type Timer, toTimestamp } from "../../../src/kernel/clock.ts";
import type { IdSource } from "../../../src/kernel/id-source.ts";
import type { TestError } from "../mqtt/bus-client.ts";
import type { Candidacy, EvseSession } from "./evse-session.ts";
import { events, type SimulatedEvent } from "./session-events.ts";
import { METER_PUBLIC_KEY, type MeterSigns, SimulatedMeter } from "./simulated-meter.ts";
import { simulate, type SimulatedBus, type SimulatedImplementation } from "./simulated-module.ts";

export interface SimulatedEvseOptions {
  /** What the EV draws, amperes per phase. */
  readonly evAmperes: number;
  /** From the start of the transaction until the EV draws power; "manual" waits for `startCharging`. */
  readonly chargeDelayMs: number | "manual";
  /** From a stop command until the transaction is over. */
  readonly stopDelayMs: number;
  readonly meterIntervalMs: number;
  readonly meterSigns: MeterSigns;
  /** How lists of enums are sent: as numbers up to 2026.02, by name from main of 2026-08. */
  readonly enumLists: "numbers" | "names";
  /** When pause_charging is obeyed: in any transaction, or as in 2025.12 only while energy flows. */
  readonly pauses: "inTransaction" | "whileCharging";
  /** EvseManager charges through one of them at a time. */
  readonly connectors: readonly { readonly id: number; readonly type: string }[];
  /** Answer of force_unlock. */
  readonly unlockable: "unlockable" | "fixedCable";
}

type EvseVariables = (typeof evseManagerInterface)["variables"];

const INOPERATIVE = "evse_manager/Inoperative";

/**
 * One EvseManager with its board, meter and the EV in front of it. Events come in the order of the recorded runs of the
 * real one; every method resolves when the broker has taken what it caused.
 */
export class SimulatedEvse {
  readonly moduleId: string;
  readonly meter: SimulatedMeter;
  /** What another module with a higher priority wants; it wins over every enable_disable. */
  overruledBy: "Enable" | "Disable" | undefined;
  readonly #boardId: string;
  readonly #manager: SimulatedImplementation<EvseVariables>;
  readonly #timers = new Map<string, Timer>();
  readonly #faults = new Map<string, readonly TestError[]>();
  #power: "off" | "starting" | "ready" = "off";
  #cable: "unplugged" | "plugged" = "unplugged";
  #enabled = true;
  #session: EvseSession | undefined;
  /** The session that the persistent store remembers over a power cut. */
  #remembered: EvseSession | undefined;
  /** Undefined: not reserved; -1: for a reservation that names no EVSE. */
  #reservationId: number | undefined;
  /** A silent meter has said nothing since EvseManager started, or for ever. */
  #meterState: "speaks" | "silent" = "speaks";
  /** What the meter signed when the transaction started. */
  #signedStart: SignedMeterValue | undefined;
  #sending: Promise<void> = Promise.resolve();

  constructor(
    private readonly bus: SimulatedBus,
    private readonly clock: Clock,
    private readonly ids: IdSource,
    readonly id: number,
    private readonly options: SimulatedEvseOptions,
  ) {
    this.moduleId = `evse_manager_${id}`;
    this.#boardId = `yeti_driver_${id}`;
    this.meter = new SimulatedMeter(clock, "YETI_POWERMETER", options.meterSigns);
    const place = { moduleId: this.moduleId, implementationId: "evse" };
    this.#manager = simulate(bus, evseManagerInterface, place, {
      get_evse: () => ({ id, connectors: options.connectors }),
      external_ready_to_start_charging: () => this.#externalReady(),
      enable_disable: ({ connector_id, cmd_source }) => this.#enableDisable(connector_id, cmd_source),
      authorize_response: ({ provided_token, validation_result }) =>
        this.#authorize(provided_token, validation_result),
      withdraw_authorization: () => this.#withdraw(),
      reserve: ({ reservation_id }) => this.reserve(reservation_id),
      cancel_reservation: () => this.endReservation(),
      pause_charging: () => this.#pauseCharging(),
      resume_charging: () => this.#resumeCharging(),
      stop_transaction: ({ request }) => this.#stopTransaction(request),
      force_unlock: ({ connector_id }) => connector_id <= 1 && options.unlockable === "unlockable",
      set_plug_and_charge_configuration: () => null,
    });
  }

  get connectors(): SimulatedEvseOptions["connectors"] {
    return this.options.connectors;
  }

  // ---- What a test or the demo does in front of the EVSE ----

  /** The driver plugs in. */
  async plugIn(): Promise<void> {
    if (this.#cable === "plugged") throw new Error(`the cable of EVSE ${this.id} is plugged in already`);
    this.#cable = "plugged";
    await this.#cableSeen();
  }

  /** The driver pulls the cable. */
  async unplug(): Promise<void> {
    if (this.#cable === "unplugged") throw new Error(`the cable of EVSE ${this.id} is not plugged in`);
    this.#cable = "unplugged";
    if (this.#session?.transaction === "active") await this.#finishTransaction("EVDisconnected");
    if (this.#session) await this.#finishSession();
  }

  /** The meter is not there any more, or not yet. */
  silenceMeter(): void {
    this.#meterState = "silent";
  }

  /** The EV draws power: by itself after `chargeDelayMs`, or now. */
  async startCharging(): Promise<void> {
    this.#cancel("charge");
    if (this.#session?.transaction !== "active") throw new Error(`EVSE ${this.id} has no transaction`);
    if (this.#faults.size > 0) return;
    this.#session = { ...this.#session, energy: "charging" };
    const meter = this.#latestReading();
    this.meter.draw(this.options.evAmperes);
    await this.#emit(events.charging("ChargingStarted", meter));
    await this.#offer(this.options.evAmperes);
  }

  /** The EV stops drawing power for a while (a full battery, for instance). */
  async pauseEv(): Promise<void> {
    this.#setEnergy("pausedByEv");
    await this.#emit(events.plain("StoppingCharging"));
    await this.#emit(events.charging("ChargingPausedEV", this.#latestReading()));
  }

  /** The EV ends the session (ISO 15118, SessionStopReq with Terminate). */
  async stopByEv(): Promise<void> {
    if (this.#session?.transaction !== "active") throw new Error(`EVSE ${this.id} has no transaction`);
    await this.#finishTransaction("StoppedByEV");
  }

  /** The EVSE has no energy to give. */
  async pauseEvse(): Promise<void> {
    this.#setEnergy("pausedByEvse");
    await this.#emit(events.plain("StoppingCharging"));
    await this.#emit(events.pausedByEvse("NoEnergy", this.#latestReading()));
    await this.#offer(0);
  }

  /** A fault that keeps the EVSE from charging, as the board reports it, and the Inoperative that follows from it. */
  async fault(type = "evse_board_support/MREC4OverCurrentFailure"): Promise<void> {
    const cause = await this.#raise(this.#boardId, "board_support", type, "Simulated fault event");
    const inoperative = await this.#raise(this.moduleId, "evse", INOPERATIVE, type);
    this.#faults.set(type, [cause, inoperative]);
    await this.endReservation();
    if (this.#session?.energy !== "charging") return;
    this.#setEnergy("pausedByEvse");
    await this.#emit(events.plain("StoppingCharging"));
    await this.#emit(events.pausedByEvse("Error", this.#latestReading()));
  }

  /** Clears a fault; a transaction that it had interrupted stays suspended until `startCharging`. */
  async clearFault(type = "evse_board_support/MREC4OverCurrentFailure"): Promise<void> {
    for (const error of this.#faults.get(type) ?? []) await this.bus.client.clearError(error);
    this.#faults.delete(type);
  }

  /** An error that is reported and does not stop anything. Clear it with `client.clearError`. */
  warn(type: string): Promise<TestError> {
    return this.#raise(this.#boardId, "board_support", type, "Simulated fault event");
  }

  /** The EVSE is reserved, if it is free; a negative id stands for a reservation that names no EVSE. */
  async reserve(reservationId: number): Promise<boolean> {
    const isIdle = this.#power !== "off" && !this.#session;
    if (!isIdle || !this.#enabled || this.#faults.size > 0) return false;
    const before = this.#reservationId;
    if (before !== undefined && before >= 0 && before !== reservationId) return false;
    this.#reservationId = Math.max(reservationId, before ?? -1, -1);
    // The same once more is not told.
    if (before === undefined || before < 0) await this.#emit(events.plain("ReservationStart"), "");
    return true;
  }

  async endReservation(): Promise<void> {
    if (this.#reservationId === undefined) return;
    this.#reservationId = undefined;
    await this.#emit(events.plain("ReservationEnd"), "");
  }

  /** What the energy manager has decided for this EVSE, signed by everybody who limits it. */
  enforce(amperes: number, ...sources: readonly string[]): Promise<void> {
    return this.enforceLimits({ ac_max_current_A: { value: amperes, source: sources.join(",") } });
  }

  /** The same in every unit. */
  enforceLimits(limits: EnforcedLimits["limits_root_side"]): Promise<void> {
    return this.#manager.publish("enforced_limits", {
      uuid: `evse_manager_${this.id}`,
      valid_for: 10,
      limits_root_side: limits,
      schedule: [],
    });
  }

  /** What the EVSE can transfer. */
  transferModes(...modes: readonly EnergyTransferMode[]): Promise<void> {
    return this.#manager.publish("supported_energy_transfer_modes", modes);
  }

  /** What the EV tells, e.g. `{ soc: 42 }`. */
  evInfo(info: EVInfo): Promise<void> {
    return this.#manager.publish("ev_info", info);
  }

  // ---- What Auth needs to know ----

  /** How Auth answers who wants to reserve this EVSE, as far as it is the EVSE's fault. */
  get reservability(): "Accepted" | "Occupied" | "Faulted" | "Unavailable" {
    if (this.#session && (this.#cable === "plugged" || !this.#session.token)) return "Occupied";
    if (this.#faults.size > 0) return "Faulted";
    return this.#enabled ? "Accepted" : "Unavailable";
  }

  get candidacy(): Candidacy {
    if (this.#session?.transaction === "active") return "inTransaction";
    if (!this.#enabled || this.#faults.size > 0 || this.#session?.transaction === "over") return "unusable";
    if (!this.#session) return "idle";
    return this.#session.token ? "waitsForCable" : "waitsForToken";
  }

  /** A token was accepted and no cable plugged in, also where the EVSE has been disabled since. */
  get expectsCable(): boolean {
    return this.#session?.token !== undefined && this.#session.transaction === "none" &&
      this.#cable === "unplugged";
  }

  get token(): ProvidedIdToken | undefined {
    return this.#session?.token;
  }

  get sessionId(): string | undefined {
    return this.#session?.uuid;
  }

  // ---- Life of the module ----

  /** The manager's global ready: introduces itself and waits for the external ready. */
  async start(): Promise<void> {
    if (this.#power !== "off") return;
    this.#power = "starting";
    await this.#offer(0);
    await this.#manager.publish("hw_capabilities", HARDWARE);
    if (this.options.meterSigns !== "nothing") {
      await this.#manager.publish("powermeter_public_key_ocmf", METER_PUBLIC_KEY);
    }
    await this.#publishMeter();
    await this.#resumeRemembered();
    await this.#manager.publish("waiting_for_external_ready", true);
  }

  /** The power goes: nothing is said, the persistent store keeps an active transaction. */
  powerOff(): void {
    if (this.#session?.transaction === "active") this.#remembered = this.#session;
    this.#session = undefined;
    this.#power = "off";
    this.meter.draw(0);
    for (const name of [...this.#timers.keys()]) this.#cancel(name);
    this.#faults.clear();
    this.#enabled = true;
    this.#reservationId = undefined;
  }

  /** Leaves the bus. */
  stop(): void {
    this.powerOff();
    this.#manager.stop();
  }

  async #externalReady(): Promise<boolean> {
    if (this.#power !== "starting") return false;
    this.#power = "ready";
    await this.#manager.publish("supported_energy_transfer_modes", []);
    await this.#manager.publish("ready", true);
    // Only now does the charging state machine run: an EV that was plugged in all the time shows up here.
    if (this.#cable === "plugged") this.#later("cable", 0, () => this.#cableSeen());
    return true;
  }

  /** Recorded oddity: TransactionFinished comes with an empty uuid, the session's stands in SessionResumed. */
  async #resumeRemembered(): Promise<void> {
    const remembered = this.#remembered;
    if (!remembered) return;
    this.#remembered = undefined;
    await this.#emit(events.plain("SessionResumed"), remembered.uuid);
    await this.#emit(events.transactionFinished("PowerLoss", this.#latestReading()), "");
  }

  // ---- The charging state machine ----

  async #cableSeen(): Promise<void> {
    if (this.#power !== "ready" || !this.#enabled || this.#cable === "unplugged") return;
    const { token } = this.#session ?? {};
    if (!this.#session) {
      const uuid = this.ids.uuid();
      this.#session = { uuid, transaction: "none", energy: "none" };
      const meter = this.#latestReading();
      await this.#emit(events.sessionStarted("EVConnected", uuid, meter, undefined, this.#reservationId));
    }
    await this.#emit(events.plain("AuthRequired"));
    if (token) await this.#startTransaction(token);
  }

  async #authorize(token: ProvidedIdToken, result: ValidationResult): Promise<null> {
    if (result.authorization_status !== "Accepted" || this.#power !== "ready") return null;
    // Somebody else was faster; Auth looked before that one's authorization had arrived.
    if (this.#session?.token) return null;
    if (this.#session) {
      await this.#emit(events.authorization("Authorized", this.#latestReading()));
      await this.#startTransaction(token);
    } else {
      const uuid = this.ids.uuid();
      this.#session = { uuid, token, transaction: "none", energy: "none" };
      const meter = this.#latestReading();
      const reservationId = this.#reservationId;
      // Used up without a ReservationEnd; the id that Auth names is kept for the transaction.
      this.#reservationId = result.reservation_id;
      await this.#emit(events.sessionStarted("Authorized", uuid, meter, token, reservationId));
      await this.#emit(events.authorization("Authorized", meter));
    }
    return null;
  }

  async #startTransaction(token: ProvidedIdToken): Promise<void> {
    if (!this.#session || this.#session.transaction !== "none") return;
    this.#session = { ...this.#session, token, transaction: "active" };
    const reservationId = this.#reservationId;
    this.#reservationId = undefined; // used up, without a ReservationEnd
    const { chargeDelayMs } = this.options;
    if (chargeDelayMs !== "manual") this.#later("charge", chargeDelayMs, () => this.startCharging());
    if (this.options.meterSigns === "transactions") this.#signedStart = this.meter.sign();
    await this.#emit(events.transactionStarted(token, this.#latestReading(), reservationId));
    await this.#emit(events.plain("PrepareCharging"));
  }

  #stopTransaction({ reason, id_tag }: StopTransactionRequest): boolean {
    if (this.#session?.transaction !== "active") return false;
    this.#later("stop", this.options.stopDelayMs, () => this.#finishTransaction(reason, id_tag));
    return true;
  }

  async #finishTransaction(reason: StopTransactionReason, token?: ProvidedIdToken): Promise<void> {
    if (this.#session?.transaction !== "active") return;
    for (const name of ["charge", "stop"]) this.#cancel(name);
    const wasCharging = this.#session.energy === "charging";
    this.meter.draw(0);
    this.#session = { ...this.#session, transaction: "over", energy: "none" };
    if (wasCharging) await this.#emit(events.plain("StoppingCharging"));
    await this.#emit(events.plain("ChargingFinished"));
    const signed = this.#signedStart && { start: this.#signedStart, end: this.meter.sign() };
    await this.#emit(events.transactionFinished(reason, this.#latestReading(), token, signed));
    if (wasCharging) await this.#offer(0);
  }

  #finishSession(): Promise<void> {
    const uuid = this.#session?.uuid;
    this.#session = undefined;
    return this.#emit(events.sessionFinished(this.#latestReading()), uuid);
  }

  /** The connection time-out of Auth: a token without a cable, or a cable without a token. */
  async #withdraw(): Promise<null> {
    if (!this.#session || this.#session.transaction !== "none") return null;
    if (this.#session.token) await this.endReservation();
    await this.#emit(events.authorization("Deauthorized", this.#latestReading()));
    if (this.#cable === "plugged") await this.#emit(events.plain("PluginTimeout"));
    else await this.#finishSession();
    return null;
  }

  async #enableDisable(connectorId: number, source: EnableDisableSource): Promise<boolean> {
    if (connectorId > this.options.connectors.length) {
      this.bus.record.violation(`enable_disable of connector ${connectorId}`);
    }
    const was = this.#enabled;
    this.#enabled = (this.overruledBy ?? source.enable_state) === "Enable";
    await this.#emit(events.operative(this.#enabled ? "Enabled" : "Disabled", source), "");
    if (!this.#enabled) await this.endReservation();
    if (!was && this.#enabled && this.#cable === "plugged" && !this.#session) await this.#cableSeen();
    return this.#enabled;
  }

  async #pauseCharging(): Promise<boolean> {
    if (this.#session?.transaction !== "active") return false;
    if (this.#session.energy === "pausedByEvse") return true;
    if (this.options.pauses === "whileCharging" && this.#session.energy !== "charging") return false;
    this.#cancel("charge");
    this.#setEnergy("pausedByEvse");
    await this.#emit(events.plain("StoppingCharging"));
    await this.#emit(events.pausedByEvse("UserPause", this.#latestReading()));
    return true;
  }

  async #resumeCharging(): Promise<boolean> {
    if (this.#session?.energy !== "pausedByEvse") return false;
    await this.startCharging();
    return true;
  }

  #setEnergy(energy: EvseSession["energy"]): void {
    if (this.#session?.transaction !== "active") throw new Error(`EVSE ${this.id} has no transaction`);
    this.#session = { ...this.#session, energy };
    this.meter.draw(0);
  }

  // ---- The bus ----

  /** Events go out one after the other, whatever caused them; time and session are those of the moment they happen. */
  #emit(event: SimulatedEvent, uuid = this.#session?.uuid ?? ""): Promise<void> {
    const complete = { ...event, uuid, timestamp: toTimestamp(this.clock.wallMs()) };
    this.#sending = this.#sending.then(() => {
      if (this.options.enumLists === "numbers" && event.charging_paused_evse) {
        return this.#publishNumbered(complete, event.charging_paused_evse);
      }
      // The reading that is none breaks the interface.
      return this.#meterState === "silent"
        ? this.bus.client.publishVar(this.moduleId, "evse", "session_event", complete)
        : this.#manager.publish("session_event", complete);
    });
    return this.#sending;
  }

  /** EvseManager adds a reading to its events also where it has got none. */
  #latestReading(): Powermeter {
    return this.#meterState === "silent" ? NO_READING : this.meter.read();
  }

  /** Releases up to 2026.02 send the enums of a list as their numbers. */
  #publishNumbered(event: SimulatedEvent, { reasons }: ChargingPausedEVSEReasons): Promise<void> {
    const numbered = {
      ...event,
      charging_paused_evse: { reasons: reasons.map((name) => PAUSE_REASONS.indexOf(name)) },
    };
    return this.bus.client.publishVar(this.moduleId, "evse", "session_event", numbered);
  }

  #offer(amperes: number): Promise<void> {
    const limits = { max_current: amperes, nr_of_phases_available: 3, uuid: this.moduleId };
    return this.#manager.publish("limits", limits);
  }

  async #publishMeter(): Promise<void> {
    this.#later("meter", this.options.meterIntervalMs, () => this.#publishMeter());
    if (this.#meterState === "speaks") await this.#manager.publish("powermeter", this.meter.read());
  }

  #raise(moduleId: string, implementationId: string, type: string, message: string): Promise<TestError> {
    const timestamp = toTimestamp(this.clock.wallMs());
    const description = type === INOPERATIVE
      ? message.slice(message.indexOf("/") + 1)
      : `${type} of the simulation`;
    const mapping = { evse: this.id };
    const error = { moduleId, implementationId, type, message, description, mapping, timestamp };
    return this.bus.client.raiseError({ ...error, vendorId: type === INOPERATIVE ? "EVerest" : "everest" });
  }

  #later(name: string, delayMs: number, act: () => Promise<void>): void {
    this.#cancel(name);
    const timer = this.clock.setTimer(`everest.evse-${this.id}.${name}`, delayMs, () => {
      this.#timers.delete(name);
      void act();
    });
    this.#timers.set(name, timer);
  }

  #cancel(name: string): void {
    this.#timers.get(name)?.cancel();
    this.#timers.delete(name);
  }
}

/** What an EvseManager without a reading adds to its events. */
const NO_READING: Powermeter = { timestamp: "", energy_Wh_import: { total: 0 } };

/** In the order of their numbers. */
const PAUSE_REASONS: readonly string[] = ["UserPause", "Error", "NoEnergy"];

/** As recorded from EVerest's simulated AC board. */
const HARDWARE = {
  connector_type: "IEC62196Type2Cable",
  max_current_A_export: 16,
  max_current_A_import: 32,
  max_phase_count_export: 3,
  max_phase_count_import: 3,
  min_current_A_export: 0,
  min_current_A_import: 6,
  min_phase_count_export: 1,
  min_phase_count_import: 1,
  supports_changing_phases_during_charging: true,
  supports_cp_state_E: false,
} as const;
