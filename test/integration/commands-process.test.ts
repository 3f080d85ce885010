import assert from "node:assert/strict";
import { join } from "node:path";
import { Workbench } from "../fakes/process/workbench.ts";
import { runCommandLine } from "./command-runner.ts";

Deno.test("the real process: questions for owner and group, changes for the owner, nothing left behind at its end", async () => {
  await using bench = await Workbench.open({ broker: "embedded", csms: { guardMs: 30_000 } });
  const { files: { directory }, csms } = bench;
  await bench.start();
  await csms.expect("BootNotification");
  const modeOf = async (name: string) => ((await Deno.stat(join(directory, name))).mode ?? 0) & 0o777;
  assert.equal(await modeOf("ocpp201.sock"), 0o660);
  assert.equal(await modeOf("ocpp201-control.sock"), 0o600);
  const set = await runCommandLine(
    `variables set OCPPCommCtrlr.OfflineThreshold 79 --state ${directory}`,
  );
  assert.deepEqual(set.lines, ["OCPPCommCtrlr.OfflineThreshold is set."]);
  // A killed process leaves its sockets; the next one replaces them.
  await bench.kill();
  const asked = await runCommandLine(`variables get OCPPCommCtrlr.OfflineThreshold --state ${directory}`);
  assert.equal(asked.exitStatus, 2);
  assert.match(asked.complaints.join(), /no process listens/);
  await bench.start();
  await csms.expect("BootNotification");
  const kept = await runCommandLine(`variables get OCPPCommCtrlr.OfflineThreshold --state ${directory}`);
  assert.deepEqual(kept.lines, ["79"]);
  assert.equal((await bench.terminate()).code, 0);
  await assert.rejects(Deno.stat(join(directory, "ocpp201-control.sock")), Deno.errors.NotFound);
});
