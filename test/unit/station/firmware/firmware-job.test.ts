import assert from "node:assert/strict";
import { type FirmwareJob, isAtWork } from "../../../../src/station/firmware/firmware-job.ts";

const NOW = Date.parse("2026-01-15T10:00:00Z");

const CASES: readonly (readonly [string, Partial<FirmwareJob>, boolean])[] = [
  ["nothing said yet", {}, false],
  ["scheduled", { status: "DownloadScheduled" }, false],
  ["downloading", { status: "Downloading" }, true],
  ["downloaded", { status: "Downloaded" }, true],
  [
    "waiting for its time",
    { status: "InstallScheduled", installation: "waiting", installAtMs: NOW + 1 },
    false,
  ],
  ["at its time", { status: "InstallScheduled", installation: "waiting", installAtMs: NOW }, true],
  ["about to be installed", { status: "Downloaded", installation: "allowed" }, true],
  ["installed", { status: "Installed", installation: "allowed" }, false],
];

for (const [what, more, expected] of CASES) {
  Deno.test(`a reset ${expected ? "would" : "would not"} destroy work on firmware: ${what}`, () => {
    assert.equal(isAtWork({ kind: "unsigned", installation: "notDue", ...more }, NOW), expected);
  });
}
