import { isJsonObject } from "../../kernel/json.ts";
import type { CertificateHashDataType, IdTokenType, RequestOf } from "../../ocpp/messages.ts";

/** Whom a CustomerInformation request is about. */
export type Customer =
  | { readonly kind: "token"; readonly idToken: IdTokenType }
  /** An identifier that is neither token nor certificate, e.g. that of an account. */
  | { readonly kind: "identifier"; readonly text: string }
  | { readonly kind: "certificate"; readonly hash: CertificateHashDataType };

/**
 * Properties whose values identify customers, in lower case: those of OCPP's tokens, and what back offices call accounts.
 * The same text anywhere else is a word of the protocol, or anything.
 */
const IDENTIFYING: ReadonlySet<string> = new Set([
  "idtoken",
  "additionalidtoken",
  "groupidtoken",
  "emaid",
  "contractid",
  "customeridentifier",
  "customerid",
  "accountid",
]);
/** A serial number alone could be anything; no other part of a certificate's hash is rarer. */
const OF_CERTIFICATES: ReadonlySet<string> = new Set(["serialnumber"]);

/** The one customer that the request names; undefined when it names none, several, or an empty text (N09.FR.09). */
export function readCustomer(
  { idToken, customerIdentifier: text, customerCertificate: hash }: RequestOf<"CustomerInformation">,
): Customer | undefined {
  const named: Customer[] = [];
  if (idToken !== undefined) named.push({ kind: "token", idToken });
  if (text !== undefined) named.push({ kind: "identifier", text });
  if (hash !== undefined) named.push({ kind: "certificate", hash });
  const [customer] = named;
  return named.length === 1 && customer && tellTaleOf(customer).text.trim() !== "" ? customer : undefined;
}

/** True when a JSON value says something about the customer, at any depth. */
export function mentions(value: unknown, customer: Customer): boolean {
  if (Array.isArray(value)) return value.some((element) => mentions(element, customer));
  if (!isJsonObject(value)) return false;
  return isCustomer(value, customer) || Object.values(value).some((member) => mentions(member, customer));
}

function isCustomer(value: Readonly<Record<string, unknown>>, customer: Customer): boolean {
  switch (customer.kind) {
    case "token":
      return value["type"] === customer.idToken.type &&
        isSameText(value["idToken"], customer.idToken.idToken);
    case "identifier":
      return Object.entries(value).some(([name, member]) =>
        IDENTIFYING.has(name.toLowerCase()) && isSameText(member, customer.text)
      );
    case "certificate":
      return isSameText(value["serialNumber"], customer.hash.serialNumber) &&
        isSameText(value["issuerNameHash"], customer.hash.issuerNameHash) &&
        isSameText(value["issuerKeyHash"], customer.hash.issuerKeyHash);
  }
}

/** A text that stands wherever the customer is mentioned. */
export interface TellTale {
  readonly text: string;
  /** Only as the value of one of these properties, in lower case, it identifies the customer. */
  readonly properties: ReadonlySet<string>;
}

export function tellTaleOf(customer: Customer): TellTale {
  switch (customer.kind) {
    case "token":
      return { text: customer.idToken.idToken, properties: IDENTIFYING };
    case "identifier":
      return { text: customer.text, properties: IDENTIFYING };
    case "certificate":
      return { text: customer.hash.serialNumber, properties: OF_CERTIFICATES };
  }
}

function isSameText(value: unknown, text: string): boolean {
  return typeof value === "string" && value.toLowerCase() === text.toLowerCase();
}
