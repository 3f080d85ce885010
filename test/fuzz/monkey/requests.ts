import bundle from "../../../src/ocpp/generated/schemas.json" with { type: "json" };
import { assertNever } from "../../../src/kernel/assert-never.ts";
import type { Action } from "../../../src/ocpp/messages.ts";
import type { Schema } from "../../../tools/generate/schema-source.ts";
import type { Dice } from "../ocpp-messages.ts";

const { definitions, messages } = bundle as unknown as {
  readonly definitions: Readonly<Record<string, Schema>>;
  readonly messages: Readonly<Record<string, Schema>>;
};

/** What of the station a message may be about. */
export interface Known {
  readonly transactionIds: readonly string[];
  /** `Component.Variable[instance]` as the CSMS names them. */
  readonly variables: readonly { readonly component: object; readonly variable: object }[];
  readonly csmsUrl: string;
  readonly nowMs: number;
  /** PEM. */
  readonly certificates: readonly string[];
}

export const TOKENS = ["TOKEN1", "TOKEN2", "token1", "GROUP1"] as const;

/** Values of variables: some fit many, and none keeps the station from coming back within minutes. */
const ATTRIBUTE_VALUES = [
  ...["0", "1", "2", "3", "10", "-1", "true", "false", "", "x", "Central", "EVConnected", "Authorized"],
  ...["EVConnected,Authorized", "PowerPathClosed", "EnergyTransfer", "Energy.Active.Import.Register", "1,2"],
  ...["Energy.Active.Import.Register,Power.Active.Import,SoC", "1.5", "x".repeat(2500), "🔌".repeat(500)],
];

/** A message of this name that its schema accepts, preferably about what there is. */
export function messageFor(name: `${Action}${"Request" | "Response"}`, known: Known, dice: Dice): unknown {
  const payload = valueFor(messages[name] as Schema, "", known, dice) as Record<string, unknown>;
  // Where else the CSMS may be has nobody who answers.
  const profile = payload["connectionData"] as Record<string, unknown> | undefined;
  if (profile && payload["configurationSlot"] === 1) {
    profile["ocppCsmsUrl"] = known.csmsUrl;
    profile["messageTimeout"] = 30;
  }
  return payload;
}

function valueFor(schema: Schema, name: string, known: Known, dice: Dice): unknown {
  if (schema.$ref) {
    return valueFor(definitions[schema.$ref.slice("#/definitions/".length)] as Schema, name, known, dice);
  }
  switch (schema.type) {
    case "object":
      return objectFor(schema, name, known, dice);
    case "array": {
      const least = schema.minItems ?? 0;
      const length = Math.min(schema.maxItems ?? 5, Math.max(least, dice.pick([1, 1, 2, 4])));
      return Array.from({ length }, () => valueFor(schema.items ?? {}, name, known, dice));
    }
    case "string":
      if (schema.enum) return dice.pick(schema.enum);
      if (schema.format) return timestamp(known.nowMs, dice);
      return text(name, schema.maxLength ?? 1000, known, dice);
    case "integer":
      return within(schema, integer(name, dice));
    case "number":
      return within(schema, dice.pick([0, 1, 6, 16, 32, 11_000, 0.1, 1e9, -1, 50]));
    case "boolean":
      return dice.roll() < 0.5;
    case undefined:
      return dice.pick([null, 1, "data", { a: [{}] }]);
    default:
      return assertNever(schema.type);
  }
}

function objectFor(schema: Schema, name: string, known: Known, dice: Dice): Record<string, unknown> {
  const wanted = dice.pick([0.1, 0.5, 0.9]);
  const properties = schema.properties ?? {};
  const entries = Object.entries(properties)
    .filter(([name]) => schema.required?.includes(name) || dice.roll() < wanted)
    .filter(([name]) => name !== "customData" || dice.roll() < 0.1)
    .map(([name, property]) => [name, valueFor(property, name, known, dice)]);
  const value = Object.fromEntries(entries) as Record<string, unknown>;
  if ("component" in value && "variable" in value && known.variables.length > 0 && dice.roll() < 0.9) {
    Object.assign(value, structuredClone(dice.pick(known.variables)));
    const variable = (value["variable"] as { name: string }).name;
    if ("attributeValue" in value && /BackOff|Interval|Timeout|Attempts|Priority/.test(variable)) {
      value["attributeValue"] = dice.pick(["1", "3", "0", "x"]);
    }
  }
  if (name === "evse" || (name === "" && "evseId" in properties && dice.roll() < 0.1)) {
    if ("id" in properties) value["id"] = dice.below(5);
  }
  return value;
}

function timestamp(nowMs: number, dice: Dice): string {
  const minutes = dice.pick([-60 * 24 * 365, -60, -1, 0, 1, 2, 10, 60, 60 * 24 * 365]);
  const time = new Date(nowMs + minutes * 60_000).toISOString();
  const seconds = time.slice(0, 19);
  return dice.pick([time, `${seconds}Z`, `${seconds}+01:00`, `${seconds}.123456-00:30`]);
}

function text(name: string, maxLength: number, known: Known, dice: Dice): string {
  const special: Readonly<Record<string, readonly string[]>> = {
    transactionId: known.transactionIds,
    idToken: TOKENS,
    attributeValue: ATTRIBUTE_VALUES,
    certificate: known.certificates,
    certificateChain: known.certificates,
    ocppCsmsUrl: [known.csmsUrl, "ws://127.0.0.1:1/", "wss://localhost:1/x", "no url", ""],
    vendorId: ["acme", "org.openchargealliance.costmsg", ""],
  };
  const choices = special[name] ?? [];
  if (choices.length > 0 && dice.roll() < 0.85) return dice.pick(choices).slice(0, maxLength);
  return dice.pick(["x", "", "\u0000\uFFFF", "x".repeat(Math.min(maxLength, 3000)), "a/b#+", "__proto__"])
    .slice(0, maxLength);
}

function integer(name: string, dice: Dice): number {
  if (/^(evseId|id)$/.test(name)) return dice.below(5);
  if (name === "connectorId") return dice.below(3);
  if (/Interval|Timeout|interval/.test(name)) return dice.pick([0, 1, 10, 30]);
  return dice.pick([0, 1, 1, 2, 3, 4, 5, 60, 2 ** 31 - 1, -1]);
}

function within({ minimum = -Infinity, maximum = Infinity }: Schema, value: number): number {
  return Math.min(maximum, Math.max(minimum, value));
}
