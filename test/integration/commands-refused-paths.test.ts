import assert from "node:assert/strict";
import { join } from "node:path";
import { booted } from "../conformance/harness/reusable-states.ts";
import { startStation } from "../conformance/harness/station-under-test.ts";
import { inTemporaryDirectory } from "../fakes/temporary-directory.ts";
import { command, runCommandLine, writeEverestYaml } from "./command-runner.ts";

const REASON = "the runtime refuses paths below /dev, /proc and /sys: choose another, e.g. below /run";

/** Every option and argument that is a path, by a command line with a path that the runtime refuses. */
const COMMAND_LINES: readonly [line: string, path: string][] = [
  ["check /proc/self/everest.yaml", "/proc/self/everest.yaml"],
  ["import /proc/self --config $config", "/proc/self/cp.db"],
  ["import /nowhere --config /sys/everest.yaml", "/sys/everest.yaml"],
  ["log replay /proc/self/status", "/proc/self/status"],
  ["log tail --state /proc/self", "/proc/self/ocpp201.sock"],
  ["variables set A.B 1 --state /proc/self", "/proc/self/ocpp201-control.sock"],
  ["report /proc/report.tar.gz --config $config", "/proc/report.tar.gz"],
  ["report /nowhere/report.tar.gz --config /dev/shm/everest.yaml", "/dev/shm/everest.yaml"],
  ["variables list --config /dev/shm/everest.yaml", "/dev/shm/everest.yaml"],
  ["variables diff /proc/self/other.json --config $config", "/proc/self/other.json"],
];

for (const [line, path] of COMMAND_LINES) {
  Deno.test(`a path that the runtime refuses is a reason that names it: ${line}`, async () => {
    await using station = await startStation({ start: false });
    const config = await writeEverestYaml(station);
    const { exitStatus, complaints } = await runCommandLine(line.replace("$config", config));
    assert.equal(exitStatus, 2);
    const text = complaints.join();
    assert.ok(text.includes(path) && text.includes(REASON), text);
    assert.equal(text.split(REASON).length, 2);
    assert.doesNotMatch(text, /allow-all|Requires/);
  });
}

Deno.test("metrics: a file that the runtime refuses, directly and behind a link", async () => {
  await using station = await startStation();
  await booted(station);
  await inTemporaryDirectory(async (directory) => {
    await Deno.symlink("/dev/shm", join(directory, "link"));
    for (const path of ["/proc/ocpp201.prom", join(directory, "link/ocpp201.prom")]) {
      const { exitStatus, complaints } = await command(station, ["metrics", "--textfile", path]);
      assert.deepEqual([exitStatus, complaints], [2, [`${path} cannot be written: ${REASON}`]]);
    }
  });
});
