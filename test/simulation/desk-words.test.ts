import assert from "node:assert/strict";
import fc from "fast-check";
import { type DeskWish, helpLines, readWish } from "./desk-words.ts";

const driver = (kind: "plugIn" | "unplug" | "pauseEv" | "charge" | "stopByEv" | "fault" | "clearFault") => ({
  kind: "driver",
  act: { kind, evse: 1 },
} as const);
const unknown = (reason: string) => ({ kind: "unknown", reason } as const);
const CARD = { kind: "swipe", idToken: "RFID0001", type: "ISO14443" } as const;

const LINES: readonly [line: string, wish: DeskWish][] = [
  ["plug 1", driver("plugIn")],
  ["  PLUG   1  ", driver("plugIn")],
  ["unplug 1", driver("unplug")],
  ["pause 1", driver("pauseEv")],
  ["charge 1", driver("charge")],
  ["full 1", driver("stopByEv")],
  ["fault 1", driver("fault")],
  ["repair 1", driver("clearFault")],
  ["swipe RFID0001", { kind: "driver", act: CARD }],
  ["swipe RFID0001 2", { kind: "driver", act: { ...CARD, evse: 2 } }],
  ["power cut", { kind: "powerCut" }],
  ["csms off", { kind: "csmsOff" }],
  ["csms on", { kind: "csmsOn" }],
  ["start 2 APP-1", { kind: "remoteStart", evse: 2, idToken: "APP-1" }],
  ["stop 2", { kind: "remoteStop", evse: 2 }],
  ["call GetBaseReport", { kind: "call", action: "GetBaseReport", request: {} }],
  ['call Reset {"type": "OnIdle"}', { kind: "call", action: "Reset", request: { type: "OnIdle" } }],
  ["help", { kind: "help" }],
  ["quit", { kind: "quit" }],
  ["", { kind: "nothing" }],
  ["plug", unknown("so it is written: plug EVSE")],
  ["plug one", unknown("so it is written: plug EVSE")],
  ["plug 0", unknown("so it is written: plug EVSE")],
  ["swipe", unknown("so it is written: swipe TOKEN [EVSE]")],
  ["swipe RFID0001 x", unknown("so it is written: swipe TOKEN [EVSE]")],
  ["power", unknown("so it is written: power cut")],
  ["csms", unknown("so it is written: csms off | on")],
  ["start 1", unknown("so it is written: start EVSE TOKEN")],
  ["call Rest {}", unknown("OCPP has no message Rest")],
  ["call Reset []", unknown("a request is an object: {…}")],
  ["plgu 1", unknown("plgu is no word: plug?")],
  ["dance", unknown("dance is no word; help lists them")],
];

for (const [line, wish] of LINES) {
  Deno.test(`the keyboard: ${JSON.stringify(line)} is ${JSON.stringify(wish)}`, () => {
    assert.deepEqual(readWish(line, "withCsms"), wish);
  });
}

Deno.test("the keyboard: what is no JSON is told as such", () => {
  const wish = readWish("call Reset {", "withCsms");
  assert.ok(wish.kind === "unknown" && wish.reason.startsWith("this is not JSON: "));
});

Deno.test("the keyboard: where the CSMS is somebody else's, it has no words of the CSMS", () => {
  assert.deepEqual(readWish("csms off", "withoutCsms"), unknown("csms is no word; help lists them"));
  assert.ok(helpLines("withCsms").some((text) => text.includes("csms off | on")));
  assert.ok(!helpLines("withoutCsms").some((text) => /csms|call|start/i.test(text.split("  ")[1] ?? "")));
});

Deno.test("the keyboard: any line has a meaning or a reason", () => {
  fc.assert(fc.property(fc.string(), (line) => {
    assert.ok(readWish(line, "withCsms").kind.length > 0);
  }));
});
