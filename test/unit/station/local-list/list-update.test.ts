import assert from "node:assert/strict";
import type { AuthorizationData, RequestOf } from "../../../../src/ocpp/messages.ts";
import { judgeUpdate, type MessageLimits } from "../../../../src/station/local-list/list-update.ts";

const UNLIMITED: MessageLimits = { items: undefined, bytes: undefined };
const INFO = { status: "Accepted" } as const;

function entry(
  idToken: string,
  idTokenInfo: AuthorizationData["idTokenInfo"] | "none" = INFO,
): AuthorizationData {
  return {
    idToken: { idToken, type: "ISO14443" },
    ...(idTokenInfo && idTokenInfo !== "none" && { idTokenInfo }),
  };
}

function request(
  updateType: RequestOf<"SendLocalList">["updateType"],
  versionNumber: number,
  entries?: readonly AuthorizationData[],
): RequestOf<"SendLocalList"> {
  return { updateType, versionNumber, ...(entries && { localAuthorizationList: entries }) };
}

function refusal(...question: Parameters<typeof judgeUpdate>): string | undefined {
  const verdict = judgeUpdate(...question);
  return verdict.kind === "refused" ? `${verdict.status} ${verdict.reason}` : undefined;
}

Deno.test("SendLocalList: versions", () => {
  const table: [string | undefined, RequestOf<"SendLocalList">, number][] = [
    [undefined, request("Full", 1), 0],
    // A full list may have any version, also an older one.
    [undefined, request("Full", 3), 7],
    ["Failed ValuePositiveOnly", request("Full", 0), 0],
    ["Failed ValuePositiveOnly", request("Full", -1), 7],
    [undefined, request("Differential", 8), 7],
    [undefined, request("Differential", 1), 0],
    ["VersionMismatch ValueTooLow", request("Differential", 7), 7],
    ["VersionMismatch ValueTooLow", request("Differential", 6), 7],
    ["VersionMismatch ValueTooLow", request("Differential", 0), 0],
    ["VersionMismatch ValueTooLow", request("Differential", -2_147_483_648), 0],
  ];
  for (const [expected, update, version] of table) {
    assert.equal(refusal(update, version, UNLIMITED), expected, JSON.stringify(update));
  }
});

Deno.test("SendLocalList: no more entries and bytes than a message may have", () => {
  const two = request("Full", 1, [entry("A"), entry("B")]);
  const bytes = JSON.stringify(two).length;
  assert.equal(refusal(two, 0, { items: 2, bytes }), undefined);
  assert.equal(refusal(two, 0, { items: 1, bytes }), "Failed TooManyElements");
  assert.equal(refusal(two, 0, { items: 2, bytes: bytes - 1 }), "Failed TooLargeElement");
  // Bytes, not characters.
  const wide = request("Full", 1, [entry("é")]);
  assert.equal(refusal(wide, 0, { items: 2, bytes: JSON.stringify(wide).length }), "Failed TooLargeElement");
});

Deno.test("SendLocalList: no token twice, however it is written; its type tells it from another", () => {
  assert.equal(refusal(request("Full", 1, [entry("ab"), entry("AB")]), 0, UNLIMITED), "Failed InvalidValue");
  assert.equal(
    refusal(request("Differential", 1, [entry("ab"), entry("ab", "none")]), 0, UNLIMITED),
    "Failed InvalidValue",
  );
  const key: AuthorizationData = { idToken: { idToken: "ab", type: "KeyCode" }, idTokenInfo: INFO };
  assert.equal(refusal(request("Full", 1, [entry("ab"), key]), 0, UNLIMITED), undefined);
});

Deno.test("SendLocalList: what a full and a differential update change", () => {
  const a = { idToken: { idToken: "A", type: "ISO14443" }, info: INFO } as const;
  const change = (update: RequestOf<"SendLocalList">) => {
    const verdict = judgeUpdate(update, 0, UNLIMITED);
    assert(verdict.kind === "change");
    return verdict.change;
  };
  const nothing = { version: 5, listed: [], removed: [] };
  assert.deepEqual(change(request("Full", 5)), { ...nothing, kind: "replace" });
  assert.deepEqual(change(request("Full", 5, [])), { ...nothing, kind: "replace" });
  assert.deepEqual(change(request("Full", 5, [entry("A")])), { ...nothing, kind: "replace", listed: [a] });
  assert.deepEqual(change(request("Differential", 5)), { ...nothing, kind: "amend" });
  assert.deepEqual(change(request("Differential", 5, [entry("A"), entry("B", "none")])), {
    kind: "amend",
    version: 5,
    listed: [a],
    removed: [{ idToken: "B", type: "ISO14443" }],
  });
  assert.equal(
    refusal(request("Full", 5, [entry("A"), entry("B", "none")]), 0, UNLIMITED),
    "Failed MissingParam",
  );
});
