import assert from "node:assert/strict";
import { join } from "node:path";
import { type Certified, createCertificate, printableName } from "../fakes/pki/certificate.ts";
import { testPki } from "../fakes/pki/pki.ts";

const ROOT = join(import.meta.dirname ?? ".", "..", "..");

/**
 * Carries the name of a well-known public root and another key. A server certificate issued by it tells whether the
 * real root is in the store: if so the issuer is known and the signature wrong, if not the issuer is unknown.
 */
async function namesakeOfPublicRoot(): Promise<Certified> {
  const subject = printableName(
    ["2.5.4.6", "US"],
    ["2.5.4.10", "Internet Security Research Group"],
    ["2.5.4.3", "ISRG Root X1"],
  );
  return await createCertificate({ commonName: "", subject, role: "authority" });
}

interface Attempt {
  /** Default: the runtime's own behaviour. */
  readonly policy?: "csmsRootsOnly" | "csmsAndSystemRoots";
  readonly env?: Readonly<Record<string, string>>;
  readonly server: Certified;
}

/** Connects in a process of its own, because a process reads its default roots only once. */
async function connect({ policy, env = {}, server }: Attempt): Promise<string> {
  const { root } = await testPki();
  const script = `
    import { createTrust } from ${JSON.stringify(`file://${ROOT}/src/csms/tls/trust.ts`)};
    const { policy, cert, key, root } = JSON.parse(await new Response(Deno.stdin.readable).text());
    if (policy) {
      const environment = () => JSON.stringify(Object.entries(Deno.env.toObject()).sort());
      const before = environment();
      const applied = createTrust(policy).apply();
      if (applied.kind !== "applied") throw new Error(applied.reason);
      if (environment() !== before) throw new Error("the environment was not restored");
    }
    const listener = Deno.listenTls({ hostname: "127.0.0.1", port: 0, cert, key });
    listener.accept().then((conn) => conn.handshake()).catch(() => {});
    const tcp = await Deno.connect({ hostname: "127.0.0.1", port: listener.addr.port });
    const verdict = await Deno.startTls(tcp, { hostname: "localhost", caCerts: [root] })
      .then((conn) => conn.handshake()).then(() => "accepted", (error) => error.message);
    console.log(verdict);
    Deno.exit();
  `;
  const child = new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "-A",
      "--no-check",
      "--ext=ts",
      `data:application/typescript,${encodeURIComponent(script)}`,
    ],
    // Nothing that the machine of the test trusts may decide.
    clearEnv: true,
    env: { ...inherited(["PATH", "HOME", "TMPDIR", "DENO_DIR"]), ...env },
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const writer = child.stdin.getWriter();
  const input = { policy, cert: server.cert, key: server.key, root: root.cert };
  await writer.write(new TextEncoder().encode(JSON.stringify(input)));
  await writer.close();
  const { stdout, stderr } = await child.output();
  return new TextDecoder().decode(stdout).trim() || new TextDecoder().decode(stderr);
}

function inherited(names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.flatMap((name) => {
    const value = Deno.env.get(name);
    return value === undefined ? [] : [[name, value]];
  }));
}

async function withRootFile(run: (file: string) => Promise<void>): Promise<void> {
  const file = await Deno.makeTempFile({ suffix: ".pem" });
  try {
    await Deno.writeTextFile(file, (await testPki()).foreignRoot.cert);
    await run(file);
  } finally {
    await Deno.remove(file);
  }
}

async function servedBy(issuer: Certified): Promise<Certified> {
  return await createCertificate({ commonName: "localhost", dnsNames: ["localhost"], issuer });
}

Deno.test("the runtime by itself trusts public roots beside those it is given", async () => {
  const server = await servedBy(await namesakeOfPublicRoot());
  assert.match(await connect({ server }), /UnsupportedSignatureAlgorithm|BadSignature/);
});

Deno.test("A00.FR.308: with csmsRootsOnly no public root is trusted, and those of the CSMS are", async () => {
  const server = await servedBy(await namesakeOfPublicRoot());
  const policy = "csmsRootsOnly";
  assert.match(await connect({ policy, server }), /UnknownIssuer/);
  assert.match(
    await connect({ policy, server, env: { DENO_TLS_CA_STORE: "mozilla,system" } }),
    /UnknownIssuer/,
  );
  assert.equal(await connect({ policy, server: (await testPki()).server }), "accepted");
});

Deno.test("A00.FR.308: with csmsRootsOnly no environment variable brings a root in", async () => {
  const server = (await testPki()).unknownIssuer;
  await withRootFile(async (file) => {
    for (
      const env of [
        { NODE_EXTRA_CA_CERTS: file },
        { DENO_CERT: file },
        { DENO_TLS_CA_STORE: "system", SSL_CERT_FILE: file },
      ]
    ) {
      assert.equal(await connect({ server, env }), "accepted", "without the policy it does");
      assert.match(await connect({ policy: "csmsRootsOnly", server, env }), /UnknownIssuer/);
    }
  });
});

Deno.test("UseSslDefaultVerifyPaths: with csmsAndSystemRoots the machine's roots count, the built-in ones do not", async () => {
  const policy = "csmsAndSystemRoots";
  await withRootFile(async (file) => {
    const env = { SSL_CERT_FILE: file };
    assert.equal(await connect({ policy, env, server: (await testPki()).unknownIssuer }), "accepted");
    assert.match(
      await connect({ policy, env, server: await servedBy(await namesakeOfPublicRoot()) }),
      /UnknownIssuer/,
    );
    await Deno.writeTextFile(file, "");
    assert.match(
      await connect({ policy, env, server: await servedBy(await namesakeOfPublicRoot()) }),
      /UnknownIssuer/,
    );
  });
});
