import { MASK } from "../../kernel/mask.ts";
import { withoutUrlCredentials } from "../../kernel/url-credentials.ts";
import { isSecretVariable, mayHoldSecret } from "../../message-log/message-log-redaction.ts";

/** Whether cards and contracts stay readable: support can do without, and they are personal data. */
export type TokenMasking = "masked" | "shown";

/** A quote in JSON, in JSON within HTML, and in JSON within a text of JSON. */
const QUOTE = String.raw`\\*(?:"|&quot;)`;
/**
 * Up to the backslashes of the quote that ends it. Looked at as a whole and then passed: what follows it is not tried again at
 * each of its characters.
 */
const TEXT = String.raw`(?=((?:(?!\\*&quot;)(?:\\+(?!["\\])|[^"\\]))*))\3`;
/** `"name": "text"`, with the quotes of any of the three; nothing begins within a row of backslashes. */
const MEMBER = new RegExp(
  String.raw`((?<!\\)${QUOTE}([A-Za-z_]+)${QUOTE}\s*:\s*${QUOTE})${TEXT}(?=${QUOTE}|\\*$)`,
  "g",
);
const PRIVATE_KEY = /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g;
/** In VPNType and APNType. */
const SECRET_MEMBERS: ReadonlySet<string> = new Set(["key", "simPin", "user", "apnUserName"]);
const TOKEN_MEMBERS: ReadonlySet<string> = new Set([
  "idToken",
  "additionalIdToken",
  "customerIdentifier",
  "data",
  "emaid",
]);
/** What may be the value of a secret variable. */
const VALUE_MEMBERS: ReadonlySet<string> = new Set(["attributeValue", "actualValue", "value", "fileDefault"]);

/**
 * A log or an answer without its secrets: passwords, keys, credentials of URLs and, by default, tokens. It goes by what the
 * text looks like, because a log may be of another program, or cut off anywhere.
 */
export function withoutSecrets(text: string, tokens: TokenMasking): string {
  // Entries of a log are separated by empty lines; without one the whole is one entry.
  const entries = text.split(/(\r?\n\r?\n)/);
  return entries.map((entry) => maskEntry(entry, tokens)).join("");
}

function maskEntry(entry: string, tokens: TokenMasking): string {
  const isSuspicious = mayHoldSecret(entry);
  return withoutUrlCredentials(entry)
    .replaceAll(PRIVATE_KEY, MASK)
    .replaceAll(MEMBER, (whole, head: string, name: string) => {
      const isSecret = isSecretMember(name, tokens) || (isSuspicious && VALUE_MEMBERS.has(name));
      return isSecret ? `${head}${MASK}` : whole;
    });
}

/** An answer of the module in the same way; its variables come masked. */
export function answerWithoutSecrets(answer: unknown, tokens: TokenMasking): string {
  return JSON.stringify(
    answer,
    (name, value: unknown) => {
      if (typeof value !== "string") return value;
      return isSecretMember(name, tokens) ? MASK : withoutSecrets(value, tokens);
    },
    1,
  );
}

function isSecretMember(name: string, tokens: TokenMasking): boolean {
  return isSecretVariable(name) || SECRET_MEMBERS.has(name) ||
    (tokens === "masked" && TOKEN_MEMBERS.has(name));
}
