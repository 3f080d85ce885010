import assert from "node:assert/strict";
import { lastingPort } from "../fakes/lasting-port.ts";
import { createCertificate } from "../fakes/pki/certificate.ts";
import { testPki } from "../fakes/pki/pki.ts";
import { tlsVariables } from "../fakes/process/station-files.ts";
import { Workbench } from "../fakes/process/workbench.ts";

/**
 * The whole process with one CSMS root installed, which it looks at before it connects, and a CSMS whose certificate somebody
 * else has issued. The environment names that one as trusted by the machine. Resolves with how the first attempt ends.
 */
async function firstAttempt(useSystemRoots: "true" | "false"): Promise<"booted" | string> {
  const { root, foreignRoot } = await testPki();
  const tls = await createCertificate({
    commonName: "localhost",
    dnsNames: ["localhost"],
    issuer: foreignRoot,
  });
  const directory = await Deno.makeTempDir();
  const csmsRoots = `${directory}/csms.pem`;
  const ofTheMachine = `${directory}/machine.pem`;
  await Deno.writeTextFile(csmsRoots, root.cert);
  await Deno.writeTextFile(ofTheMachine, foreignRoot.cert);
  const port = lastingPort();
  const refused = Promise.withResolvers<string>();
  await using bench = await Workbench.open({
    broker: "embedded",
    csms: { port, tls },
    environment: { DENO_CERT: ofTheMachine, SSL_CERT_FILE: ofTheMachine, DENO_NO_UPDATE_CHECK: "1" },
    variables: {
      ...tlsVariables(port),
      "InternalCtrlr.UseSslDefaultVerifyPaths": useSystemRoots,
    },
    everest: { certificates: { csmsRoots } },
    onLine: (line) => {
      if (/UnknownIssuer/.test(line)) refused.resolve("UnknownIssuer");
    },
  });
  await bench.start();
  const booted = bench.csms.expect("BootNotification").then(() => "booted", String);
  const outcome = await Promise.race([booted, refused.promise]);
  await Deno.remove(directory, { recursive: true });
  return outcome;
}

Deno.test("A00.FR.308: no root of the machine is trusted by the process, whatever its environment says", async () => {
  assert.equal(await firstAttempt("false"), "UnknownIssuer");
});

Deno.test("with UseSslDefaultVerifyPaths the roots of the machine are trusted by the process, too", async () => {
  assert.equal(await firstAttempt("true"), "booted");
});
