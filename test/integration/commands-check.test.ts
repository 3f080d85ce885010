import assert from "node:assert/strict";
import { join } from "node:path";
import fc from "fast-check";
import { MAX_COMPONENT_FILE_BYTES } from "../../src/kernel/limits.ts";
import { type VariableKey, variableKey } from "../../src/variables/device-model.ts";
import { slotKey } from "../../src/variables/network-slots.ts";
import { storeVariable } from "../fakes/stored-variable.ts";
import { SHIPPED_PERMISSIONS } from "../fakes/process/shipped-flags.ts";
import { createStationFiles, networkProfile } from "../fakes/process/station-files.ts";
import { testPki } from "../fakes/pki/pki.ts";
import type { Overrides } from "../fakes/component-config.ts";
import type { ParameterValue } from "../fakes/everest-manager.ts";
import { runCommandLine, writeEverestYaml } from "./command-runner.ts";

const SOURCES = join(import.meta.dirname ?? ".", "../..");
const ERROR_MAP = join(SOURCES, "config/error-map.json");
const EXAMPLE_PROFILE = join(SOURCES, "device-model/examples/NetworkConfiguration_1.json");
const EXAMPLE_CONFIGURATION = join(SOURCES, "config/everest-example.yaml");
const MAIN = join(SOURCES, "main.ts");

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
      ...["run", "--quiet", "--no-prompt", "--unstable-net", ...SHIPPED_PERMISSIONS, MAIN],
      ...["check", yaml, "--prefix", directory],
    ],
  }).output();
  const text = new TextDecoder().decode(stdout).replaceAll(/\s+/g, " ");
  return { exitStatus: code, text, complaints: new TextDecoder().decode(stderr) };
}

/** The CSMS has set this. */
async function setValue({ directory }: StationOnDisk, key: VariableKey, value: string): Promise<void> {
  await storeVariable(join(directory, "device_model.db"), key, value, "csms");
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
  assert.match(value, /instead: a whole number from 1 to/);
  const type = finding(lines, new RegExp(`OCPPCommCtrlr\\.json:${lineOf('"interger"')}:\\d+$`));
  assert.match(type, /dataType must be one of .* instead: integer$/);
});

Deno.test("check: what to write instead of a wrong initial value is said in words", async () => {
  await using station = await stationOnDisk({}, {
    "SampledDataCtrlr.TxUpdatedMeasurands": "Voltge",
    "TxCtrlr.StopTxOnInvalidId": "often",
    "OCPPCommCtrlr.FileTransferProtocols": "x",
    "SecurityCtrlr.OrganizationName": "x".repeat(256),
  });
  const text = (await station.check()).lines.join(" ").replaceAll(/\s+/g, " ");
  assert.match(
    text,
    /TxUpdatedMeasurands: the initial value .*? instead: some of Current.Export, .*?Voltage/,
  );
  assert.match(text, /StopTxOnInvalidId: the initial value .*? instead: true or false/);
  assert.match(text, /OrganizationName: the initial value .*? instead: a text of at most 255 characters/);
  assert.doesNotMatch(text, /a value of type/);
});

Deno.test("check: a misspelt key of a component file is named, with its place", async () => {
  await using station = await stationOnDisk();
  const file = "component_config/custom/EVSE_1.json";
  await station.edit(file, '"attributes"', '"atributes"');
  await station.edit(file, '"dataType"', '"datatype"');
  const { lines } = await station.check();
  const written = await Deno.readTextFile(join(station.directory, file));
  const place = (part: string) => new RegExp(`EVSE_1\\.json:1:${written.indexOf(part) + part.length + 1}$`);
  assert.match(finding(lines, place('"atributes":')), /instead: the key attributes, not atributes$/);
  assert.match(finding(lines, place('"datatype":')), /instead: the key dataType, not datatype$/);
  await station.edit(file, '"properties"', '"propertis"');
  assert.match((await station.check()).lines.join(" "), /instead: the key properties, not propertis/);
});

Deno.test("check: a component file that is no JSON names the place, and nothing that may be in it is missed", async () => {
  await using station = await stationOnDisk();
  await station.edit("component_config/standardized/TxCtrlr.json", '"properties":', '"properties"');
  const { exitStatus, lines } = await station.check();
  assert.equal(exitStatus, 1);
  assert.match(finding(lines, /TxCtrlr\.json:1:\d+$/), /^error: it is not JSON/);
  assert.ok(lines.includes("1 error, 0 warnings."), lines.join("\n"));
  assert.match(lines.join(" "), /- network profiles: a component file cannot be read/);
});

