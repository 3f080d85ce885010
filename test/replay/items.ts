import { isRecord } from "./equal.ts";
import { commandOf } from "./recorded-modules.ts";
import type { BusRecord, Recording } from "./recording.ts";

/** One thing the module said, in a form that can be compared. */
export interface Item {
  /** What it is about: only items of one stream have an order among each other. */
  readonly stream: string;
  /** What kind of thing it is within its stream: items of different labels are different things. */
  readonly label: string;
  readonly value: unknown;
  readonly atMs: number;
}

/**
 * Everything the station said on bus and socket. What is chance is left out (message ids, event ids) or taken apart
 * (how many variables went into one report, how many events into one NotifyEvent); sequence numbers depend on how many
 * messages went before and are checked by `queueFaults`.
 */
export function itemsOf(recording: Recording): Item[] {
  return [...frameItems(recording), ...recording.bus.flatMap(busItems)].sort((a, b) => a.atMs - b.atMs);
}

function frameItems({ csms }: Recording): Item[] {
  const asked = new Map<string, string>();
  return csms.flatMap((record) => {
    if (record.kind !== "frame") return [];
    const { frame, direction, atMs } = record;
    const [type, messageId, third, payload] = frame;
    if (direction === "toStation") {
      if (type === 2) asked.set(String(messageId), String(third));
      return [];
    }
    if (type === 2) return callItems(String(third), payload, atMs);
    const stream = `answer ${messageId} ${asked.get(String(messageId)) ?? "to nothing"}`;
    if (type === 3) return [{ stream, label: "result", value: third, atMs }];
    // The wording of an error is everybody's own.
    return [{ stream, label: "error", value: { errorCode: third }, atMs }];
  });
}

function callItems(action: string, payload: unknown, atMs: number): Item[] {
  if (!isRecord(payload)) return [{ stream: action, label: "", value: payload, atMs }];
  switch (action) {
    case "TransactionEvent": {
      const { seqNo: _, ...value } = payload;
      const { transactionId } = payload["transactionInfo"] as { transactionId: string };
      const stream = `TransactionEvent ${transactionId.slice(0, 8)}`;
      return [{ stream, label: `${payload["eventType"]} ${payload["triggerReason"]}`, value, atMs }];
    }
    case "StatusNotification": {
      const stream = `StatusNotification ${payload["evseId"]}/${payload["connectorId"]}`;
      return [{ stream, label: String(payload["connectorStatus"]), value: payload, atMs }];
    }
    case "NotifyEvent":
      return (payload["eventData"] as Readonly<Record<string, unknown>>[]).map((event) => {
        const { eventId: _, cause: __, ...value } = event;
        const about = event["techCode"] ?? variableName(event);
        const label = `${event["trigger"]} ${event["actualValue"]}`;
        return { stream: `NotifyEvent ${about}`, label, value, atMs };
      });
    case "NotifyReport":
      return ((payload["reportData"] ?? []) as Readonly<Record<string, unknown>>[]).map((value) => ({
        stream: `NotifyReport ${payload["requestId"]} ${variableName(value)}`,
        label: "",
        value,
        atMs,
      }));
    case "SecurityEventNotification":
      return [{ stream: action, label: String(payload["type"]), value: payload, atMs }];
    case "FirmwareStatusNotification":
    case "LogStatusNotification":
      return [{
        stream: `${action} ${payload["requestId"]}`,
        label: String(payload["status"]),
        value: payload,
        atMs,
      }];
    case "MeterValues":
      return [{ stream: `${action} ${payload["evseId"]}`, label: "", value: payload, atMs }];
    default:
      return [{ stream: action, label: "", value: payload, atMs }];
  }
}

/** `EVSE 1 / AvailabilityState`, as far as given. */
export function variableName(reported: Readonly<Record<string, unknown>>): string {
  const { component, variable } = reported as { component: Named; variable: Named };
  return `${named(component)} / ${named(variable)}`;
}

interface Named {
  readonly name: string;
  readonly instance?: string;
  readonly evse?: { readonly id: number; readonly connectorId?: number };
}

function named({ name, instance, evse }: Named): string {
  const place = evse ? ` ${[evse.id, evse.connectorId].filter((id) => id !== undefined).join("/")}` : "";
  return `${name}${place}${instance === undefined ? "" : `[${instance}]`}`;
}

function busItems(record: BusRecord): Item[] {
  if (record.direction === "toModule") return [];
  const { topic, envelope, atMs } = record;
  const command = commandOf(record);
  if (command) return [{ stream: `command ${command.command}`, label: "", value: command.args, atMs }];
  if (topic === "everest/config/request") {
    const { type, request } = envelope.data as { type: string; request: unknown };
    // How often the configuration is read, and when, changes nothing anywhere.
    return type === "Get" ? [] : [{ stream: `configuration ${type}`, label: "", value: request, atMs }];
  }
  const path = topic.replace("everest/modules/ocpp/", "").replaceAll("impl/", "");
  if (path === "ready" || path === "metadata") return [{ stream: path, label: "", value: envelope, atMs }];
  const { data } = envelope.data as { data: unknown };
  if (path.includes("/response/")) {
    const { id: _, ...value } = data as Readonly<Record<string, unknown>>;
    return [{
      stream: `result ${path.replace(/\/response\/.*/, "").replace("/cmd", "")}`,
      label: "",
      value,
      atMs,
    }];
  }
  return variableItems(`variable ${path.replace("/var", "")}`, data, atMs);
}

function variableItems(stream: string, data: unknown, atMs: number): Item[] {
  if (!isRecord(data)) return [{ stream, label: String(data), value: data, atMs }];
  if (stream.endsWith("/ocpp_transaction_event")) {
    const event = data as { transaction_event: string; transaction_id: string; session_id: string };
    const { sequence_number: _, ...value } = event as Readonly<Record<string, unknown>>;
    return [{
      stream: `${stream} ${event.session_id?.slice(0, 8)}`,
      label: event.transaction_event,
      value,
      atMs,
    }];
  }
  if (stream.endsWith("/ocpp_transaction_event_response")) {
    const { sequence_number: _, ...value } = data;
    return [{ stream, label: "", value, atMs }];
  }
  return [{
    stream,
    label: stream.endsWith("security_event") ? String(data["type"]) : "",
    value: data,
    atMs,
  }];
}
