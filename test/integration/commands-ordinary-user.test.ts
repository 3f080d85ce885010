import assert from "node:assert/strict";
import { join } from "node:path";
import { startStation, type StationUnderTest } from "../conformance/harness/station-under-test.ts";
import { writeLibocppCore } from "../fakes/libocpp-core-database.ts";
import { OrdinaryUser } from "../fakes/process/ordinary-user.ts";
import { storeVariable } from "../fakes/stored-variable.ts";
import { variableKey } from "../../src/variables/device-model.ts";
import { writeEverestYaml } from "./command-runner.ts";

const ME = Deno.uid() === 0 ? "root" : "root and \\S+";

interface StationOfRoot extends AsyncDisposable {
  readonly station: StationUnderTest;
  readonly directory: string;
  readonly user: OrdinaryUser;
  run(line: string): ReturnType<OrdinaryUser["run"]>;
}

/** No module runs; everybody may look into its directory. `$config` and `$dir` stand for its own in a command line. */
async function stationOfRoot(): Promise<StationOfRoot> {
  const station = await startStation({ start: false });
  const user = await OrdinaryUser.create();
  const { directory } = station;
  await Deno.chmod(directory, 0o755);
  const config = await writeEverestYaml(station);
  return {
    ...{ station, directory, user },
    run: (line) =>
      user.run(...line.split(" ").map((word) => word.replace("$config", config).replace("$dir", directory))),
    async [Symbol.asyncDispose]() {
      await user[Symbol.asyncDispose]();
      await station[Symbol.asyncDispose]();
    },
  };
}

async function withSetValue({ directory }: StationOfRoot): Promise<string> {
  const path = join(directory, "device_model.db");
  await storeVariable(path, variableKey("OCPPCommCtrlr", "OfflineThreshold"), "77", "csms");
  await Deno.chmod(path, 0o000);
  return path;
}

Deno.test("variables of files: a database of set values that this user may not read is a reason, not the file's value", async () => {
  await using bench = await stationOfRoot();
  const line = "variables get OCPPCommCtrlr.OfflineThreshold --config $config";
  // A station that has never started has no database.
  assert.equal((await bench.run(line)).exitStatus, 0);
  const path = await withSetValue(bench);
  const { exitStatus, text } = await bench.run(line);
  assert.equal(exitStatus, 2);
  assert.match(text, new RegExp(`^this user may not read ${path}: only ${ME} may `));
});

Deno.test("variables of files: a database in a directory that this user may not look into", async () => {
  await using bench = await stationOfRoot();
  await withSetValue(bench);
  const hidden = join(bench.directory, "hidden");
  await Deno.mkdir(hidden);
  await Deno.rename(join(bench.directory, "device_model.db"), join(hidden, "device_model.db"));
  await Deno.chmod(hidden, 0o000);
  const { station } = bench;
  const config = await writeEverestYaml({
    directory: bench.directory,
    parameters: { ...station.parameters, DeviceModelDatabasePath: join(hidden, "device_model.db") },
  });
  const { exitStatus, text } = await bench.user.run("variables", "list", "--config", config);
  await Deno.chmod(hidden, 0o700);
  assert.equal(exitStatus, 2);
  assert.match(text, new RegExp(`^this user may not read \\S+: only ${ME} may look into ${hidden} `));
});

Deno.test("check: databases that this user may not read are no damaged ones, and what depends on them is not checked", async () => {
  await using bench = await stationOfRoot();
  await withSetValue(bench);
  await Deno.writeTextFile(join(bench.directory, "cp.db"), "");
  await Deno.chmod(join(bench.directory, "cp.db"), 0o000);
  const { exitStatus, text } = await bench.run("check $config --prefix $dir");
  assert.equal(exitStatus, 1);
  assert.doesNotMatch(text, /damaged|never connects to a CSMS/);
  for (const name of ["cp.db", "device_model.db"]) {
    assert.match(
      text,
      new RegExp(
        `${name} warning: it was not looked into: this user may not read \\S+${name}: only ${ME} may ` +
          "instead: call this command as one of them, e.g. with sudo",
      ),
    );
  }
  assert.match(text, /Not checked:.* - network profiles: this user may not read \S+device_model\.db: only/);
});

