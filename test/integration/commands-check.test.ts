import assert from "node:assert/strict";
import { join } from "node:path";
import fc from "fast-check";
import { openDatabase } from "../../src/storage/open-database.ts";
import { DEVICE_MODEL_MIGRATIONS } from "../../src/storage/variable-migrations.ts";
import { createVariableRepository } from "../../src/storage/variable-repository.ts";
import { FakeClock } from "../fakes/fake-clock.ts";
import { RecordingLogger } from "../fakes/recording-logger.ts";
import { createStationFiles, networkProfile } from "../fakes/process/station-files.ts";
import { testPki } from "../fakes/pki/pki.ts";
import type { Overrides } from "../fakes/component-config.ts";
import type { ParameterValue } from "../fakes/everest-manager.ts";
import { runCommandLine, writeEverestYaml } from "./command-runner.ts";

const ERROR_MAP = join(import.meta.dirname ?? ".", "../../config/error-map.json");

const MAIN = join(import.meta.dirname ?? ".", "../../main.ts");
/** As in build.sh. */
const PERMISSIONS = ["--allow-net", "--allow-read", "--allow-write", "--allow-env"];

interface StationOnDisk extends AsyncDisposable {
  readonly directory: string;
  readonly yaml: string;
  /** Replaces a text in the component file of this path below component_config. */
  edit(file: string, text: string, other: string): Promise<void>;
  check(...options: string[]): ReturnType<typeof runCommandLine>;
}

/** Everything that a station has on disk; no module runs. */
async function stationOnDisk(
  parameters: Readonly<Record<string, ParameterValue>> = {},
  variables: Overrides = {},
): Promise<StationOnDisk> {
  const files = await createStationFiles({
    "InternalCtrlr.NetworkConnectionProfiles": networkProfile("ws://csms.example/ocpp", 1),
    "SecurityCtrlr.Identity": "CS-0001",
    "SecurityCtrlr.BasicAuthPassword": "a-long-enough-password",
    ...variables,
  });
  const { directory } = files;
  const share = join(directory, "share/everest/modules/OCPP201");
  await Deno.mkdir(share, { recursive: true });
  await Deno.copyFile(ERROR_MAP, join(share, "error-map.json"));
  const yaml = await writeEverestYaml({ directory, parameters: { ...files.parameters, ...parameters } });
  return {
    ...{ directory, yaml },
    async edit(file, text, other) {
      const path = join(directory, file);
      const before = await Deno.readTextFile(path);
      assert.ok(before.includes(text), `${file} has no ${text}`);
      await Deno.writeTextFile(path, before.replace(text, other));
    },
    check: (...options) => runCommandLine(["check", yaml, "--prefix", directory, ...options]),
    [Symbol.asyncDispose]: () => files.remove(),
  };
}

/** The same with the permissions of the built module: those of the tests are wider. */
async function checkAsShipped({ yaml, directory }: Pick<StationOnDisk, "yaml" | "directory">) {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      ...["run", "--quiet", "--no-prompt", "--unstable-net", ...PERMISSIONS, MAIN],
      ...["check", yaml, "--prefix", directory],
    ],
  }).output();
  const text = new TextDecoder().decode(stdout).replaceAll(/\s+/g, " ");
  return { exitStatus: code, text, complaints: new TextDecoder().decode(stderr) };
}

/** The lines of the finding whose place ends like this. */
function finding(lines: readonly string[], place: RegExp): string {
  const index = lines.findIndex((line) => place.test(line));
  assert.ok(index >= 0, `${place} is not in\n${lines.join("\n")}`);
  const end = lines.indexOf("", index);
  return lines.slice(index + 1, end).map((line) => line.trim()).join(" ");
}

Deno.test("check: a station without a fault, and what could not be checked", async () => {
  await using station = await stationOnDisk();
  const { exitStatus, lines } = await station.check();
  assert.equal(exitStatus, 0, lines.join("\n"));
  assert.match(lines[0]!, /^Nothing is wrong with module ocpp/);
  assert.ok(lines.includes("Not checked:"));
  assert.match(lines.join("\n"), / {2}- modules of EVerest: whether they run/);
});

