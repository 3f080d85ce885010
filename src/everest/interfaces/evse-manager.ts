import type { Logger } from "../../kernel/logger.ts";
import { array, boolean, integer, nothing, string } from "../codec/mod.ts";
import type { Connection, EverestModule } from "../module.ts";
import { connect } from "./client.ts";
import { command, declareInterface } from "./interface.ts";
import {
  type ProvidedIdToken,
  providedIdToken,
  type ValidationResult,
  validationResult,
} from "./types/authorization.ts";
import { type EnforcedLimits, enforcedLimits } from "./types/energy.ts";
import {
  type HardwareCapabilities,
  hardwareCapabilities,
  type Telemetry,
  telemetry,
} from "./types/evse-board-support.ts";
import {
  type CarManufacturer,
  carManufacturer,
  type EnableDisableSource,
  enableDisableSource,
  type EVInfo,
  evInfo,
  evse,
  type HlcSessionFailedEvent,
  hlcSessionFailedEvent,
  type Limits,
  limits,
  type PlugAndChargeConfiguration,
  plugAndChargeConfiguration,
  setDerAvailableResult,
  updateAllowedEnergyTransferModesResult,
} from "./types/evse-manager.ts";
import { type EnergyTransferMode, energyTransferMode } from "./types/iso15118.ts";
import { type Powermeter, powermeter } from "./types/powermeter.ts";
import {
  type SessionEvent,
  sessionEvent,
  type StopTransactionRequest,
  stopTransactionRequest,
} from "./types/session-event.ts";

/** The charging kernel of one EVSE. */
export const evseManagerInterface = declareInterface("evse_manager", {
  commands: {
    get_evse: command({}, evse),
    /** Answers whether the EVSE is enabled afterwards, which another source may have decided. */
    enable_disable: command({ connector_id: integer(), cmd_source: enableDisableSource }, boolean()),
    authorize_response: command(
      { provided_token: providedIdToken, validation_result: validationResult },
      nothing(),
    ),
    withdraw_authorization: command({}, nothing()),
    /** A negative id reserves the EVSE for a reservation that names no EVSE. */
    reserve: command({ reservation_id: integer() }, boolean()),
    cancel_reservation: command({}, nothing()),
    pause_charging: command({}, boolean()),
    resume_charging: command({}, boolean()),
    stop_transaction: command({ request: stopTransactionRequest }, boolean()),
    /** True only means accepted: a failure comes later as a `connector_lock` error. */
    force_unlock: command({ connector_id: integer() }, boolean()),
    external_ready_to_start_charging: command({}, boolean()),
    set_plug_and_charge_configuration: command(
      { plug_and_charge_configuration: plugAndChargeConfiguration },
      nothing(),
    ),
    update_allowed_energy_transfer_modes: command(
      { allowed_energy_transfer_modes: array(energyTransferMode, { minItems: 1 }) },
      updateAllowedEnergyTransferModesResult,
    ),
    /** Only in main of 2026-08. */
    set_der_available: command({ available: boolean() }, setDerAvailableResult),
  },
  variables: {
    session_event: sessionEvent,
    hlc_session_failed: hlcSessionFailedEvent,
    limits,
    ev_info: evInfo,
    car_manufacturer: carManufacturer,
    telemetry,
    powermeter,
    powermeter_public_key_ocmf: string(),
    /** E.g. `DE*PNX*E123456*1`. */
    evse_id: string(),
    hw_capabilities: hardwareCapabilities,
    enforced_limits: enforcedLimits,
    waiting_for_external_ready: boolean(),
    ready: boolean(),
    selected_protocol: string(),
    // EVerest wants at least one, but its own EvseManager publishes none for a plain AC EVSE.
    supported_energy_transfer_modes: array(energyTransferMode),
  },
});

export type EvseManager = ReturnType<typeof evseManager>;