Deno.test("check: a database that this user may read, where SQLite may make no file beside it", async () => {
  await using bench = await stationOfRoot();
  const path = await withSetValue(bench);
  await Deno.chmod(path, 0o444);
  if (Deno.uid() !== 0) await Deno.chmod(bench.directory, 0o555);
  const { text } = await bench.run("check $config --prefix $dir");
  await Deno.chmod(bench.directory, 0o755);
  assert.doesNotMatch(text, /damaged/);
  assert.match(text, /was not looked into: this user may not write \S+: only/);
});

async function oldDatabases({ directory }: StationOfRoot): Promise<string> {
  const old = join(directory, "old");
  await Deno.mkdir(old);
  writeLibocppCore(join(old, "cp.db"), { inoperative: [[1, 0]] });
  return join(old, "cp.db");
}

Deno.test("import: a database of the C++ module that this user may not read is not a missing one", async () => {
  await using bench = await stationOfRoot();
  const path = await oldDatabases(bench);
  await Deno.chmod(path, 0o000);
  const { exitStatus, text } = await bench.run("import --dry-run $dir/old --config $config");
  assert.equal(exitStatus, 2);
  assert.match(text, new RegExp(`^this user may not read ${path}: only ${ME} may `));
});

Deno.test("import: a database of ours that this user may not read is not one that is empty", async () => {
  await using bench = await stationOfRoot();
  await Deno.chmod(await oldDatabases(bench), 0o644);
  await Deno.writeTextFile(join(bench.directory, "cp.db"), "");
  await Deno.chmod(join(bench.directory, "cp.db"), 0o000);
  const { exitStatus, text } = await bench.run("import --dry-run $dir/old --config $config");
  assert.equal(exitStatus, 2);
  assert.match(text, new RegExp(`^this user may not read \\S+cp\\.db: only ${ME} may `));
});

Deno.test("import: a directory in which this user may make no database", async () => {
  await using bench = await stationOfRoot();
  await Deno.chmod(await oldDatabases(bench), 0o644);
  if (Deno.uid() !== 0) await Deno.chmod(bench.directory, 0o555);
  const { exitStatus, text } = await bench.run("import $dir/old --config $config");
  await Deno.chmod(bench.directory, 0o755);
  assert.equal(exitStatus, 1);
  assert.match(text, new RegExp(`not imported: this user may not write ${bench.directory}: only ${ME} may `));
});

Deno.test("import: a socket that this user may not use does not say that the module runs", async () => {
  await using bench = await stationOfRoot();
  await oldDatabases(bench);
  const socket = join(bench.directory, "ocpp201.sock");
  // Whether anybody listens cannot be seen.
  using _listener = Deno.listen({ transport: "unix", path: socket });
  await Deno.chmod(socket, 0o000);
  const { exitStatus, text } = await bench.run("import $dir/old --config $config");
  assert.equal(exitStatus, 2);
  assert.match(
    text,
    new RegExp(`^whether the module runs cannot be told: this user may not write ${socket}: only ${ME} may `),
  );
});

Deno.test("report: a directory of the message log that this user may not look into is left out with the reason", async () => {
  await using bench = await stationOfRoot();
  const logs = join(bench.directory, "logs");
  await Deno.mkdir(logs, { recursive: true });
  await Deno.chmod(logs, 0o000);
  const { exitStatus, text } = await bench.run("report --config $config --state $dir");
  await Deno.chmod(logs, 0o700);
  assert.equal(exitStatus, 0);
  assert.match(text, new RegExp(`without logs: this user may not read ${logs}: only ${ME} may `));
});
