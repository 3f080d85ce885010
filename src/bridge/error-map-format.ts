import { isJsonObject } from "../kernel/json.ts";

/** How errors of one type (or sub-type) are reported to the CSMS; absent fields have defaults. */
export interface ErrorEntry {
  readonly component?: string;
  /** Instance of the component. */
  readonly instance?: string;
  readonly at?: "station" | "evse" | "connector";
  readonly variable?: string;
  readonly trigger?: "Alerting" | "Delta";
  readonly severity?: number;
  readonly techCode?: string;
}

export interface TypeEntry extends ErrorEntry {
  readonly subTypes: ReadonlyMap<string, ErrorEntry>;
}

/** By error type, or by `*\/MREC<n>`. */
export type ErrorMap = ReadonlyMap<string, TypeEntry>;

export type ErrorMapReading =
  | { readonly kind: "map"; readonly map: ErrorMap }
  /** The keys that lead to the wrong value, and the reason. */
  | { readonly kind: "wrong"; readonly path: string; readonly reason: string };

/** Carries the path and the reason to the caller. */
interface Wrong {
  readonly path: readonly string[];
  readonly reason: string;
}

const MAX_NAME_CHARACTERS = 50;
const PLACES = ["ChargingStation", "EVSE", "Connector"];
const name = (value: unknown) =>
  typeof value !== "string" || value === "" || value.length > MAX_NAME_CHARACTERS
    ? `must be a text of 1 to ${MAX_NAME_CHARACTERS} characters`
    : undefined;
const oneOf = (...allowed: readonly string[]) => (value: unknown) =>
  typeof value === "string" && allowed.includes(value) ? undefined : `must be one of ${allowed.join(", ")}`;

/** Why a value is invalid; undefined when it is valid. */
const RULES: Readonly<Record<keyof ErrorEntry, (value: unknown) => string | undefined>> = {
  component: (value) =>
    typeof value === "string" && PLACES.includes(value) ? `${value} is chosen with "at"` : name(value),
  instance: name,
  at: oneOf("station", "evse", "connector"),
  variable: name,
  trigger: oneOf("Alerting", "Delta"),
  severity: (value) =>
    Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 9
      ? undefined
      : "must be a whole number from 0 to 9",
  techCode: (value) => typeof value === "string" ? undefined : "must be a text",
};

/**
 * Reads the contents of an error map (config/error-map.schema.json). A text in place of an entry is its
 * techCode: the format of EVerest's own module has nothing else.
 */
export function readErrorMap(contents: unknown): ErrorMapReading {
  if (!isJsonObject(contents)) return { kind: "wrong", path: "", reason: "must be an object" };
  const map = new Map<string, TypeEntry>();
  for (const [type, value] of Object.entries(contents)) {
    if (type === "$schema") continue;
    const entry = readType(value);
    if ("reason" in entry) {
      return { kind: "wrong", path: [type, ...entry.path].join(" / "), reason: entry.reason };
    }
    map.set(type, entry);
  }
  return { kind: "map", map };
}

function readType(value: unknown): TypeEntry | Wrong {
  if (!isJsonObject(value) || value.subTypes === undefined) {
    const entry = readEntry(value);
    return "reason" in entry ? entry : { ...entry, subTypes: new Map() };
  }
  const { subTypes, ...own } = value;
  const entry = readEntry(own);
  if ("reason" in entry) return entry;
  if (!isJsonObject(subTypes)) return { path: ["subTypes"], reason: "must be an object" };
  const read = new Map<string, ErrorEntry>();
  for (const [subType, inner] of Object.entries(subTypes)) {
    const found = readEntry(inner);
    if ("reason" in found) return { path: ["subTypes", subType, ...found.path], reason: found.reason };
    read.set(subType, found);
  }
  return { ...entry, subTypes: read };
}

function readEntry(value: unknown): ErrorEntry | Wrong {
  if (typeof value === "string") return { techCode: value };
  if (!isJsonObject(value)) return { path: [], reason: "must be a techCode or an object" };
  for (const [key, field] of Object.entries(value)) {
    const rule = Object.hasOwn(RULES, key) ? RULES[key as keyof ErrorEntry] : undefined;
    const reason = rule === undefined ? `is not one of ${Object.keys(RULES).join(", ")}` : rule(field);
    if (reason !== undefined) return { path: [key], reason };
  }
  return value;
}

/** `shipped` overridden by `own`, key by key. */
export function overlaid(shipped: ErrorMap, own: ErrorMap): ErrorMap {
  const map = new Map(shipped);
  for (const [type, entry] of own) {
    const before = map.get(type);
    map.set(type, {
      ...refined(before ?? {}, entry),
      subTypes: new Map([...before?.subTypes ?? [], ...entry.subTypes]),
    });
  }
  return map;
}

/** `base` overridden by `detail`. A component brings its own location and variable. */
export function refined(base: ErrorEntry, detail: ErrorEntry): ErrorEntry {
  const { component: _component, instance: _instance, at: _at, variable: _variable, ...rest } = base;
  return { ...(detail.component === undefined ? base : rest), ...detail };
}
