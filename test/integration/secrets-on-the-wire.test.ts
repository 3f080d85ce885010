import assert from "node:assert/strict";
import { join } from "node:path";
import type { Action } from "../../src/ocpp/messages.ts";
import { changesOf } from "../browser/page-changes.ts";
import { servePage } from "../browser/served-page.ts";
import { booted } from "../conformance/harness/reusable-states.ts";
import { connectForInspection, INSPECTION_SOCKET } from "../../src/host/inspection-socket.ts";
import { ask } from "../../src/inspection/inspection-client.ts";
import { startStation, type StationUnderTest } from "../conformance/harness/station-under-test.ts";

const PROFILES = { component: { name: "InternalCtrlr" }, variable: { name: "NetworkConnectionProfiles" } };
const SOON = "2026-01-01T00:00:00Z";

/** A list of network profiles with a password, as the CSMS would write it. */
const profilesWith = (basicAuthPassword: string) =>
  JSON.stringify([{
    configurationSlot: 1,
    connectionData: { ocppCsmsUrl: "wss://csms.example/", basicAuthPassword },
  }]);

/** What a CSMS may send, each with a secret that belongs in no log. */
const REQUESTS: readonly {
  readonly what: string;
  readonly secret: string;
  readonly action: Action;
  readonly payload: unknown;
}[] = [
  ...["S3cr-et1", "S3c&et2", "S3c'et3", "p@ss4word", "pa/ss5word"].map((secret) => ({
    what: `the password ${secret} in the URL of an upload`,
    secret,
    action: "GetLog" as const,
    payload: {
      logType: "DiagnosticsLog",
      requestId: 1,
      log: { remoteLocation: `ftp://logs:${secret}@upload.example/x` },
    },
  })),
  {
    what: "the password in the URL of firmware",
    secret: "T0p-word",
    action: "UpdateFirmware",
    payload: {
      requestId: 2,
      firmware: { location: "https://fw:T0p-word@fw.example/x", retrieveDateTime: SOON },
    },
  },
  {
    what: "the password of a network profile inside the value of a variable",
    secret: "SlotSecret-0123456789",
    action: "SetVariables",
    payload: { setVariableData: [{ ...PROFILES, attributeValue: profilesWith("SlotSecret-0123456789") }] },
  },
  {
    what: "a key code and the PIN that belongs to it",
    secret: "987654",
    action: "RequestStartTransaction",
    payload: {
      remoteStartId: 1,
      idToken: {
        idToken: "Code-1",
        type: "KeyCode",
        additionalInfo: [{ additionalIdToken: "987654", type: "second factor" }],
      },
    },
  },
];

async function sendAll({ csms }: StationUnderTest): Promise<void> {
  for (const { action, payload } of REQUESTS) await csms.tryCall(action, payload);
}

/** Everything in the folder of the message log, by the name of the file. */
async function messageLog({ parameters }: StationUnderTest): Promise<Map<string, string>> {
  const directory = String(parameters["MessageLogPath"]);
  const entries = await Array.fromAsync(Deno.readDir(directory));
  const read = entries.map(async ({ name }) =>
    [name, await Deno.readTextFile(join(directory, name))] as const
  );
  return new Map(await Promise.all(read));
}

/** What the live page shows of every message once it knows the last one, and the report that it offers. */
async function everythingOnThePage(station: StationUnderTest, last: Action): Promise<string> {
  await using served = await servePage(station);
  const { url } = served;
  const changes = await changesOf(url);
  await changes.until(new RegExp(`${last}[^]*"queue"`));
  await changes.end();
  const page = await (await fetch(url)).text();
  const numbers = [...page.matchAll(/data-pair="(\d+)"/g)].map(([, number]) => number);
  const pairs = await Promise.all(
    numbers.map(async (number) => await (await fetch(`${url}/pairs/${number}`)).text()),
  );
  const report = await fetch(`${url}/report`);
  const archive = await new Response(report.body!.pipeThrough(new DecompressionStream("gzip"))).text();
  return [page, archive, ...pairs].join("\n");
}

/** What the module answers to everybody who asks for the last messages. */
async function lastMessages({ directory }: StationUnderTest): Promise<string> {
  const connection = await connectForInspection(join(directory, INSPECTION_SOCKET));
  const asked = await ask(connection, "traffic", { after: 0 });
  connection.close();
  assert("answer" in asked);
  return JSON.stringify(asked.answer);
}

Deno.test("no secret that crosses the socket is in a log, on the page or in the report (A01.FR.12)", async () => {
  const lines: string[] = [];
  await using station = await startStation({ console: (line) => lines.push(line) });
  await booted(station);
  await sendAll(station);
  await station.pass(1000);
  const page = await everythingOnThePage(station, "RequestStartTransaction");
  const sinks = new Map([
    ...await messageLog(station),
    ["console", lines.join("")],
    ["page", page],
    ["traffic", await lastMessages(station)],
  ]);
  for (const name of ["libocpp_201.log", "libocpp_201.html", "page", "traffic"]) {
    assert.ok(sinks.get(name)?.includes("upload.example"), `${name} has the message itself`);
  }
  const found = REQUESTS.flatMap(({ what, secret }) =>
    [...sinks].filter(([, text]) => text.includes(secret) || text.includes(secret.replace("&", "&amp;")))
      .map(([sink]) => `${sink}: ${what}`)
  );
  assert.deepEqual(found, []);
});

Deno.test("whoever asks for the last messages can copy neither a card nor a second one", async () => {
  await using station = await startStation();
  await booted(station);
  await station.csms.tryCall("RequestStartTransaction", {
    remoteStartId: 1,
    idToken: {
      idToken: "04AABBCCDD",
      type: "ISO14443",
      additionalInfo: [{ additionalIdToken: "04EEFF0011", type: "second card" }],
    },
  });
  const messages = await lastMessages(station);
  assert.match(messages, /…CDD.*…011/);
  assert.doesNotMatch(messages, /04AABBCCDD|04EEFF0011/);
});

Deno.test("a password where the name of a property belongs is not repeated", async () => {
  const lines: string[] = [];
  await using station = await startStation({ console: (line) => lines.push(line) });
  await booted(station);
  const answer = await station.csms.tryCall("SetChargingProfile", { "Sup3rS3cretPassw0rd": 1 });
  assert.equal(answer.kind, "error");
  assert.doesNotMatch(JSON.stringify(answer) + lines.join(""), /Sup3rS3cretPassw0rd/);
});

Deno.test("logs with tokens are for owner and group, databases for the owner, whatever the umask leaves", async () => {
  await using station = await startStation();
  await booted(station);
  await station.pass(1000);
  await station.stop();
  const modeOf = async (name: string) => ((await Deno.stat(join(station.directory, name))).mode ?? 0) & 0o777;
  for (const name of ["libocpp_201.log", "libocpp_201.html", "libocpp_201.security.log"]) {
    assert.equal(await modeOf(`logs/${name}`), 0o640 & ~Deno.umask(), name);
  }
  for (const name of ["cp.db", "device_model.db", "everest_device_model.db"]) {
    assert.equal(await modeOf(name), 0o600, name);
  }
});
