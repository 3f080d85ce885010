import { isJsonObject, parseJson } from "../../src/kernel/json.ts";
import { nearestWord } from "../../src/kernel/nearest-word.ts";
import { isAction } from "../../src/ocpp/messages.ts";
import type { DriverAct } from "./driver-acts.ts";

/** What somebody at the keyboard wants to happen. */
export type DeskWish =
  | { readonly kind: "driver"; readonly act: DriverAct }
  | { readonly kind: "powerCut" | "help" | "quit" | "nothing" }
  | CsmsWish
  | { readonly kind: "unknown"; readonly reason: string };

/** Only where the CSMS is ours. */
export type CsmsWish =
  | { readonly kind: "csmsOff" | "csmsOn" }
  | { readonly kind: "remoteStart"; readonly evse: number; readonly idToken: string }
  | { readonly kind: "remoteStop"; readonly evse: number }
  | { readonly kind: "call"; readonly action: string; readonly request: unknown };

/** Whether the desk has a CSMS of its own. */
export type Desk = "withCsms" | "withoutCsms";

interface Word {
  /** What it begins with. */
  readonly name: string;
  readonly arguments: string;
  readonly says: string;
  readonly isOfCsms?: true;
  /** Undefined: the arguments are wrong. */
  read(args: readonly string[]): DeskWish | undefined;
}

const evseWord = (name: string, kind: Exclude<DriverAct["kind"], "swipe">, says: string): Word => ({
  ...{ name, arguments: "EVSE", says },
  read: ([evse]) => withEvse(evse, (evse) => ({ kind: "driver", act: { kind, evse } })),
});

const WORDS: readonly Word[] = [
  evseWord("plug", "plugIn", "a driver plugs in, e.g. plug 1"),
  evseWord("unplug", "unplug", "the driver pulls the cable"),
  {
    ...{ name: "swipe", arguments: "TOKEN [EVSE]", says: "a card is shown, e.g. swipe RFID0001" },
    read([idToken, evse]) {
      if (idToken === undefined) return undefined;
      const card = { kind: "swipe", idToken, type: "ISO14443" } as const;
      if (evse === undefined) return { kind: "driver", act: card };
      return withEvse(evse, (evse) => ({ kind: "driver", act: { ...card, evse } }));
    },
  },
  evseWord("pause", "pauseEv", "the EV draws no power for a while"),
  evseWord("charge", "charge", "the EV draws power again"),
  evseWord("full", "stopByEv", "the EV ends the transaction"),
  evseWord("fault", "fault", "the EVSE has a fault"),
  evseWord("repair", "clearFault", "the fault is over"),
  {
    ...{ name: "power", arguments: "cut", says: "kill -9; everything starts anew" },
    read: ([cut]) => cut === "cut" ? { kind: "powerCut" } : undefined,
  },
  {
    ...{ name: "csms", arguments: "off | on", says: "the CSMS cannot be reached, or again" },
    isOfCsms: true,
    read: ([is]) => is === "off" ? { kind: "csmsOff" } : is === "on" ? { kind: "csmsOn" } : undefined,
  },
  {
    ...{ name: "start", arguments: "EVSE TOKEN", says: "the CSMS starts a transaction" },
    isOfCsms: true,
    read: ([evse, idToken]) =>
      idToken === undefined ? undefined : withEvse(evse, (evse) => ({ kind: "remoteStart", evse, idToken })),
  },
  {
    ...{ name: "stop", arguments: "EVSE", says: "the CSMS stops the transaction" },
    isOfCsms: true,
    read: ([evse]) => withEvse(evse, (evse) => ({ kind: "remoteStop", evse })),
  },
  {
    ...{ name: "call", arguments: "ACTION JSON", says: 'any request, e.g. call Reset {"type":"OnIdle"}' },
    isOfCsms: true,
    read: ([action, ...json]) => action === undefined ? undefined : readCall(action, json.join(" ") || "{}"),
  },
  { ...{ name: "help", arguments: "", says: "this" }, read: () => ({ kind: "help" }) },
  { ...{ name: "quit", arguments: "", says: "the end, as ctrl-C" }, read: () => ({ kind: "quit" }) },
];

/** Reads one line of the keyboard. Total. */
export function readWish(line: string, desk: Desk): DeskWish {
  const [name = "", ...args] = line.trim().split(/\s+/);
  if (name === "") return { kind: "nothing" };
  const words = wordsOf(desk);
  const word = words.find((each) => each.name === name.toLowerCase());
  if (word !== undefined) {
    return word.read(args) ?? unknown(`so it is written: ${word.name} ${word.arguments}`.trimEnd());
  }
  const near = nearestWord(name.toLowerCase(), words.map((each) => each.name));
  return unknown(near === undefined ? `${name} is no word; help lists them` : `${name} is no word: ${near}?`);
}

/** What can be typed, one line each. */
export function helpLines(desk: Desk): readonly string[] {
  const usages = wordsOf(desk).map((word) => ({
    usage: `${word.name} ${word.arguments}`.trimEnd(),
    says: word.says,
  }));
  const width = Math.max(...usages.map(({ usage }) => usage.length));
  return usages.map(({ usage, says }) => `  ${usage.padEnd(width)}  ${says}`);
}

function wordsOf(desk: Desk): readonly Word[] {
  return WORDS.filter(({ isOfCsms }) => desk === "withCsms" || isOfCsms !== true);
}

function withEvse(text: string | undefined, wish: (evse: number) => DeskWish): DeskWish | undefined {
  return text !== undefined && /^[1-9]\d{0,3}$/.test(text) ? wish(Number(text)) : undefined;
}

function readCall(action: string, text: string): DeskWish {
  if (!isAction(action)) return unknown(`OCPP has no message ${action}`);
  const json = parseJson(text);
  if (json.kind === "malformed") return unknown(`this is not JSON: ${json.reason}`);
  return isJsonObject(json.value)
    ? { kind: "call", action, request: json.value }
    : unknown("a request is an object: {…}");
}

function unknown(reason: string): DeskWish {
  return { kind: "unknown", reason };
}
