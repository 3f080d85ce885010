import assert from "node:assert/strict";
import {
  decideDialect,
  type DialectEvidence,
  dialectOfMessage,
  dialectOfMigrations,
} from "../../../src/everest/bus-dialect.ts";

const OLD = "2025.12";
const NEW = "2026.08";
const nothing: DialectEvidence = { spawnedByManager: false, retainedComplete: false, timedOut: false };
const listened: DialectEvidence = { ...nothing, retainedComplete: true };
const patient: DialectEvidence = { ...listened, timedOut: true };

function decision(evidence: DialectEvidence): string {
  const decided = decideDialect(evidence);
  return decided.kind === "decided" ? decided.dialect : decided.kind;
}

const CASES: readonly (readonly [string, DialectEvidence, string])[] = [
  ["the operator's word beats everything", { ...patient, override: OLD, disk: NEW, live: NEW }, OLD],
  ["a spawned module trusts its manager's installation at once", {
    ...nothing,
    spawnedByManager: true,
    disk: NEW,
  }, NEW],
  ["also against stale retained definitions", {
    ...patient,
    spawnedByManager: true,
    disk: NEW,
    retained: OLD,
  }, NEW],
  ["by hand it waits for what is retained", { ...nothing, disk: NEW }, "wait"],
  ["installation and retained definitions agree", { ...listened, disk: NEW, retained: NEW }, NEW],
  ["nothing is retained any more: the installation decides", { ...listened, disk: OLD }, OLD],
  ["they disagree: wait for a live message", { ...listened, disk: OLD, retained: NEW }, "wait"],
  ["they disagree and a live message comes", { ...listened, disk: OLD, retained: OLD, live: NEW }, NEW],
  [
    "they disagree and none comes: the retained ones are stale",
    { ...patient, disk: OLD, retained: NEW },
    OLD,
  ],
  ["only retained definitions", { ...listened, retained: NEW }, NEW],
  [
    "only retained definitions, other than last time: wait",
    { ...listened, retained: NEW, remembered: OLD },
    "wait",
  ],
  ["other than last time, and nothing live", { ...patient, retained: NEW, remembered: OLD }, NEW],
  ["only a live message", { ...nothing, live: OLD }, OLD],
  ["only the memory of last time, after waiting", { ...patient, remembered: NEW }, NEW],
  ["only the memory of last time, before", { ...listened, remembered: NEW }, "wait"],
  ["nothing at all: wait for ever rather than guess", patient, "wait"],
  ["messages without envelopes", { ...listened, retained: "legacy" }, "legacy"],
  ["live messages without envelopes", { ...nothing, live: "legacy" }, "legacy"],
  ["an installation disproves stale messages without envelopes", {
    ...patient,
    disk: NEW,
    retained: "legacy",
  }, NEW],
];
for (const [name, evidence, expected] of CASES) {
  Deno.test(`dialect: ${name}`, () => assert.equal(decision(evidence), expected));
}

Deno.test("the fourth migration came with the new names", () => {
  const three = ["1_up-initial.sql", "2_up-a.sql", "3_up-access_config.sql", "4_down-b.sql", "BUILD.bazel"];
  assert.equal(dialectOfMigrations(three), OLD);
  assert.equal(dialectOfMigrations([...three, "4_up-multi_config.sql"]), NEW);
  assert.equal(dialectOfMigrations(["11_up-later.sql"]), NEW);
  assert.equal(dialectOfMigrations(["1_up-initial.sql", "2_up-a.sql"]), undefined);
  assert.equal(dialectOfMigrations([]), undefined);
});

Deno.test("each of the four names belongs to one dialect, other message types to none", () => {
  assert.deepEqual(
    ["GetConfig", "GetConfigResponse", "ConfigurationRequest", "ConfigurationResponse", "Var", undefined].map(
      dialectOfMessage,
    ),
    [OLD, OLD, NEW, NEW, undefined, undefined],
  );
});
