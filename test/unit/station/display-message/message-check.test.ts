import assert from "node:assert/strict";
import type { MessageInfoType } from "../../../../src/ocpp/messages.ts";
import type { DisplayCapabilities } from "../../../../src/station/display-message/display-capabilities.ts";
import { refusalOf } from "../../../../src/station/display-message/message-check.ts";

const NOW = Date.parse("2026-01-15T10:00:00Z");
const CAPABILITIES: DisplayCapabilities = {
  isEnabled: true,
  priorities: ["AlwaysFront", "NormalCycle"],
  formats: ["ASCII", "URI", "UTF8"],
  states: ["Charging", "Faulted"],
  maxMessages: 3,
  hasDisplay: ({ name }) => name === "Display",
};
const MESSAGE: MessageInfoType = {
  id: 0,
  priority: "NormalCycle",
  message: { format: "UTF8", content: "Grüezi" },
};

function refusal(change: Partial<MessageInfoType>, capabilities: Partial<DisplayCapabilities> = {}) {
  return refusalOf({ ...MESSAGE, ...change }, { ...CAPABILITIES, ...capabilities }, {
    nowMs: NOW,
    isOngoing: (id) => id === "ongoing",
  });
}

const content = (format: MessageInfoType["message"]["format"], text: string) => ({
  message: { format, content: text },
});

Deno.test("a message that the station can show is not refused", () => {
  assert.equal(refusal({}), undefined);
  assert.equal(
    refusal({ transactionId: "ongoing", state: "Faulted", display: { name: "Display" } }),
    undefined,
  );
  assert.equal(
    refusal({ startDateTime: "2026-01-15T10:00:00Z", endDateTime: "2026-01-15T10:00:01Z" }),
    undefined,
  );
  assert.equal(refusal({ startDateTime: "2020-01-15T10:00:00Z" }), undefined);
  assert.equal(refusal({ id: 2 ** 31 - 1 }), undefined);
});

Deno.test("what the station does not support has its own status (O01.FR.01-03, O02.FR.01, O02.FR.03-05)", () => {
  assert.deepEqual(refusal({ priority: "InFront" }), { status: "NotSupportedPriority" });
  assert.deepEqual(refusal(content("HTML", "<b>")), { status: "NotSupportedMessageFormat" });
  assert.deepEqual(refusal({ state: "Idle" }), { status: "NotSupportedState" });
  assert.deepEqual(refusal({ transactionId: "over" }), { status: "UnknownTransaction" });
});

Deno.test("of several reasons the first counts: priority, format, transaction, state", () => {
  const all = {
    priority: "InFront",
    transactionId: "over",
    state: "Idle",
    ...content("HTML", "<b>"),
  } as const;
  assert.equal(refusal(all)?.status, "NotSupportedPriority");
  assert.equal(refusal({ ...all, priority: "NormalCycle" })?.status, "NotSupportedMessageFormat");
  assert.equal(
    refusal({ ...all, priority: "NormalCycle", message: MESSAGE.message })?.status,
    "UnknownTransaction",
  );
});

Deno.test("a station whose lists are not configured takes everything", () => {
  const lists = { priorities: undefined, formats: undefined, states: undefined };
  assert.equal(refusal({ priority: "InFront", state: "Idle", ...content("HTML", "<b>") }, lists), undefined);
});

Deno.test("what cannot be carried out is rejected with the reason", () => {
  const reason = (change: Partial<MessageInfoType>, capabilities?: Partial<DisplayCapabilities>) => {
    const verdict = refusal(change, capabilities);
    assert.equal(verdict?.status, "Rejected");
    return verdict.statusInfo?.reasonCode;
  };
  assert.equal(reason({}, { isEnabled: false }), "NotEnabled");
  assert.equal(reason({ id: -1 }), "ValueTooLow");
  assert.equal(reason({ id: 2 ** 31 }), "ValueTooHigh");
  assert.equal(reason({ endDateTime: "2026-01-15T10:00:00Z" }), "InvalidValue");
  assert.equal(
    reason({ startDateTime: "2026-01-15T11:00:00Z", endDateTime: "2026-01-15T11:00:00Z" }),
    "InvalidValue",
  );
  assert.equal(reason({ display: { name: "Screen" } }), "NotFound");
});

Deno.test("the content keeps to its format (MessageFormatEnumType)", () => {
  assert.equal(refusal(content("ASCII", "two\nlines ~")), undefined);
  assert.equal(refusal(content("ASCII", "Grüezi"))?.statusInfo?.reasonCode, "InvalidValue");
  assert.equal(refusal(content("ASCII", "\u0007"))?.statusInfo?.reasonCode, "InvalidValue");
  assert.equal(refusal(content("URI", "https://example.org/price")), undefined);
  assert.equal(refusal(content("URI", "price"))?.statusInfo?.reasonCode, "InvalidURL");
});

Deno.test("the language is a tag of RFC 5646 (O01.FR.17)", () => {
  const inLanguage = (language: string) => refusal({ message: { ...MESSAGE.message, language } });
  for (const tag of ["de", "en-US", "gsw", "zh-Hant"]) assert.equal(inLanguage(tag), undefined);
  for (const text of ["en_US", "", "d", "de-"]) {
    assert.equal(inLanguage(text)?.statusInfo?.reasonCode, "InvalidValue", text);
  }
});
