import assert from "node:assert/strict";
import { changesOf } from "../browser/page-changes.ts";
import { servePage } from "../browser/served-page.ts";
import {
  arrived,
  booted,
  configured,
  energyTransferStarted,
} from "../conformance/harness/reusable-states.ts";
import { startStation } from "../conformance/harness/station-under-test.ts";
import { MAX_WATCHERS } from "../../src/page/watchers.ts";
import { PASSWORD } from "../fakes/station-credentials.ts";

/** Sends bytes as they are and resolves with the first line of the answer. */
async function raw(url: string, text: string): Promise<string> {
  const connection = await Deno.connect({ hostname: "127.0.0.1", port: Number(new URL(url).port) });
  await connection.write(new TextEncoder().encode(text));
  const buffer = new Uint8Array(4096);
  const count = await connection.read(buffer);
  connection.close();
  return new TextDecoder().decode(buffer.subarray(0, count ?? 0)).split("\r\n")[0]!;
}

Deno.test("the page is one document that may do nothing but run itself", async () => {
  await using station = await startStation();
  await booted(station);
  await using served = await servePage(station);
  const response = await fetch(served.url);
  const policy = response.headers.get("content-security-policy") ?? "";
  assert.match(
    policy,
    /^default-src 'none'; script-src 'sha256-[^']+'; style-src 'sha256-[^']+'; connect-src 'self'/,
  );
  assert.ok(!policy.includes("unsafe"));
  const text = await response.text();
  assert.deepEqual(text.match(/\b(?:src|href)="(?!data:,)[^"]*"/g), ['href="/report"']);
  assert.deepEqual(text.match(/ (?:style|on\w+)="/g), null);
});

Deno.test("who means another host, wants to change something or asks for something else gets nothing", async () => {
  await using station = await startStation();
  await booted(station);
  await using served = await servePage(station);
  const port = new URL(served.url).port;
  for (
    const host of ["evil.example", `evil.example:${port}`, "127.0.0.1.evil.example", "localhost.evil.example"]
  ) {
    assert.match(await raw(served.url, `GET / HTTP/1.1\r\nHost: ${host}\r\n\r\n`), /^HTTP\/1\.1 421 /, host);
  }
  // As ssh -L has it.
  for (const host of ["localhost:9999", "127.0.0.1", "[::1]:1"]) {
    assert.match(await raw(served.url, `GET / HTTP/1.1\r\nHost: ${host}\r\n\r\n`), /^HTTP\/1\.1 200 /, host);
  }
  assert.match(await raw(served.url, "GET / HTTP/1.0\r\n\r\n"), /^HTTP\/1\.[01] (400|421) /);
  assert.match(
    await raw(served.url, `POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n`),
    / 405 /,
  );
  for (const path of ["/etc/passwd", "/pairs/", "/pairs/9999", "/pairs/-1", "/../x"]) {
    const response = await fetch(`${served.url}${path}`);
    assert.equal(response.status, 404, path);
    await response.body?.cancel();
  }
});

Deno.test("changes are pushed", async () => {
  await using station = await startStation();
  const visit = await arrived(station);
  await using served = await servePage(station);
  const changes = await changesOf(served.url);
  await changes.until(/no transaction\./);
  await energyTransferStarted(visit);
  served.tick();
  await changes.until(/1 of 1 EVSEs in a transaction/);
  await changes.end();
});

Deno.test("no secret of the station is on the page: passwords, tokens", async () => {
  await using station = await startStation();
  const visit = await arrived(station);
  await energyTransferStarted(visit);
  await configured(station, { "SecurityCtrlr.BasicAuthPassword": "another-long-password" });
  await using served = await servePage(station);
  const changes = await changesOf(served.url);
  await changes.until(/SetVariables[^]*"queue"/);
  await changes.end();
  const page = await (await fetch(served.url)).text();
  const report = await fetch(`${served.url}/report`);
  assert.match(report.headers.get("content-disposition") ?? "", /^attachment; filename="[\w.-]+\.tar\.gz"$/);
  const archive = await new Response(report.body!.pipeThrough(new DecompressionStream("gzip"))).text();
  const numbers = [...page.matchAll(/data-pair="(\d+)"/g)].map(([, number]) => number);
  assert.ok(numbers.length > 3);
  const texts = await Promise.all(
    numbers.map(async (number) => await (await fetch(`${served.url}/pairs/${number}`)).text()),
  );
  const everything = [page, archive, ...texts].join("\n");
  assert.ok(everything.includes("BasicAuthPassword") && everything.includes("TransactionEvent"));
  for (const secret of [PASSWORD, "another-long-password", "RFID0001"]) {
    assert.ok(!everything.includes(secret), secret);
  }
});

Deno.test("clients that are many, slow or loud stop neither the page nor the station", async () => {
  await using station = await startStation();
  await booted(station);
  await using served = await servePage(station);
  const port = Number(new URL(served.url).port);
  const idle = await Promise.all(
    Array.from({ length: 300 }, () => Deno.connect({ hostname: "127.0.0.1", port })),
  );
  for (const connection of idle.slice(0, MAX_WATCHERS)) {
    await connection.write(new TextEncoder().encode("GET /changes HTTP/1.1\r\nHost: localhost\r\n\r\n"));
  }
  assert.match(
    await raw(served.url, `GET / HTTP/1.1\r\nHost: localhost\r\nX: ${"x".repeat(1_000_000)}\r\n\r\n`),
    / 4\d\d |^$/,
  );
  for (let attempt = 0;; attempt++) {
    const response = await fetch(`${served.url}/changes`);
    await response.body?.cancel();
    if (response.status === 503) break;
    assert.ok(attempt < 100, "watchers without end");
  }
  for (let round = 0; round < 20; round++) {
    served.tick();
    await station.pass(1000);
  }
  assert.equal((await fetch(served.url)).status, 200);
  assert.ok(
    Object.keys(
      await station.csms.call("GetVariables", {
        getVariableData: [{ component: { name: "ClockCtrlr" }, variable: { name: "TimeSource" } }],
      }),
    ).length > 0,
  );
  for (const connection of idle) connection.close();
});

Deno.test("a port that is not free, or none: a sentence and exit status 2", async () => {
  const { runCommandLine } = await import("./command-runner.ts");
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr as Deno.NetAddr;
  const busy = await runCommandLine(`page --port ${port}`);
  listener.close();
  assert.deepEqual([busy.exitStatus, busy.lines], [2, []]);
  assert.match(busy.complaints.join(), new RegExp(`cannot be served on port ${port}: `));
  assert.equal((await runCommandLine("page --port 70000")).exitStatus, 2);
});