Deno.test("check: a component file with a wrong value, with its place and what to write", async () => {
  await using station = await stationOnDisk();
  const file = "component_config/standardized/OCPPCommCtrlr.json";
  const component = JSON.parse(await Deno.readTextFile(join(station.directory, file)));
  component.properties.HeartbeatInterval.attributes[0].value = "often";
  component.properties.OfflineThreshold.characteristics.dataType = "interger";
  const text = JSON.stringify(component, undefined, 2);
  await Deno.writeTextFile(join(station.directory, file), text);
  const { exitStatus, lines } = await station.check();
  assert.equal(exitStatus, 1);
  const lineOf = (part: string) => text.slice(0, text.indexOf(part)).split("\n").length;
  const value = finding(lines, new RegExp(`OCPPCommCtrlr\\.json:${lineOf('"often"')}:\\d+$`));
  assert.match(value, /^error: OCPPCommCtrlr: HeartbeatInterval: the initial value of Actual is ignored/);
  assert.match(value, /instead: a value of type integer/);
  const type = finding(lines, new RegExp(`OCPPCommCtrlr\\.json:${lineOf('"interger"')}:\\d+$`));
  assert.match(type, /dataType must be one of .* instead: integer$/);
});

Deno.test("check: a component file that is no JSON names the place", async () => {
  await using station = await stationOnDisk();
  await station.edit("component_config/standardized/TxCtrlr.json", '"properties":', '"properties"');
  const { exitStatus, lines } = await station.check();
  assert.equal(exitStatus, 1);
  assert.match(finding(lines, /TxCtrlr\.json:1:\d+$/), /^error: it is not JSON/);
});

Deno.test("check: parameters of the configuration: misspelt, wrong, deprecated, two that name one file", async () => {
  await using station = await stationOnDisk({ MesageLogPath: "/tmp", PublishChargingScheduleIntervalS: 60 });
  const { lines, exitStatus } = await station.check();
  assert.equal(exitStatus, 1);
  const line = (await Deno.readTextFile(station.yaml)).split("\n").findIndex((text) =>
    text.includes("MesageLogPath")
  );
  assert.match(
    finding(lines, new RegExp(`everest\\.yaml:${line + 1}:\\d+$`)),
    /MesageLogPath is no parameter of this module.* instead: MessageLogPath$/,
  );
  assert.match(lines.join(" "), /deprecated; use its newer name +instead: CompositeScheduleIntervalS/);
  await using wrong = await stationOnDisk({ ResetStopDelay: -1 });
  const refused = await wrong.check();
  assert.match(
    finding(refused.lines, /everest\.yaml:\d+:\d+$/),
    /ResetStopDelay: -1 must not be negative.*instead/,
  );
  await using shared = await stationOnDisk();
  await shared.edit("everest.yaml", "device_model.db", "cp.db");
  const one = await shared.check();
  assert.match(one.lines.join(" "), /CoreDatabasePath and +DeviceModelDatabasePath name one file/);
});

Deno.test("check: a wrong parameter does not hide what else is wrong", async () => {
  await using station = await stationOnDisk({
    ResetStopDelay: -1,
    CoreDatabasePath: "",
    MesageLogPath: "/x",
  });
  await station.edit("component_config/standardized/TxCtrlr.json", '"properties":', '"properties"');
  const text = (await station.check()).lines.join(" ");
  assert.match(text, /ResetStopDelay: -1 must not be negative/);
  assert.match(text, /CoreDatabasePath: "" must not be empty/);
  assert.match(text, /MesageLogPath is no parameter/);
  assert.match(text, /TxCtrlr\.json:\d+:\d+ +error: it is not JSON/);
});

Deno.test("check: connections that lead nowhere, or are missing, or have the EVSEs in another order", async () => {
  await using station = await stationOnDisk();
  await station.edit("everest.yaml", "module_id: auth,", "module_id: aut,");
  await station.edit("everest.yaml", "      system: [{ module_id: system, implementation_id: main }]\n", "");
  await station.edit("everest.yaml", "connector_id: 1", "connector_id: 2");
  const { lines } = await station.check();
  const text = lines.join(" ");
  assert.match(text, /there is no module aut in active_modules +instead: auth/);
  assert.match(text, /nothing is connected to system: the module does not start/);
  assert.match(text, /evse_manager_1 is connected as EVSE 1, but its connector_id is 2/);
});

Deno.test("check: EVerest's configuration is no YAML, is not there, has no such module", async () => {
  await using station = await stationOnDisk();
  await Deno.writeTextFile(station.yaml, "active_modules:\n  ocpp:\n   module: [\n");
  const broken = await station.check();
  assert.deepEqual([broken.exitStatus, broken.lines[0]?.includes("everest.yaml:4:1: ")], [1, true]);
  await Deno.writeTextFile(station.yaml, "active_modules: { a: { module: Auth } }\n");
  assert.deepEqual((await station.check()).complaints, [`${station.yaml}: none of its modules is OCPP201`]);
  await Deno.remove(station.yaml);
  const absent = await station.check();
  assert.deepEqual([absent.exitStatus, absent.complaints], [2, [`${station.yaml}: there is no such file`]]);
});

