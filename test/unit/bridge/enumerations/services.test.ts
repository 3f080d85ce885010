import { fromDisplayMessage, toDisplayMessage } from "../../../../src/bridge/display-adapter.ts";
import { createLogPort, toUploadProgress, toUploadRequest } from "../../../../src/bridge/log-adapter.ts";
import { changeAvailability } from "../../../../src/bridge/provided-change-availability.ts";
import { fromDataTransferResponse } from "../../../../src/bridge/provided-data-transfer.ts";
import { toBootNotificationResponse } from "../../../../src/bridge/provided-ocpp-events.ts";
import { readVariables, writeVariables } from "../../../../src/bridge/provided-variables.ts";
import { toSessionCost } from "../../../../src/bridge/price-adapter.ts";
import { SystemAdapter } from "../../../../src/bridge/system-adapter.ts";
import { fromVendorResponse } from "../../../../src/bridge/vendor-adapter.ts";
import {
  clearMessageResponseEnum,
  displayMessageStatusEnum,
  messagePriorityEnum,
  messageStateEnum,
} from "../../../../src/everest/interfaces/types/display-message.ts";
import {
  dataTransferStatus,
  operationalStatusEnumType,
} from "../../../../src/everest/interfaces/types/ocpp.ts";
import { attributeEnum } from "../../../../src/everest/interfaces/types/ocpp-variable.ts";
import {
  bootReason,
  logStatusEnum,
  uploadLogsStatus,
} from "../../../../src/everest/interfaces/types/system.ts";
import { messageFormat } from "../../../../src/everest/interfaces/types/text-message.ts";
import { COST_STATES } from "../../../../src/station/tariff-cost/driver-cost.ts";
import { peer } from "./peer.ts";
import { everestWords, ocppWords, tableTest, unchanged } from "./word-table.ts";

const silent = () => {};
const text = { content: "text", format: "UTF8" } as const;

// Variables and availability.
const key = { component: { name: "C" }, variable: { name: "V" } };
const ATTRIBUTES = unchanged("Actual", "Target", "MinSet", "MaxSet");
tableTest({
  name: "EVerest's attributes, read",
  of: everestWords(attributeEnum),
  words: ATTRIBUTES,
  async translate(attribute_type) {
    const asked: unknown[] = [];
    await readVariables({
      getVariables: (requests) => {
        asked.push(requests[0]?.attributeType);
        return Promise.resolve([{ ...key, attributeStatus: "Rejected" }]);
      },
    }, [{ component_variable: key, attribute_type }]);
    return asked[0];
  },
});
tableTest({
  name: "EVerest's attributes, written",
  of: everestWords(attributeEnum),
  words: ATTRIBUTES,
  async translate(attribute_type) {
    const asked: unknown[] = [];
    await writeVariables({
      setVariables: (requests) => {
        asked.push(requests[0]?.attributeType);
        return Promise.resolve([{ ...key, attributeStatus: "Rejected" }]);
      },
    }, [{ component_variable: key, attribute_type, value: "" }]);
    return asked[0];
  },
});
const READ = [
  "Accepted",
  "Rejected",
  "UnknownComponent",
  "UnknownVariable",
  "NotSupportedAttributeType",
] as const;
tableTest({
  name: "OCPP's statuses of a variable that was read",
  of: ocppWords("GetVariableStatusEnumType"),
  words: unchanged(...READ),
  translate: async (attributeStatus) =>
    (await readVariables({ getVariables: () => Promise.resolve([{ ...key, attributeStatus }]) }, [
      { component_variable: key },
    ]))[0]?.status,
});
tableTest({
  name: "OCPP's statuses of a variable that was set",
  of: ocppWords("SetVariableStatusEnumType"),
  words: unchanged(...READ, "RebootRequired"),
  translate: async (attributeStatus) =>
    (await writeVariables({ setVariables: () => Promise.resolve([{ ...key, attributeStatus }]) }, [
      { component_variable: key, value: "" },
    ]))[0]?.status,
});
tableTest({
  name: "EVerest's operational statuses",
  of: everestWords(operationalStatusEnumType),
  words: unchanged("Inoperative", "Operative"),
  async translate(operational_status) {
    const asked: unknown[] = [];
    await changeAvailability({
      change: (request) => {
        asked.push(request.operationalStatus);
        return Promise.resolve({ status: "Accepted" });
      },
    }, { operational_status });
    return asked[0];
  },
});
tableTest({
  name: "OCPP's answers to a change of availability",
  of: ocppWords("ChangeAvailabilityStatusEnumType"),
  words: unchanged("Accepted", "Rejected", "Scheduled"),
  translate: async (status) =>
    (await changeAvailability({ change: () => Promise.resolve({ status }) }, {
      operational_status: "Operative",
    })).status,
});
tableTest({
  name: "OCPP's registration statuses",
  of: ocppWords("RegistrationStatusEnumType"),
  words: unchanged("Accepted", "Pending", "Rejected"),
  translate: (status) =>
    toBootNotificationResponse({ status, currentTime: "2026-01-15T10:00:00Z", interval: 1 }, {
      nowMs: 0,
      complain: silent,
    }).status,
});