Deno.test("check: a variable that OCPP demands is missed in the file of its component", async () => {
  await using station = await stationOnDisk();
  const file = "component_config/standardized/TxCtrlr.json";
  await station.edit(file, '"variable_name":"TxStartPoint"', '"variable_name":"TxStrtPoint"');
  const { lines } = await station.check();
  assert.match(
    finding(lines, /TxCtrlr\.json$/),
    /demands TxCtrlr.TxStartPoint.* instead: the variable as standardized\/TxCtrlr.json of the component_config/,
  );
  assert.match(
    finding(lines, /TxCtrlr\.json:1:\d+$/),
    /reads TxCtrlr.TxStrtPoint: it cannot be set instead: TxCtrlr.TxStartPoint$/,
  );
});

Deno.test("check: a controller that no station can be without cannot be switched off", async () => {
  await using station = await stationOnDisk({}, {
    "ClockCtrlr.Available": false,
    "AuthCtrlr.Available": false,
    // Of this one the file decides.
    "MonitoringCtrlr.Available": false,
  });
  const { lines, exitStatus } = await station.check();
  assert.equal(exitStatus, 1);
  assert.match(
    finding(lines, /ClockCtrlr\.json:1:\d+$/),
    /^warning.* no station can be without ClockCtrlr: its Available stays true instead: true$/,
  );
  assert.match(
    finding(lines, /AuthCtrlr\.json:1:\d+$/),
    /instead: AuthCtrlr.Enabled false, if .* everybody$/,
  );
  assert.doesNotMatch(lines.join("\n"), /without MonitoringCtrlr/);
});

Deno.test("check: a maker's own component among the standardized ones belongs into custom; each variable has its place", async () => {
  await using station = await stationOnDisk();
  const file = join(station.directory, "component_config/standardized/MyHeater.json");
  const setting = (name: string) => ({
    ...{ variable_name: name, characteristics: { dataType: "integer", supportsMonitoring: false } },
    attributes: [{ type: "Actual", mutability: "ReadWrite", value: 5 }],
  });
  const properties = { target: setting("TargetTemp"), hysteresis: setting("Hysteresis") };
  await Deno.writeTextFile(file, JSON.stringify({ name: "MyHeater", properties }, undefined, 1));
  const { lines } = await station.check();
  const written = (await Deno.readTextFile(file)).split("\n");
  for (const name of ["TargetTemp", "Hysteresis"]) {
    const line = written.findIndex((text) => text.includes(`"${name}"`)) + 1;
    assert.match(
      finding(lines, new RegExp(`MyHeater\\.json:${line}:\\d+$`)),
      new RegExp(
        `reads MyHeater.${name}: it cannot be set instead: the file in custom, if the component is your own;`,
      ),
    );
  }
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
    { columns: 100, nowMs: () => Date.parse("2150-01-01T00:00:00Z") },
  );
  assert.match(later.lines.join(" "), /certificate 1 expired on \d{4}-\d\d-\d\d/);
});

const PROFILES = "InternalCtrlr.NetworkConnectionProfiles";

/** What keeps a station from its CSMS, in which file that is, and what is to be written there. */
const NETWORK_FAULTS: readonly [what: string, variables: Overrides, file: string, finding: RegExp][] = [
  [
    "an https:// URL",
    { [PROFILES]: networkProfile("https://csms.example/ocpp", 1) },
    "InternalCtrlr",
    /needs a ws:\/\/ URL, not https:.* instead: ws:\/\/… with security profile 1, wss:\/\/… with 2 and 3/,
  ],
  [
    "TLS without wss://",
    { [PROFILES]: networkProfile("ws://csms.example/ocpp", 2) },
    "InternalCtrlr",
    /needs a wss:\/\/ URL, not ws:.* instead: ws:\/\/… with security profile 1, wss:/,
  ],
  [
    "user and password in the URL",
    { [PROFILES]: networkProfile("ws://me:secret@csms.example/ocpp", 1) },
    "InternalCtrlr",
    /contains credentials.* instead: the URL without user and password: they are Identity and/,
  ],
  [
    "security profile 0",
    { [PROFILES]: networkProfile("ws://csms.example/ocpp", 0) },
    "InternalCtrlr",
    /security profile 0 is not allowed.* instead: 1 \(password\), 2 \(TLS and password\) or 3/,
  ],
  [
    "a security profile below the one in force",
    { "SecurityCtrlr.SecurityProfile": 2 },
    "InternalCtrlr",
    /lower than the active one, 2.* instead: a higher SecurityProfile of this slot, or a lower one/,
  ],
  [
    "an identity with a colon",
    { "SecurityCtrlr.Identity": "a:b" },
    "SecurityCtrlr",
    /the identity contains a colon.* instead: the name by which the CSMS knows the station/,
  ],
  [
    "a slot that nobody has configured",
    { "OCPPCommCtrlr.NetworkConfigurationPriority": "2" },
    "OCPPCommCtrlr",
    /slot 2 is not used: the slot is not configured.* instead: a file custom\/NetworkConfiguration_2\.json/,
  ],
];