export function evseManager(module: EverestModule, connection: Connection, log: Logger) {
  const { call, on } = connect(evseManagerInterface, module, connection, log);
  return {
    connection,
    getEvse: (timeoutMs?: number) => call("get_evse", {}, timeoutMs),
    /** `connectorId` 0 means the whole EVSE. */
    enableDisable: (connectorId: number, source: EnableDisableSource, timeoutMs?: number) =>
      call("enable_disable", { connector_id: connectorId, cmd_source: source }, timeoutMs),
    authorizeResponse: (token: ProvidedIdToken, result: ValidationResult, timeoutMs?: number) =>
      call("authorize_response", { provided_token: token, validation_result: result }, timeoutMs),
    withdrawAuthorization: (timeoutMs?: number) => call("withdraw_authorization", {}, timeoutMs),
    reserve: (reservationId: number, timeoutMs?: number) =>
      call("reserve", { reservation_id: reservationId }, timeoutMs),
    cancelReservation: (timeoutMs?: number) => call("cancel_reservation", {}, timeoutMs),
    pauseCharging: (timeoutMs?: number) => call("pause_charging", {}, timeoutMs),
    resumeCharging: (timeoutMs?: number) => call("resume_charging", {}, timeoutMs),
    stopTransaction: (request: StopTransactionRequest, timeoutMs?: number) =>
      call("stop_transaction", { request }, timeoutMs),
    forceUnlock: (connectorId: number, timeoutMs?: number) =>
      call("force_unlock", { connector_id: connectorId }, timeoutMs),
    externalReadyToStartCharging: (timeoutMs?: number) =>
      call("external_ready_to_start_charging", {}, timeoutMs),
    setPlugAndChargeConfiguration: (configuration: PlugAndChargeConfiguration, timeoutMs?: number) =>
      call("set_plug_and_charge_configuration", { plug_and_charge_configuration: configuration }, timeoutMs),
    updateAllowedEnergyTransferModes: (modes: readonly EnergyTransferMode[], timeoutMs?: number) =>
      call("update_allowed_energy_transfer_modes", { allowed_energy_transfer_modes: modes }, timeoutMs),
    setDerAvailable: (available: boolean, timeoutMs?: number) =>
      call("set_der_available", { available }, timeoutMs),

    onSessionEvent: (listener: (event: SessionEvent) => void) => on("session_event", listener),
    onHlcSessionFailed: (listener: (event: HlcSessionFailedEvent) => void) =>
      on("hlc_session_failed", listener),
    onLimits: (listener: (limits: Limits) => void) => on("limits", listener),
    onEvInfo: (listener: (info: EVInfo) => void) => on("ev_info", listener),
    onCarManufacturer: (listener: (manufacturer: CarManufacturer) => void) =>
      on("car_manufacturer", listener),
    onTelemetry: (listener: (telemetry: Telemetry) => void) => on("telemetry", listener),
    onPowermeter: (listener: (reading: Powermeter) => void) => on("powermeter", listener),
    onPowermeterPublicKeyOcmf: (listener: (key: string) => void) =>
      on("powermeter_public_key_ocmf", listener),
    onEvseId: (listener: (id: string) => void) => on("evse_id", listener),
    onHwCapabilities: (listener: (capabilities: HardwareCapabilities) => void) =>
      on("hw_capabilities", listener),
    onEnforcedLimits: (listener: (limits: EnforcedLimits) => void) => on("enforced_limits", listener),
    onWaitingForExternalReady: (listener: (waiting: boolean) => void) =>
      on("waiting_for_external_ready", listener),
    onReady: (listener: (ready: boolean) => void) => on("ready", listener),
    onSelectedProtocol: (listener: (protocol: string) => void) => on("selected_protocol", listener),
    onSupportedEnergyTransferModes: (listener: (modes: readonly EnergyTransferMode[]) => void) =>
      on("supported_energy_transfer_modes", listener),
  };
}
