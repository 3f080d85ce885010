import type { Logger } from "../../kernel/logger.ts";
import { boolean, dateTime, nothing } from "../codec/mod.ts";
import type { Connection, EverestModule } from "../module.ts";
import { connect } from "./client.ts";
import { command, declareInterface } from "./interface.ts";
import {
  type ConfigureNetworkRequest,
  configureNetworkRequest,
  configureNetworkResponse,
  type ConfigureNetworkStatus,
  configureNetworkStatus,
} from "./types/network.ts";
import {
  bootReason,
  type FirmwareUpdateRequest,
  firmwareUpdateRequest,
  type FirmwareUpdateStatus,
  firmwareUpdateStatus,
  type LogStatus,
  logStatus,
  type ResetType,
  resetType,
  updateFirmwareResponse,
  type UploadLogsRequest,
  uploadLogsRequest,
  uploadLogsResponse,
} from "./types/system.ts";

/** The controller's operating system: firmware, logs, reset, clock. */
export const systemInterface = declareInterface("system", {
  commands: {
    update_firmware: command({ firmware_update_request: firmwareUpdateRequest }, updateFirmwareResponse),
    allow_firmware_installation: command({}, nothing()),
    upload_logs: command({ upload_logs_request: uploadLogsRequest }, uploadLogsResponse),
    is_reset_allowed: command({ type: resetType }, boolean()),
    /** `scheduled`: the reset waited for transactions to end. For information only. */
    reset: command({ type: resetType, scheduled: boolean() }, nothing()),
    set_system_time: command({ timestamp: dateTime() }, boolean()),
    /** The stock module forgets the reason once it has been asked. */
    get_boot_reason: command({}, bootReason),
    /** Only in main of 2026-08. */
    configure_network: command({ request: configureNetworkRequest }, configureNetworkResponse),
  },
  variables: {
    firmware_update_status: firmwareUpdateStatus,
    log_status: logStatus,
    configure_network_status: configureNetworkStatus,
  },
});

export type System = ReturnType<typeof system>;

export function system(module: EverestModule, connection: Connection, log: Logger) {
  const { call, on } = connect(systemInterface, module, connection, log);
  return {
    connection,
    updateFirmware: (request: FirmwareUpdateRequest, timeoutMs?: number) =>
      call("update_firmware", { firmware_update_request: request }, timeoutMs),
    allowFirmwareInstallation: (timeoutMs?: number) => call("allow_firmware_installation", {}, timeoutMs),
    uploadLogs: (request: UploadLogsRequest, timeoutMs?: number) =>
      call("upload_logs", { upload_logs_request: request }, timeoutMs),
    isResetAllowed: (type: ResetType, timeoutMs?: number) => call("is_reset_allowed", { type }, timeoutMs),
    reset: (args: { readonly type: ResetType; readonly scheduled: boolean }, timeoutMs?: number) =>
      call("reset", args, timeoutMs),
    setSystemTime: (timestamp: string, timeoutMs?: number) =>
      call("set_system_time", { timestamp }, timeoutMs),
    getBootReason: (timeoutMs?: number) => call("get_boot_reason", {}, timeoutMs),
    configureNetwork: (request: ConfigureNetworkRequest, timeoutMs?: number) =>
      call("configure_network", { request }, timeoutMs),

    onFirmwareUpdateStatus: (listener: (status: FirmwareUpdateStatus) => void) =>
      on("firmware_update_status", listener),
    onLogStatus: (listener: (status: LogStatus) => void) => on("log_status", listener),
    onConfigureNetworkStatus: (listener: (status: ConfigureNetworkStatus) => void) =>
      on("configure_network_status", listener),
  };
}
