import assert from "node:assert/strict";
import { join } from "node:path";
import { booted, configured, goneOffline } from "../conformance/harness/reusable-states.ts";
import { startStation } from "../conformance/harness/station-under-test.ts";
import { command, runCommandLine, writeEverestYaml } from "./command-runner.ts";
import { PASSWORD } from "../fakes/station-credentials.ts";

/** Everything in the archive, headers among it. */
async function contents(path: string): Promise<string> {
  const file = await Deno.open(path);
  return await new Response(file.readable.pipeThrough(new DecompressionStream("gzip"))).text();
}

const SECRETS = {
  newPassword: "an-even-longer-password",
  slotPassword: "password-of-the-slot-2",
  vpnPassword: "vpn-password-0001",
  vpnKey: "vpn-preshared-key-0002",
  apnPassword: "apn-password-0003",
  simPin: "48151623",
  keyCode: "4711-4712",
  card: "04CAFEBABE1122",
  masterPass: "GROUP-OF-THE-MASTERS",
  ftp: "ftpuser:ftp-password-0004",
  oldPassword: "password-that-cpp-logged",
} as const;

Deno.test("report: one archive with an id, and no secret of a fully configured station in it", async () => {
  await using station = await startStation({
    variables: { "AuthCtrlr.MasterPassGroupId": SECRETS.masterPass },
  });
  const { csms } = station;
  await booted(station);
  await configured(station, { "TxCtrlr.TxStartPoint": "Authorized" });
  await csms.call("SetNetworkProfile", {
    configurationSlot: 2,
    connectionData: {
      ocppVersion: "OCPP20",
      ocppTransport: "JSON",
      ocppCsmsUrl: "ws://csms.example",
      messageTimeout: 30,
      securityProfile: 1,
      ocppInterface: "Wired0",
      vpn: {
        ...{ server: "vpn.example", user: "somebody", type: "IKEv2" },
        ...{ password: SECRETS.vpnPassword, key: SECRETS.vpnKey },
      },
      apn: {
        ...{ apn: "internet", apnUserName: "somebody", apnPassword: SECRETS.apnPassword },
        ...{ simPin: Number(SECRETS.simPin), apnAuthentication: "AUTO" },
      },
    },
  });
  await csms.call("SetVariables", {
    setVariableData: [
      {
        component: { name: "NetworkConfiguration", instance: "2" },
        variable: { name: "BasicAuthPassword" },
        attributeValue: SECRETS.slotPassword,
      },
    ],
  });
  await csms.call("GetLog", {
    requestId: 1,
    logType: "DiagnosticsLog",
    log: { remoteLocation: `ftp://${SECRETS.ftp}@files.example/logs` },
  });
  await station.evse(1).plugIn();
  for (const [idToken, type] of [[SECRETS.card, "ISO14443"], [SECRETS.keyCode, "KeyCode"]] as const) {
    await csms.call("RequestStartTransaction", { remoteStartId: 5, evseId: 1, idToken: { idToken, type } });
    await station.settle();
  }
  await goneOffline(station);
  await station.pass(5000);
  await Deno.mkdir(join(station.directory, "logs"), { recursive: true });
  await Deno.writeTextFile(
    join(station.directory, "logs/libocpp_201.log.1"),
    `2026-01-14T10:00:00Z: CentralSystem>ChargePoint SetVariables\n${
      JSON.stringify([2, "1", "SetVariables", {
        setVariableData: [{
          attributeValue: SECRETS.oldPassword,
          component: { name: "SecurityCtrlr" },
          variable: { name: "BasicAuthPassword" },
        }],
      }])
    }\n\n`,
  );
  const yaml = await writeEverestYaml(station);
  const path = join(station.directory, "report.tar.gz");
  const { exitStatus, lines } = await command(station, ["report", path, "--config", yaml]);
  assert.equal(exitStatus, 0, lines.join("\n"));
  const id = /^Report (ocpp201-report-20260115T\d{6}-[0-9a-f]{8})$/.exec(lines[0]!)?.[1] ?? "";
  const text = await contents(path);
  for (
    const part of ["report", "status", "configuration", "variables", "queue", "monitors", "check", "versions"]
  ) {
    assert.ok(text.includes(`${id}/${part}.json`), `${part} of ${id} is missing`);
  }
  assert.ok(text.includes(`${id}/logs/libocpp_201.log`));
  assert.ok(text.includes('"kind": "running"') && text.includes("RequestStartTransaction"));
  for (const [name, secret] of Object.entries({ ...SECRETS, PASSWORD })) {
    assert.ok(!text.includes(secret), `${name} is in the report`);
  }
  const { mode } = await Deno.stat(path);
  assert.equal((mode ?? 0) & 0o777, 0o600);
  // What is there is not overwritten.
  assert.equal((await command(station, ["report", path])).exitStatus, 2);
  const shown = join(station.directory, "shown.tar.gz");
  const without = await command(station, ["report", shown, "--with-tokens"]);
  assert.ok((await contents(shown)).includes(SECRETS.card));
  assert.ok(
    without.lines.includes("  without check.json: --config EVEREST.YAML was not given"),
    without.lines.join("\n"),
  );
  assert.ok((await contents(shown)).includes('"why": "--config EVEREST.YAML was not given"'));
  assert.ok(!lines.some((line) => line.includes("without check.json")));
});

Deno.test("report: without the module it is made of the files", async () => {
  await using station = await startStation({ start: false });
  const yaml = await writeEverestYaml(station);
  const path = join(station.directory, "report.tar.gz");
  const alone = await command(station, ["report", path]);
  assert.equal(alone.exitStatus, 2);
  assert.match(
    alone.complaints.join(),
    /^no running module answers \([^{}]*; --config EVEREST\.YAML makes a report of the files$/,
  );
  const { exitStatus } = await command(station, ["report", path, "--config", yaml]);
  assert.equal(exitStatus, 0);
  const text = await contents(path);
  assert.ok(text.includes("no running module answers") && text.includes("OfflineThreshold"));
  assert.ok(!text.includes(PASSWORD));
});

Deno.test("report: tar reads the archive", async () => {
  await using station = await startStation({ start: false });
  const path = join(station.directory, "report.tar.gz");
  await runCommandLine([
    ...["report", path, "--config", await writeEverestYaml(station), "--state", station.directory],
  ]);
  const { code, stdout } = await new Deno.Command("tar", { args: ["-tzvf", path] }).output();
  assert.equal(code, 0);
  assert.match(new TextDecoder().decode(stdout), /^-rw------- \S+ +\d+ .*\/report\.json$/m);
});
