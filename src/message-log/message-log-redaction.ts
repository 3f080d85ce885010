import { isJsonObject } from "../kernel/json.ts";

/** Stands for a secret. */
export const MASK = "***";
/**
 * Variables whose values are secrets: BasicAuthPassword, and ApnPassword, ApnSimPin, VpnPassword, VpnKey; and what the
 * authors of EVerest modules call such parameters, e.g. `private_key_password`.
 */
const SECRET_VARIABLE = /passw|passphrase|secret|api.?key|sim.?pin|vpn.?key/i;
/** Properties of APNType and VPNType that are secrets. */
const SECRET_PROPERTIES: ReadonlySet<string> = new Set(["apnPassword", "simPin", "password"]);
/** What CustomerInformation and NotifyCustomerInformation say about a customer. */
const CUSTOMER_PROPERTIES = ["idToken", "customerIdentifier", "customerCertificate", "data"] as const;
/** Without one of these no text holds a secret; looking is far cheaper than walking. */
const SUSPICIOUS = /passw|passphrase|secret|api.?key|sim.?pin|vpn|keycode|customerinformation/i;

/** True when a text may hold a secret: then it is shown redacted or not at all. */
export function mayHoldSecret(text: string): boolean {
  return SUSPICIOUS.test(text);
}

/**
 * A frame without the passwords and key codes that a CSMS sets or receives: a log that is uploaded (GetLog) or shown to a
 * technician must not be a list of credentials. Goes by what surrounds a value, not by the message, so that frames
 * that break their schema are covered too. Parts without a secret are those of the frame itself, which is given back when
 * it has none. Throws a RangeError when the frame is nested deeper than the stack.
 */
export function redacted(frame: unknown): unknown {
  return redactedPart("", frame);
}

function redactedPart(name: string, value: unknown): unknown {
  const shown = redact(name, value);
  if (typeof shown !== "object" || shown === null) return shown;
  const parts = shown as Readonly<Record<string, unknown>>;
  let changes: Map<string, unknown> | undefined;
  for (const key in parts) {
    const part = parts[key];
    const shownPart = redactedPart(key, part);
    if (shownPart !== part) (changes ??= new Map()).set(key, shownPart);
  }
  if (changes === undefined) return shown;
  if (Array.isArray(shown)) return shown.map((part, index) => changes.get(String(index)) ?? part);
  return Object.fromEntries(Object.entries(parts).map(([key, part]) => [key, changes.get(key) ?? part]));
}

function redact(name: string, value: unknown): unknown {
  if (SECRET_PROPERTIES.has(name)) return MASK;
  if (Array.isArray(value)) return withoutCustomer(value);
  if (!isJsonObject(value)) return value;
  // IdTokenType: a reader of a key code can charge with it.
  if (isKeyCode(value)) return { ...value, idToken: MASK };
  // VPNType: `key` is a secret only here.
  if (name === "vpn" && Object.hasOwn(value, "key")) return { ...value, key: MASK };
  const variable = value["variable"];
  if (!isJsonObject(variable) || !isSecretVariable(variable["name"])) return value;
  // SetVariableDataType, GetVariableResultType
  if (Object.hasOwn(value, "attributeValue")) return { ...value, attributeValue: MASK };
  // EventDataType
  if (Object.hasOwn(value, "actualValue")) return { ...value, actualValue: MASK };
  // ReportDataType
  const { variableAttribute: attributes } = value;
  return Array.isArray(attributes) ? { ...value, variableAttribute: attributes.map(withoutValue) } : value;
}

/**
 * CustomerInformation and NotifyCustomerInformation without the customer: what the CSMS has cleared must not come back
 * into the log with its next question.
 */
function withoutCustomer(frame: readonly unknown[]): unknown {
  const [type, id, action, payload] = frame;
  if (type !== 2 || !isJsonObject(payload)) return frame;
  const named = CUSTOMER_PROPERTIES.filter((property) => Object.hasOwn(payload, property));
  if (named.length === 0 || (action !== "CustomerInformation" && action !== "NotifyCustomerInformation")) {
    return frame;
  }
  return [type, id, action, { ...payload, ...Object.fromEntries(named.map((property) => [property, MASK])) }];
}

function isKeyCode({ type, idToken }: Record<string, unknown>): boolean {
  return typeof type === "string" && type.toLowerCase() === "keycode" && typeof idToken === "string";
}

function withoutValue(attribute: unknown): unknown {
  return isJsonObject(attribute) && attribute["value"] !== undefined
    ? { ...attribute, value: MASK }
    : attribute;
}

/** True when the value of a variable of this name is a secret. */
export function isSecretVariable(name: unknown): boolean {
  return typeof name === "string" && SECRET_VARIABLE.test(name);
}
