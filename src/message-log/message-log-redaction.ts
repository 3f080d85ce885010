import { isJsonObject, parseJson } from "../kernel/json.ts";
import { MASK } from "../kernel/mask.ts";
import { withoutUrlCredentials } from "../kernel/url-credentials.ts";

/**
 * Variables whose values are secrets: BasicAuthPassword, and ApnPassword, ApnSimPin, VpnPassword, VpnKey; and what the
 * authors of EVerest modules call such parameters, e.g. `private_key_password`.
 */
const SECRET_VARIABLE = /passw|passphrase|secret|api.?key|sim.?pin|vpn.?key/i;
/** Properties of APNType and VPNType that are secrets, also with a value of the wrong type. */
const SECRET_PROPERTIES: ReadonlySet<string> = new Set(["apnPassword", "simPin", "password"]);
/** Types of additional tokens that only the driver knows. OCPP leaves these names to the operator. */
const SECRET_TOKEN = /pin|key.?code|passw|secret/i;
/** What CustomerInformation and NotifyCustomerInformation say about a customer. */
const CUSTOMER_PROPERTIES = ["idToken", "customerIdentifier", "customerCertificate", "data"] as const;
/** Without one of these no text holds a secret but credentials of a URL; looking is far cheaper than walking. */
const SUSPICIOUS =
  /passw|passphrase|secret|api.?key|sim.?pin|vpn|keycode|additionalidtoken|customerinformation/i;

/** True when a text may hold a secret other than credentials of a URL: then it is shown redacted or not at all. */
export function mayHoldSecret(text: string): boolean {
  return SUSPICIOUS.test(text);
}

/** True when `redacted` may change the JSON in this text. JSON may also write an @ as an escape. */
export function needsRedaction(text: string): boolean {
  return text.includes("@") || text.includes("\\u0040") || mayHoldSecret(text);
}

/** A text that is no JSON: without its credentials, or only its length where it may hold another secret. */
export function redactedText(text: string): string {
  if (mayHoldSecret(text)) return `(${text.length} characters that may hold a password)`;
  return withoutUrlCredentials(text);
}

/**
 * A frame without passwords, key codes and credentials in URLs: a log that is uploaded (GetLog) or shown to a technician
 * must not be a list of credentials. Goes by what surrounds a value, not by the message, so that frames that break their
 * schema are covered too. Parts without a secret are those of the frame itself, which is given back when it has none.
 * Throws a RangeError when the frame is nested deeper than the stack.
 */
export function redacted(frame: unknown): unknown {
  return redactedPart("", frame);
}

function redactedPart(name: string, value: unknown): unknown {
  if (SECRET_PROPERTIES.has(name)) return MASK;
  if (typeof value === "string") return isSecretVariable(name) ? MASK : redactedString(value);
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

/** Some values are JSON themselves: a list of network profiles, what a vendor sends. */
function redactedString(text: string): string {
  const first = text.trimStart()[0];
  return first === "{" || first === "[" ? redactedJson(text) : withoutUrlCredentials(text);
}

/** JSON in a text, redacted like a frame. What cannot be read, e.g. because it was cut off, is hidden as a whole. */
export function redactedJson(text: string): string {
  if (!needsRedaction(text)) return text;
  const json = parseJson(text);
  if (json.kind === "malformed") return mayHoldSecret(text) ? MASK : withoutUrlCredentials(text);
  const shown = redacted(json.value);
  return shown === json.value ? text : JSON.stringify(shown);
}

function redact(name: string, value: unknown): unknown {
  if (Array.isArray(value)) return withoutCustomer(value);
  if (!isJsonObject(value)) return value;
  if (Object.hasOwn(value, "idToken")) return withoutKeyCode(value);
  if (Object.hasOwn(value, "additionalIdToken")) return withoutSecretToken(value);
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

/** IdTokenType: who reads a key code can charge with it, and what comes with it may be its PIN. */
function withoutKeyCode(token: Record<string, unknown>): unknown {
  const { type, additionalInfo } = token;
  if (typeof type !== "string" || type.toLowerCase() !== "keycode") return token;
  return {
    ...token,
    idToken: MASK,
    ...(additionalInfo !== undefined && { additionalInfo: maskedTokens(additionalInfo) }),
  };
}

function maskedTokens(additionalInfo: unknown): unknown {
  if (!Array.isArray(additionalInfo)) return MASK;
  return additionalInfo.map((info) => isJsonObject(info) ? { ...info, additionalIdToken: MASK } : MASK);
}

/** AdditionalInfoType, of a token of any type. */
function withoutSecretToken(info: Record<string, unknown>): unknown {
  const { type } = info;
  return typeof type === "string" && SECRET_TOKEN.test(type) ? { ...info, additionalIdToken: MASK } : info;
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
