import { isJsonObject } from "../kernel/json.ts";
import { type Decoded, violation } from "./envelope.ts";
import { decodeMapping } from "./mapping.ts";
import type { BusError } from "./module.ts";

const SEVERITIES = ["Low", "Medium", "High"] as const;
const STATES = ["Active", "ClearedByModule", "ClearedByReboot"] as const;

/**
 * The `data` of a `RaiseError` or `ClearError`; `state` says which of the two. An unknown severity counts as
 * High and an unknown state as Active, as everywhere in EVerest.
 */
export function decodeError(data: unknown): Decoded<BusError> {
  if (!isJsonObject(data)) return violation("data is not an object");
  const { type, origin, severity, state } = data;
  if (typeof type !== "string" || type === "") return violation("type is missing");
  if (!isJsonObject(origin)) return violation("origin is missing");
  const { module_id: moduleId, implementation_id: implementationId } = origin;
  if (typeof moduleId !== "string" || typeof implementationId !== "string") {
    return violation("origin names no implementation");
  }
  const mapping = decodeMapping(origin.mapping);
  return {
    kind: "value",
    value: {
      type,
      subType: text(data.sub_type),
      description: text(data.description),
      message: text(data.message),
      severity: SEVERITIES.find((known) => known === severity) ?? "High",
      state: STATES.find((known) => known === state) ?? "Active",
      vendorId: text(data.vendor_id),
      uuid: text(data.uuid),
      timestamp: text(data.timestamp),
      origin: { moduleId, implementationId, ...(mapping ? { mapping } : {}) },
    },
  };
}

/** All ten keys: C++ receivers die when one is missing. */
export function errorData(error: BusError): unknown {
  const { moduleId, implementationId, mapping } = error.origin;
  return {
    type: error.type,
    sub_type: error.subType,
    description: error.description,
    message: error.message,
    severity: error.severity,
    state: error.state,
    vendor_id: error.vendorId,
    uuid: error.uuid,
    timestamp: error.timestamp,
    origin: {
      module_id: moduleId,
      implementation_id: implementationId,
      ...(mapping ? { mapping } : {}),
    },
  };
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
