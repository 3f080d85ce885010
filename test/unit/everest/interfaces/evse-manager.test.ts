import { connectionTo } from "../../../fakes/everest-module.ts";
import { evseManager, evseManagerInterface } from "../../../../src/everest/interfaces/evse-manager.ts";
import { check } from "./interface-cases.ts";

const timestamp = "2026-11-22T06:53:33.000Z";
const token = { id_token: { value: "T", type: "Local" }, authorization_type: "RFID" } as const;

check((module, log) => {
  const peer = evseManager(module, connectionTo("evse_manager", "peer"), log);
  const source = { enable_source: "CSMS", enable_state: "Disable", enable_priority: 5000 } as const;
  const validation = { authorization_status: "Accepted", tariff_messages: [] } as const;
  return {
    declared: evseManagerInterface,
    commands: [
      {
        command: "get_evse",
        call: () => peer.getEvse(7),
        args: {},
        answer: { id: 1, connectors: [{ id: 1 }] },
      },
      {
        command: "enable_disable",
        call: () => peer.enableDisable(0, source, 7),
        args: { connector_id: 0, cmd_source: source },
        answer: true,
      },
      {
        command: "authorize_response",
        call: () => peer.authorizeResponse(token, validation, 7),
        args: { provided_token: token, validation_result: validation },
      },
      { command: "withdraw_authorization", call: () => peer.withdrawAuthorization(7), args: {} },
      { command: "reserve", call: () => peer.reserve(-1, 7), args: { reservation_id: -1 }, answer: false },
      { command: "cancel_reservation", call: () => peer.cancelReservation(7), args: {} },
      { command: "pause_charging", call: () => peer.pauseCharging(7), args: {}, answer: true },
      { command: "resume_charging", call: () => peer.resumeCharging(7), args: {}, answer: true },
      {
        command: "stop_transaction",
        call: () => peer.stopTransaction({ reason: "Remote", id_tag: token }, 7),
        args: { request: { reason: "Remote", id_tag: token } },
        answer: true,
      },
      {
        command: "force_unlock",
        call: () => peer.forceUnlock(1, 7),
        args: { connector_id: 1 },
        answer: true,
      },
      {
        command: "external_ready_to_start_charging",
        call: () => peer.externalReadyToStartCharging(7),
        args: {},
        answer: false,
      },
      {
        command: "set_plug_and_charge_configuration",
        call: () => peer.setPlugAndChargeConfiguration({ pnc_enabled: true }, 7),
        args: { plug_and_charge_configuration: { pnc_enabled: true } },
      },
      {
        command: "update_allowed_energy_transfer_modes",
        call: () => peer.updateAllowedEnergyTransferModes(["DC"], 7),
        args: { allowed_energy_transfer_modes: ["DC"] },
        answer: "NoHlc",
      },
      {
        command: "set_der_available",
        call: () => peer.setDerAvailable(true, 7),
        args: { available: true },
        answer: "Accepted",
      },
    ],
    variables: [
      {
        variable: "session_event",
        listen: peer.onSessionEvent,
        value: { uuid: "u", timestamp, event: "PluginTimeout" },
      },
      {
        variable: "hlc_session_failed",
        listen: peer.onHlcSessionFailed,
        value: { uuid: "u", reason: "FailedTLSHandshake" },
      },
      { variable: "limits", listen: peer.onLimits, value: { max_current: 16, nr_of_phases_available: 3 } },
      { variable: "ev_info", listen: peer.onEvInfo, value: { soc: 50, evcc_id: "AA:BB" } },
      { variable: "car_manufacturer", listen: peer.onCarManufacturer, value: "Tesla" },
      {
        variable: "telemetry",
        listen: peer.onTelemetry,
        value: {
          evse_temperature_C: 1,
          fan_rpm: 2,
          supply_voltage_12V: 12,
          supply_voltage_minus_12V: -12,
          relais_on: false,
        },
      },
      {
        variable: "powermeter",
        listen: peer.onPowermeter,
        value: { timestamp, energy_Wh_import: { total: 1 } },
      },
      { variable: "powermeter_public_key_ocmf", listen: peer.onPowermeterPublicKeyOcmf, value: "key" },
      { variable: "evse_id", listen: peer.onEvseId, value: "DE*PNX*E1*1" },
      {
        variable: "hw_capabilities",
        listen: peer.onHwCapabilities,
        value: {
          max_current_A_import: 32,
          min_current_A_import: 6,
          max_phase_count_import: 3,
          min_phase_count_import: 1,
          max_current_A_export: 0,
          min_current_A_export: 0,
          max_phase_count_export: 3,
          min_phase_count_export: 1,
          supports_changing_phases_during_charging: true,
          connector_type: "IEC62196Type2Cable",
        },
      },
      {
        variable: "enforced_limits",
        listen: peer.onEnforcedLimits,
        value: { uuid: "u", valid_for: 10, limits_root_side: {}, schedule: [] },
      },
      { variable: "waiting_for_external_ready", listen: peer.onWaitingForExternalReady, value: true },
      { variable: "ready", listen: peer.onReady, value: true },
      { variable: "selected_protocol", listen: peer.onSelectedProtocol, value: "IEC61851-1" },
      {
        variable: "supported_energy_transfer_modes",
        listen: peer.onSupportedEnergyTransferModes,
        value: ["AC_DER_IEC", "MCS"],
      },
    ],
  };
});