for (const [what, variables, file, text] of NETWORK_FAULTS) {
  Deno.test(`check: a station that never finds its CSMS: ${what}`, async () => {
    await using station = await stationOnDisk({}, variables);
    const { lines, exitStatus } = await station.check();
    assert.equal(exitStatus, 1);
    const found = finding(lines, new RegExp(`${file}\\.json:1:\\d+$`));
    assert.match(found, text);
    assert.match(found, /^error: .*the station never connects to a CSMS/);
    assert.doesNotMatch(lines.join("\n"), /secret/);
    assert.ok(lines.includes("1 error, 0 warnings."), lines.join("\n"));
  });
}

Deno.test("check: the example of a network profile lacks the password, which is told with its line, and nothing else", async () => {
  await using station = await stationOnDisk({}, { [PROFILES]: "[]" });
  const file = "component_config/custom/NetworkConfiguration_1.json";
  await Deno.copyFile(EXAMPLE_PROFILE, join(station.directory, file));
  // A station has one password, unless a slot has its own.
  await station.edit(
    "component_config/standardized/SecurityCtrlr.json",
    ',"value":"a-long-enough-password"',
    "",
  );
  const { lines } = await station.check();
  const text = await Deno.readTextFile(EXAMPLE_PROFILE);
  const line = text.slice(0, text.indexOf('"value": ""')).split("\n").length;
  assert.match(
    finding(lines, new RegExp(`NetworkConfiguration_1\\.json:${line}:\\d+$`)),
    /^error: .* slot 1 .* needs a BasicAuthPassword; .* instead: the password that the CSMS has for this station/,
  );
  assert.ok(lines.includes("1 error, 0 warnings."), lines.join("\n"));
  await station.edit(file, '"value": ""', '"value": "a-long-enough-password"');
  assert.equal((await station.check()).exitStatus, 0);
});

Deno.test("check: the shipped configuration, run from the sources, lacks nothing but the password", async () => {
  const { text } = await checkAsShipped({ yaml: EXAMPLE_CONFIGURATION, directory: "/usr" });
  assert.match(text, /SecurityCtrlr\.json:\d+:\d+ error: .* slot 1 .* needs a BasicAuthPassword/);
  // Who runs the test need not be allowed to write in /var.
  assert.equal(text.match(/ instead: /g)?.length, 1 + (text.match(/nothing can be written/g)?.length ?? 0));
});

Deno.test("check: a security profile that does not exist is told in the list that has it", async () => {
  await using station = await stationOnDisk({}, { [PROFILES]: networkProfile("ws://csms.example", 7) });
  const { lines } = await station.check();
  assert.match(
    finding(lines, /InternalCtrlr\.json:1:\d+$/),
    /NetworkConnectionProfiles: entry 1 has no securityProfile of 0 to 3/,
  );
});

Deno.test("check: a profile that was set at the station is mended there, not in a file", async () => {
  await using station = await stationOnDisk();
  await setValue(station, slotKey(1, "OcppCsmsUrl"), "https://csms.example");
  const { lines } = await station.check();
  const found = finding(lines, /device_model\.db$/);
  assert.match(found, /not https:.*: OCPP201 variables set "NetworkConfiguration\(1\)\.OcppCsmsUrl" …$/);
});

Deno.test("check: a value that the CSMS has set, and that the files no longer allow", async () => {
  await using station = await stationOnDisk();
  await setValue(station, variableKey("OCPPCommCtrlr", "HeartbeatInterval"), "-5");
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
    /the component files cannot be read: \/nowhere\/standardized: there is no such file/,
  );
});

Deno.test("check: a component file that is not UTF-8 is named, with the first character that cannot be read", async () => {
  await using station = await stationOnDisk();
  const Place = {
    variable_name: "Place",
    characteristics: { dataType: "string", supportsMonitoring: false },
    attributes: [{ type: "Actual", value: "Höhe" }],
  };
  const text = JSON.stringify({ name: "Lamp", properties: { Place } }, undefined, 2);
  const latin1 = Uint8Array.from(text, (character) => character.charCodeAt(0));
  await Deno.writeFile(join(station.directory, "component_config/custom/Lamp.json"), latin1);
  const { exitStatus, lines } = await station.check();
  assert.equal(exitStatus, 1);
  const line = text.slice(0, text.indexOf("ö")).split("\n").length;
  assert.match(finding(lines, new RegExp(`Lamp\\.json:${line}:\\d+$`)), /^warning: the file is not UTF-8/);
});