Deno.test("check: an error map with a wrong entry", async () => {
  const own = await Deno.makeTempFile({ suffix: ".json" });
  await Deno.writeTextFile(
    own,
    '{\n  "evse_manager/MREC1ConnectorLockFailure": {\n    "severity": 12\n  }\n}\n',
  );
  await using station = await stationOnDisk({ CustomMrecErrorMapPath: own });
  const { lines, exitStatus } = await station.check();
  assert.equal(exitStatus, 1);
  assert.match(finding(lines, /\.json:3:17$/), /severity must be a whole number from 0 to 9/);
  await Deno.remove(own);
});

Deno.test("check: databases of others, damaged ones, those that everybody may read", async () => {
  await using station = await stationOnDisk();
  await Deno.writeTextFile(
    join(station.directory, "cp.db"),
    "this is no database, but long enough".repeat(9),
  );
  await Deno.chmod(join(station.directory, "cp.db"), 0o644);
  const { lines } = await station.check();
  const text = lines.join(" ");
  assert.match(text, /cp\.db +warning: everybody on this machine may read the file/);
  assert.match(text, /it is damaged .* the next start sets it aside/);
});

Deno.test("check: paths where nothing can be written", async () => {
  await using station = await stationOnDisk();
  const locked = join(station.directory, "locked");
  await Deno.writeTextFile(locked, "");
  await station.edit("everest.yaml", join(station.directory, "log"), join(locked, "log"));
  const { lines, exitStatus } = await station.check();
  assert.equal(exitStatus, 1);
  assert.match(finding(lines, /everest\.yaml:\d+:\d+$/), /MessageLogPath: .*locked is no directory/);
});

Deno.test("check: paths that the runtime refuses, also behind a link, end with a report", async () => {
  await using station = await stationOnDisk({
    CoreDatabasePath: "/dev/shm/ocpp",
    DeviceModelDatabasePath: "/dev/shm/ocpp/device_model.db",
    CustomMrecErrorMapPath: "/sys/errors.json",
  });
  await Deno.symlink("/dev/shm", join(station.directory, "shm"));
  await station.edit("everest.yaml", join(station.directory, "log"), join(station.directory, "shm/log"));
  const { exitStatus, text } = await checkAsShipped(station);
  assert.equal(exitStatus, 1, text);
  const refused = "the runtime refuses paths below /dev, /proc and /sys: choose another, e.g. below /run";
  for (
    const named of [
      'CoreDatabasePath: "/dev/shm/ocpp": ',
      'DeviceModelDatabasePath: "/dev/shm/ocpp/device_model.db": ',
      'CustomMrecErrorMapPath: "/sys/errors.json": ',
      `MessageLogPath: nothing can be written in ${station.directory}/shm: `,
    ]
  ) assert.ok(text.includes(named + refused), `${named} is not in\n${text}`);
  assert.match(text, /4 errors, 0 warnings/);
});

Deno.test("check: a folder in the place of the configuration, and one that the runtime refuses", async () => {
  await using station = await stationOnDisk();
  const folder = await runCommandLine(["check", station.directory]);
  assert.deepEqual([folder.exitStatus, folder.complaints], [2, [
    `${station.directory}: it is a directory; name the configuration in it, e.g. ${station.yaml}`,
  ]]);
  const { exitStatus, complaints } = await checkAsShipped({ yaml: "/proc/everest.yaml", directory: "/" });
  assert.equal(exitStatus, 2);
  assert.match(complaints, /^\/proc\/everest\.yaml: the runtime refuses paths below \/dev/);
});

