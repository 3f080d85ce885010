import assert from "node:assert/strict";
import { createPrivateKey } from "node:crypto";
import { clientChainProblem, clientIdentity } from "../../../../src/csms/tls/client-identity.ts";
import { testPki } from "../../../fakes/pki/pki.ts";

async function encrypted(): Promise<{ certChain: string; privateKey: string }> {
  const { client } = await testPki();
  const key = createPrivateKey(client.key);
  const privateKey = key.export({
    type: "pkcs8",
    format: "pem",
    cipher: "aes-256-cbc",
    passphrase: "secret",
  });
  return { certChain: client.cert, privateKey: privateKey.toString() };
}

Deno.test("a fitting pair is handed on, EC and RSA, with the whole chain", async () => {
  const pki = await testPki();
  for (const { cert, key } of [pki.client, pki.rsaClient]) {
    const identity = await clientIdentity({ certChain: cert + pki.root.cert, privateKey: key });
    assert.deepEqual(identity, { kind: "usable", cert: cert + pki.root.cert, key });
  }
});

Deno.test("A00.FR.430: an expired certificate is shown all the same, the CSMS decides", async () => {
  const { expiredClient: { cert, key } } = await testPki();
  assert.deepEqual(await clientIdentity({ certChain: cert, privateKey: key }), { kind: "usable", cert, key });
});

Deno.test("an encrypted key is decrypted with its password", async () => {
  const { client } = await testPki();
  const identity = await clientIdentity({ ...await encrypted(), privateKeyPassword: "secret" });
  assert.deepEqual(identity, { kind: "usable", cert: client.cert, key: client.key });
});

Deno.test("a wrong or missing password is told, and the reason says nothing of key or password", async () => {
  const reason = "the private key cannot be read";
  assert.deepEqual(await clientIdentity(await encrypted()), { kind: "unusable", reason });
  assert.deepEqual(await clientIdentity({ ...await encrypted(), privateKeyPassword: "hunter2" }), {
    kind: "unusable",
    reason: `${reason} with its password`,
  });
});

Deno.test("a key of another certificate and unreadable texts are told", async () => {
  const pki = await testPki();
  assert.deepEqual(await clientIdentity({ certChain: pki.client.cert, privateKey: pki.server.key }), {
    kind: "unusable",
    reason: "the private key does not belong to the client certificate",
  });
  assert.deepEqual(await clientIdentity({ certChain: "nonsense", privateKey: pki.client.key }), {
    kind: "unusable",
    reason: "the client certificate cannot be used: it cannot be read",
  });
});

Deno.test("a chain is judged without its key: whatever key would fit, and not at all when it cannot be read", async () => {
  const { client, rsaClient, root } = await testPki();
  assert.equal(await clientChainProblem(client.cert + root.cert), undefined);
  assert.equal(await clientChainProblem(rsaClient.cert), undefined);
  assert.notEqual(await clientChainProblem("nonsense"), undefined);
});