Deno.test("check: the first word of a reason is no key that was meant", async () => {
  await using station = await stationOnDisk();
  const Colour = {
    ...{ id: 7, variable_name: "Colour" },
    characteristics: { dataType: "OptionList", supportsMonitoring: false },
    attributes: [{ type: "Actual", value: "red" }],
  };
  const path = join(station.directory, "component_config/custom/Lamp.json");
  await Deno.writeTextFile(path, JSON.stringify({ name: "Lamp", properties: { Colour } }));
  const { lines } = await station.check();
  assert.match(finding(lines, /Lamp\.json:1:\d+$/), /^warning: Lamp: Colour: it has no valuesList/);
  assert.doesNotMatch(lines.join(" "), /the key it/);
});

Deno.test("check: a text that YAML would take is placed where it stops being JSON, or nowhere", async () => {
  const file = "component_config/standardized/TxCtrlr.json";
  const faults = [
    [(text: string) => text.replace(/\}\s*$/, ",}"), /TxCtrlr\.json:1:[1-9]\d+$/],
    [(text: string) => `// our own\n${text}`, /TxCtrlr\.json$/],
    [(text: string) => text.replace(/true/, "tru"), /TxCtrlr\.json$/],
  ] as const;
  for (const [spoil, place] of faults) {
    await using station = await stationOnDisk();
    const path = join(station.directory, file);
    await Deno.writeTextFile(path, spoil(await Deno.readTextFile(path)));
    const { lines } = await station.check();
    assert.match(finding(lines, place), /^error: it is not JSON: /);
  }
});

Deno.test("check: a misspelt key for which a default counts is named with its place and the key that was meant", async () => {
  await using station = await stationOnDisk();
  const heater = {
    name: "Heater",
    evseId: 1,
    remark: "of our own",
    properties: {
      Temperature: {
        variable_name: "Temperature",
        Default: 5,
        characteristics: { dataType: "decimal", Unit: "Celsius", max_limit: 40, supportsMonitoring: true },
        attributes: [{ type: "Actual", mutabilty: "ReadWrite", value: 5 }],
        monitors: [{
          ...{ type: "Delta", value: 5, severity: 6, config_type: "HardWiredMonitor" },
          Transaction: true,
        }],
      },
    },
  };
  const text = JSON.stringify(heater, undefined, 2);
  await Deno.writeTextFile(join(station.directory, "component_config/custom/Heater.json"), text);
  const { exitStatus, lines } = await station.check();
  assert.equal(exitStatus, 1);
  const meant = {
    ...{ evseId: "evse_id", Default: "default", Unit: "unit", max_limit: "maxLimit" },
    ...{ mutabilty: "mutability", Transaction: "transaction" },
  };
  for (const [typed, key] of Object.entries(meant)) {
    const line = text.slice(0, text.indexOf(`"${typed}"`)).split("\n").length;
    assert.equal(
      finding(lines, new RegExp(`Heater\\.json:${line}:\\d+$`)),
      `warning: nothing reads the key ${typed} instead: the key ${key}`,
    );
  }
  assert.ok(lines.includes("0 errors, 6 warnings."), lines.join("\n"));
});

Deno.test("check: a component file with which the module does not start is named, not the directory", async () => {
  const makers = [
    (path: string) => Deno.symlink("/nowhere/Heater.json", path),
    (path: string) => Deno.writeTextFile(path, " ".repeat(MAX_COMPONENT_FILE_BYTES + 1)),
  ];
  for (const make of makers) {
    await using station = await stationOnDisk();
    await make(join(station.directory, "component_config/custom/Heater.json"));
    const { lines, exitStatus } = await station.check();
    assert.equal(exitStatus, 1);
    assert.match(
      finding(lines, /custom\/Heater\.json$/),
      /^error: the module does not start with it: .* instead: a readable file with one component/,
    );
  }
});

Deno.test("check: a file of the message log that everybody may read, as an earlier version made it", async () => {
  await using station = await stationOnDisk();
  const log = join(station.directory, "log");
  await Deno.mkdir(log);
  for (
    const [name, mode] of [["libocpp_201.log", 0o644], ["libocpp_201.html", 0o640], ["other", 0o644]] as const
  ) {
    await Deno.writeTextFile(join(log, name), "", { mode });
  }
  const { lines } = await station.check();
  assert.match(
    finding(lines, /libocpp_201\.log$/),
    /^warning: everybody on this machine may read the file, which has tokens in it instead: chmod o= \S+log$/,
  );
  assert.ok(lines.includes("0 errors, 1 warning."), lines.join("\n"));
});
