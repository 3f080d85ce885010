import assert from "node:assert/strict";
import type { DisplayMessage } from "../../../src/everest/interfaces/types/display-message.ts";
import { fromDisplayMessage, toDisplayMessage } from "../../../src/bridge/display-adapter.ts";
import type { MessageInfoType } from "../../../src/ocpp/messages.ts";
import type { MessageQuery } from "../../../src/station/ports/display-port.ts";
import { peer } from "./enumerations/peer.ts";

const silent = (reason: string) => assert.fail(reason);
const text = { content: "text", format: "UTF8" } as const;

Deno.test("what the CSMS set comes back from the display as it was, but for the writing of times", () => {
  const message: MessageInfoType = {
    id: 3,
    priority: "InFront",
    state: "Unavailable",
    startDateTime: "2026-01-15T10:00:00.000Z",
    endDateTime: "2026-01-16T10:00:00.000Z",
    transactionId: "tx",
    message: { content: "text", format: "HTML", language: "de" },
  };
  assert.deepEqual(fromDisplayMessage(toDisplayMessage(message), silent), message);
});

const QUERIES: readonly [MessageQuery, Record<string, unknown>][] = [
  [{}, {}],
  [{ id: [1, 2] }, { id: [1, 2] }],
  [{ id: [1, 2 ** 31] }, { id: [1] }],
  [{ priority: "InFront", state: "Idle" }, { priority: "InFront", state: "Idle" }],
];
for (const [query, request] of QUERIES) {
  Deno.test(`the display is asked for ${JSON.stringify(query)}`, async () => {
    const { module, display } = peer("get_display_messages", {});
    assert.deepEqual(await display.list(query), []);
    assert.deepEqual(module.sent[0]?.args, { request });
  });
}

Deno.test("times are told to the display in UTC with milliseconds; one beyond the year 9999 becomes the last one", () => {
  const at = (startDateTime: string) =>
    toDisplayMessage({ id: 1, priority: "InFront", message: text, startDateTime }).timestamp_from;
  assert.equal(at("2026-01-15T12:00:00.5+02:00"), "2026-01-15T10:00:00.500Z");
  assert.equal(at("9999-12-31T23:59:59-10:00"), "9999-12-31T23:59:59.999Z");
});

Deno.test("a message of the display without format is UTF-8; of its identifiers only transactions count", () => {
  const shown: DisplayMessage = { id: 1, priority: "InFront", message: { content: "text" } };
  const listed = { id: 1, priority: "InFront", message: text };
  assert.deepEqual(fromDisplayMessage(shown, silent), listed);
  const about = (identifier_type: "IdToken" | "SessionId" | "TransactionId") =>
    fromDisplayMessage({ ...shown, identifier_id: "tx", identifier_type }, silent);
  assert.deepEqual(about("IdToken"), listed);
  assert.deepEqual(about("SessionId"), listed);
  assert.deepEqual(about("TransactionId"), { ...listed, transactionId: "tx" });
  assert.deepEqual(fromDisplayMessage({ ...shown, identifier_id: "tx" }, silent), listed);
});

Deno.test("what is not the CSMS's is left out silently, what OCPP cannot say with a complaint", () => {
  const complaints: string[] = [];
  const listed = (shown: DisplayMessage) => fromDisplayMessage(shown, (reason) => complaints.push(reason));
  assert.equal(listed({ priority: "InFront", message: text }), undefined);
  assert.equal(listed({ id: 1, message: text }), undefined);
  assert.deepEqual(complaints, []);
  assert.equal(listed({ id: 2, priority: "InFront", state: "Discharging", message: text }), undefined);
  assert.equal(listed({ id: 3, priority: "InFront", message: { ...text, format: "QRCODE" } }), undefined);
  assert.equal(listed({ id: 4, priority: "InFront", message: { content: "x".repeat(513) } }), undefined);
  assert.equal(complaints.length, 3);
  assert.notEqual(listed({ id: 5, priority: "InFront", message: { content: "x".repeat(512) } }), undefined);
});

Deno.test("a language that is too long for OCPP is left out of the message", () => {
  const shown: DisplayMessage = { id: 1, priority: "InFront", message: { ...text, language: "zh-Hant-TW" } };
  assert.deepEqual(fromDisplayMessage(shown, silent)?.message, text);
});