Deno.test("check: certificates that security profile 3 needs", async () => {
  await using station = await stationOnDisk({}, {
    "InternalCtrlr.NetworkConnectionProfiles": networkProfile("wss://csms.example/ocpp", 3),
    "SecurityCtrlr.SecurityProfile": 3,
  });
  const missing = await station.check();
  assert.equal(missing.exitStatus, 1);
  assert.match(
    finding(missing.lines, /CSMS_ROOT_CA\.pem$/),
    /no root certificate of the CSMS is installed/,
  );
  assert.match(missing.lines.join(" "), /no charging station certificate/);
  const { root, client } = await testPki();
  const certificates = join(station.directory, "etc/everest/certs");
  await Deno.mkdir(join(certificates, "ca/csms"), { recursive: true });
  await Deno.mkdir(join(certificates, "client/csms"), { recursive: true });
  await Deno.writeTextFile(join(certificates, "ca/csms/CSMS_ROOT_CA.pem"), root.cert);
  await Deno.writeTextFile(join(certificates, "client/csms/station.pem"), client.cert);
  await Deno.writeTextFile(join(certificates, "client/csms/station.key"), client.key);
  const there = await station.check();
  // Those of the tests are valid for a month.
  assert.ok(there.lines.includes("0 errors, 2 warnings."), there.lines.join("\n"));
  assert.match(
    finding(there.lines, /station\.pem$/),
    /^warning: certificate 1 expires on .* instead: renew it/,
  );
  const later = await runCommandLine(
    ["check", station.yaml, "--prefix", station.directory],
    () => Date.parse("2150-01-01T00:00:00Z"),
  );
  assert.match(later.lines.join(" "), /certificate 1 expired on \d{4}-\d\d-\d\d/);
});

Deno.test("check: no network profile that works", async () => {
  await using station = await stationOnDisk({}, {
    "InternalCtrlr.NetworkConnectionProfiles": networkProfile("https://csms.example/ocpp", 1),
  });
  const { lines, exitStatus } = await station.check("--json");
  const { findings, notChecked } = JSON.parse(lines[0]!);
  assert.equal(exitStatus, 1);
  assert.ok(notChecked.length > 0);
  assert.ok(
    findings.some(({ text }: { text: string }) => /no network profile can be used/.test(text)),
    lines.join(),
  );
});

Deno.test("check: a value that the CSMS has set, and that the files no longer allow", async () => {
  await using station = await stationOnDisk();
  const log = new RecordingLogger();
  const path = join(station.directory, "device_model.db");
  const db = openDatabase(path, { kind: "device model", migrations: DEVICE_MODEL_MIGRATIONS, log });
  await createVariableRepository(db, new FakeClock()).save({
    component: { name: "OCPPCommCtrlr" },
    variable: { name: "HeartbeatInterval" },
    attribute: "Actual",
    value: "-5",
    setBy: "csms",
  });
  db.close();
  const { lines, exitStatus } = await station.check();
  assert.equal(exitStatus, 1);
  assert.match(
    finding(lines, /device_model\.db$/),
    /the value of OCPPCommCtrlr\.HeartbeatInterval that was set \(by: csms\) is not used/,
  );
});

Deno.test("check: whatever is in the files, it ends with a report", async () => {
  await using station = await stationOnDisk({ CustomMrecErrorMapPath: "/dev/null" });
  const yaml = await Deno.readTextFile(station.yaml);
  const component = join(station.directory, "component_config/standardized/TxCtrlr.json");
  const json = await Deno.readTextFile(component);
  const broken = (text: string, at: number, piece: string) => {
    const index = Math.floor(at * text.length);
    return text.slice(0, index) + piece + text.slice(index + piece.length);
  };
  const piece = fc.constantFrom(
    "",
    "{",
    "}",
    "[",
    "]",
    ":",
    "- ",
    "null",
    "&a ",
    "*a",
    '"',
    "\u0000",
    "1e999",
    "\n",
    "\t",
  );
  await fc.assert(
    fc.asyncProperty(fc.double({ min: 0, max: 1, noNaN: true }), piece, piece, async (at, one, other) => {
      await Deno.writeTextFile(station.yaml, broken(yaml, at, one));
      await Deno.writeTextFile(component, broken(json, at, other));
      const { exitStatus } = await station.check("--json");
      assert.ok([0, 1, 2].includes(exitStatus));
    }),
    { numRuns: 60 },
  );
});

Deno.test("check: a device model that is not there is told at the parameter that names it", async () => {
  await using station = await stationOnDisk({ DeviceModelConfigPath: "/nowhere" });
  const { lines, exitStatus } = await station.check();
  assert.equal(exitStatus, 1);
  const line = (await Deno.readTextFile(station.yaml)).split("\n").findIndex((text) =>
    text.includes("/nowhere")
  );
  assert.match(
    finding(lines, new RegExp(`everest\\.yaml:${line + 1}:\\d+$`)),
    /the component files in \/nowhere cannot be read/,
  );
});