// Messages for drivers, and costs.
const PRIORITIES = unchanged("AlwaysFront", "InFront", "NormalCycle");
tableTest({
  name: "OCPP's priorities of messages",
  of: ocppWords("MessagePriorityEnumType"),
  words: PRIORITIES,
  translate: (priority) => toDisplayMessage({ id: 1, priority, message: text }).priority,
});
tableTest({
  name: "EVerest's priorities of messages",
  of: everestWords(messagePriorityEnum),
  words: PRIORITIES,
  translate: (priority) => fromDisplayMessage({ id: 1, priority, message: text }, silent)?.priority,
});
const STATES = unchanged("Charging", "Faulted", "Idle", "Unavailable");
tableTest({
  name: "OCPP's states for messages",
  of: ocppWords("MessageStateEnumType"),
  words: STATES,
  translate: (state) => toDisplayMessage({ id: 1, priority: "InFront", state, message: text }).state,
});
tableTest({
  name: "EVerest's states for messages",
  of: everestWords(messageStateEnum),
  words: { ...STATES, Suspending: undefined, Discharging: undefined },
  translate: (state) =>
    fromDisplayMessage({ id: 1, priority: "InFront", state, message: text }, silent)?.state,
});
const FORMATS = unchanged("ASCII", "HTML", "URI", "UTF8");
tableTest({
  name: "OCPP's formats of messages",
  of: ocppWords("MessageFormatEnumType"),
  words: FORMATS,
  translate: (format) =>
    toDisplayMessage({ id: 1, priority: "InFront", message: { ...text, format } }).message.format,
});
tableTest({
  name: "EVerest's formats of messages",
  of: everestWords(messageFormat),
  words: { ...FORMATS, QRCODE: undefined },
  translate: (format) =>
    fromDisplayMessage({ id: 1, priority: "InFront", message: { ...text, format } }, silent)?.message.format,
});
tableTest({
  name: "EVerest's answers to a message",
  of: everestWords(displayMessageStatusEnum),
  words: unchanged(
    ...["Accepted", "NotSupportedMessageFormat", "Rejected"] as const,
    ...["NotSupportedPriority", "NotSupportedState", "UnknownTransaction"] as const,
  ),
  translate: async (status) =>
    (await peer("set_display_message", { status }).display.set([{
      id: 1,
      priority: "InFront",
      message: text,
    }]))
      .status,
});
tableTest({
  name: "EVerest's answers to the removal of a message",
  of: everestWords(clearMessageResponseEnum),
  words: { Accepted: "cleared", Unknown: "unknown" },
  translate: (status) => peer("clear_display_message", { status }).display.clear(1),
});
tableTest({
  name: "the states of a running cost",
  of: COST_STATES,
  words: { Charging: "Running", Idle: "Idle", Finished: "Finished" },
  translate: (state) =>
    toSessionCost({ transactionId: "t", total: 1, state }, { decimals: 2 }, silent)?.status,
});

// Data transfer.
const TRANSFERS = unchanged("Accepted", "Rejected", "UnknownMessageId", "UnknownVendorId");
tableTest({
  name: "OCPP's statuses of a data transfer",
  of: ocppWords("DataTransferStatusEnumType"),
  words: TRANSFERS,
  translate: (status) => fromDataTransferResponse({ status }).status,
});
tableTest({
  name: "EVerest's statuses of a data transfer",
  of: everestWords(dataTransferStatus),
  words: { ...TRANSFERS, Offline: "UnknownVendorId" },
  translate: (status) => fromVendorResponse({ status }, silent).status,
});

// System.
tableTest({
  name: "EVerest's boot reasons",
  of: everestWords(bootReason),
  words: unchanged(
    ...["ApplicationReset", "FirmwareUpdate", "LocalReset", "PowerUp", "RemoteReset"] as const,
    ...["ScheduledReset", "Triggered", "Unknown", "Watchdog"] as const,
  ),
  translate: (reason) => new SystemAdapter(peer("get_boot_reason", reason).system).bootReason(),
});
tableTest({
  name: "EVerest's log statuses",
  of: everestWords(logStatusEnum),
  words: unchanged(
    ...["BadMessage", "Idle", "NotSupportedOperation", "PermissionDenied"] as const,
    ...["Uploaded", "UploadFailure", "Uploading", "AcceptedCanceled"] as const,
  ),
  translate: (log_status) => toUploadProgress({ log_status, request_id: 1 }).status,
});
const logRequest = (logType: "DiagnosticsLog" | "SecurityLog") => ({
  logType,
  requestId: 1,
  log: { remoteLocation: "ftp://logs" },
});
tableTest({
  name: "EVerest's answers to a request for logs",
  of: everestWords(uploadLogsStatus),
  words: unchanged("Accepted", "Rejected", "AcceptedCanceled"),
  translate: async (upload_logs_status) =>
    (await createLogPort(peer("upload_logs", { upload_logs_status }).system).upload(
      logRequest("SecurityLog"),
    ))
      .status,
});
tableTest({
  name: "OCPP's kinds of logs",
  of: ocppWords("LogEnumType"),
  words: unchanged("DiagnosticsLog", "SecurityLog"),
  translate: (logType) => toUploadRequest(logRequest(logType)).type,
});
