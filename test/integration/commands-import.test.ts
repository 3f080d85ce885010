import assert from "node:assert/strict";
import { join } from "node:path";
import { customerInformation } from "../conformance/harness/customer-information.ts";
import { booted, queueEmptied, VALID_TOKEN } from "../conformance/harness/reusable-states.ts";
import { startStation } from "../conformance/harness/station-under-test.ts";
import { unsentEnd, writeLibocppCore } from "../fakes/libocpp-core-database.ts";
import { runCommandLine, writeEverestYaml } from "./command-runner.ts";

const SECURITY_EVENT = {
  type: "StartupOfTheDevice",
  timestamp: "2026-01-15T09:01:30.000Z",
  techInfo: "of the C++ module",
};

async function oldDatabases(): Promise<string> {
  const directory = await Deno.makeTempDir({ prefix: "libocpp-" });
  writeLibocppCore(join(directory, "cp.db"), {
    queued: [["message-1", "SecurityEventNotification", SECURITY_EVENT]],
    broken: ["not JSON"],
    inoperative: [[1, 0], [2, 1]],
    openTransactions: ["left behind"],
  });
  return directory;
}

Deno.test("import: line by line what is imported and what stays behind; then the station delivers it", async () => {
  await using station = await startStation({ start: false });
  const old = await oldDatabases();
  const yaml = await writeEverestYaml(station);
  const dry = await runCommandLine(["import", "--dry-run", old, "--config", yaml]);
  assert.equal(dry.exitStatus, 1, dry.lines.join("\n"));
  const text = dry.lines.join("\n");
  assert.match(text, /imported unsent messages: SecurityEventNotification message-1$/m);
  assert.match(text, /imported Inoperative EVSEs and connectors: EVSE 1$/m);
  assert.match(text, /left Inoperative EVSEs and connectors: connector 2.1: the station has no such EVSE$/m);
  assert.match(text, /left unsent messages: TransactionEvent broken not JSON: it is not JSON$/m);
  assert.match(text, /left open transactions: left behind on EVSE 1: how it ended is not known$/m);
  assert.match(text, /left all tokens of the authorization cache: there is none$/m);
  assert.match(text, /2 rows would be imported, 3 stay behind/);
  assert.equal(dry.lines.at(-1), "Nothing was changed.");
  await assert.rejects(Deno.stat(join(station.directory, "cp.db")), Deno.errors.NotFound);

  const real = await runCommandLine(["import", old, "--config", yaml]);
  assert.match(real.lines.join("\n"), /2 rows imported, 3 stay behind/);
  const again = await runCommandLine(["import", "--dry-run", old, "--config", yaml]);
  assert.match(again.lines.join("\n"), /message-1: the station has it already/);
  assert.match(again.lines.join("\n"), /0 rows would be imported, 5 stay behind/);
  station.start();
  await station.csms.expect("BootNotification");
  await station.csms.expect("SecurityEventNotification", ({ techInfo }) => techInfo === "of the C++ module");
  await Deno.remove(old, { recursive: true });
});

Deno.test({
  name: "import by root leaves databases that the owner of their directory can open",
  ignore: Deno.uid() !== 0,
  fn: importedByRoot,
});

async function importedByRoot(): Promise<void> {
  await using station = await startStation({ start: false });
  const old = await oldDatabases();
  const yaml = await writeEverestYaml(station);
  await Deno.chown(station.directory, 65534, 65534);
  await runCommandLine(["import", old, "--config", yaml]);
  const { uid, gid } = await Deno.stat(join(station.directory, "cp.db"));
  assert.deepEqual([uid, gid], [65534, 65534]);
  await Deno.remove(old, { recursive: true });
}

Deno.test("import: a file in place of a directory is a reason, not a stack", async () => {
  await using station = await startStation({ start: false });
  const old = await oldDatabases();
  const yaml = await writeEverestYaml(station);
  const { exitStatus, complaints } = await runCommandLine(["import", join(old, "cp.db"), "--config", yaml]);
  assert.equal(exitStatus, 2);
  assert.match(complaints[0]!, /^OCPP201: .*(Not a directory|os error 20)/);
  await Deno.remove(old, { recursive: true });
});

Deno.test("import is refused while the module runs, and says why", async () => {
  await using station = await startStation();
  await booted(station);
  const old = await oldDatabases();
  const yaml = await writeEverestYaml(station);
  const { exitStatus, complaints } = await runCommandLine(["import", old, "--config", yaml]);
  assert.deepEqual([exitStatus, complaints], [
    2,
    ["the module runs and writes to the same databases: stop it first, or use --dry-run"],
  ]);
  const dry = await runCommandLine(["import", "--dry-run", old, "--config", yaml]);
  assert.equal(dry.exitStatus, 1);
  await Deno.remove(old, { recursive: true });
});

Deno.test("import: a directory without such a database", async () => {
  await using station = await startStation({ start: false });
  const yaml = await writeEverestYaml(station);
  const { exitStatus, complaints } = await runCommandLine(["import", station.directory, "--config", yaml]);
  assert.equal(exitStatus, 2);
  assert.match(complaints[0]!, /has no database of EVerest's C\+\+ module$/);
});

Deno.test("import: a file beside ours is noted as imported, so that it goes with a customer who is cleared", async () => {
  await using station = await startStation({ start: false });
  writeLibocppCore(join(station.directory, "cp.db.foreign-1"), {
    queued: [["m1", "TransactionEvent", unsentEnd(VALID_TOKEN)]],
  });
  const yaml = await writeEverestYaml(station);
  const { lines } = await runCommandLine(["import", station.directory, "--config", yaml]);
  assert.match(lines.join("\n"), /imported unsent messages: TransactionEvent m1/);
  station.start();
  await station.csms.expect("TransactionEvent");
  await queueEmptied(station);
  const told = await customerInformation(station, { report: true, clear: true, idToken: VALID_TOKEN });
  assert.match(told, /Earlier databases, cleared:\ncp\.db\.foreign-1/);
});
