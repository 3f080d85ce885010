import { connectionTo } from "../../../fakes/everest-module.ts";
import { system, systemInterface } from "../../../../src/everest/interfaces/system.ts";
import { check } from "./interface-cases.ts";

const timestamp = "2026-11-22T06:53:33.000Z";

check((module, log) => {
  const peer = system(module, connectionTo("system", "peer"), log);
  return {
    declared: systemInterface,
    commands: [
      {
        command: "update_firmware",
        call: () =>
          peer.updateFirmware({ request_id: 1, location: "ftp://x", install_timestamp: timestamp }, 7),
        args: {
          firmware_update_request: { request_id: 1, location: "ftp://x", install_timestamp: timestamp },
        },
        answer: "AcceptedCanceled",
      },
      { command: "allow_firmware_installation", call: () => peer.allowFirmwareInstallation(7), args: {} },
      {
        command: "upload_logs",
        call: () => peer.uploadLogs({ location: "ftp://x", type: "SecurityLog" }, 7),
        args: { upload_logs_request: { location: "ftp://x", type: "SecurityLog" } },
        answer: { upload_logs_status: "Accepted", file_name: "log" },
      },
      {
        command: "is_reset_allowed",
        call: () => peer.isResetAllowed("NotSpecified", 7),
        args: { type: "NotSpecified" },
        answer: true,
      },
      {
        command: "reset",
        call: () => peer.reset({ type: "Hard", scheduled: false }, 7),
        args: { type: "Hard", scheduled: false },
      },
      {
        command: "set_system_time",
        call: () => peer.setSystemTime(timestamp, 7),
        args: { timestamp },
        answer: true,
      },
      { command: "get_boot_reason", call: () => peer.getBootReason(7), args: {}, answer: "Watchdog" },
      {
        command: "configure_network",
        call: () => peer.configureNetwork({ request_id: 1, interface: "Any" }, 7),
        args: { request: { request_id: 1, interface: "Any" } },
        answer: { status: "Processing" },
      },
    ],
    variables: [
      {
        variable: "firmware_update_status",
        listen: peer.onFirmwareUpdateStatus,
        value: {
          firmware_update_status: "Installed",
          request_id: 1,
          firmware_update_metadata: { disable_connectors_during_install: false },
        },
      },
      {
        variable: "log_status",
        listen: peer.onLogStatus,
        value: { log_status: "PermissionDenied", request_id: 1 },
      },
      {
        variable: "configure_network_status",
        listen: peer.onConfigureNetworkStatus,
        value: { request_id: 1, status: "Ready", interface_address: "10.0.0.1" },
      },
    ],
  };
});
