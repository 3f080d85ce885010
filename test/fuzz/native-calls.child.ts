import { clientChainProblem, clientIdentity } from "../../src/csms/tls/client-identity.ts";
import { rootProblem } from "../../src/csms/tls/runtime-verdict.ts";
import { signerOf } from "../../src/certificates/signer.ts";
import { CORE_MIGRATIONS } from "../../src/storage/core-migrations.ts";
import { openDatabase } from "../../src/storage/open-database.ts";
import { type Certified, createCertificate } from "../fakes/pki/certificate.ts";
import { toPem } from "../fakes/pki/der-writer.ts";
import { rsaKey } from "../fakes/pki/odd-keys.ts";
import { testPki } from "../fakes/pki/pki.ts";
import { RecordingLogger } from "../fakes/recording-logger.ts";
import { Dice } from "./ocpp-messages.ts";

/**
 * Gives the runtime's native code what our judges let through of damaged certificates, keys and database files. A process of
 * its own, because nothing in JavaScript survives when native code panics. Arguments: seed, rounds. The last line that it
 * writes tells how far it came; "done" when native code has taken everything.
 */
const [seed = 1, rounds = 100] = Deno.args.map(Number);
const dice = new Dice(seed);
const KEY_LABELS = ["PRIVATE KEY", "PRIVATE KEY", "EC PRIVATE KEY", "RSA PRIVATE KEY"];

function damaged(bytes: Uint8Array): Uint8Array {
  const copy = bytes.slice(0, dice.roll() < 0.1 ? dice.below(bytes.length) : bytes.length);
  const changes = dice.roll() < 0.15 ? 0 : 1 + dice.below(3);
  for (let n = 0; n < changes && copy.length > 0; n++) copy[dice.below(copy.length)] = dice.below(256);
  return copy;
}

const der = (pem: string) => Uint8Array.fromBase64(pem.replace(/-----[^-]+-----/g, ""));

const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
const { port } = listener.addr as Deno.NetAddr;
void (async () => {
  for await (const connection of listener) connection.close();
})();

async function offered(options: Partial<Deno.TlsCertifiedKeyPem> & { caCerts?: string[] }): Promise<void> {
  const connection = await Deno.connectTls(
    { hostname: "127.0.0.1", port, ...options } as Deno.ConnectTlsOptions,
  );
  await connection.handshake().catch(() => "the peer speaks no TLS");
  connection.close();
}

async function identityRound(pairs: readonly { cert: string; key: string }[]): Promise<void> {
  const { cert, key } = dice.pick(pairs);
  const certChain = toPem("CERTIFICATE", damaged(der(cert)));
  const privateKey = dice.roll() < 0.5 ? key : toPem(dice.pick(KEY_LABELS), damaged(der(key)));
  await clientChainProblem(certChain);
  const identity = await clientIdentity({ certChain, privateKey });
  if (identity.kind === "usable") await offered({ cert: identity.cert, key: identity.key });
}

async function rootRound(roots: readonly Certified[]): Promise<void> {
  const root = toPem("CERTIFICATE", damaged(dice.pick(roots).der));
  await signerOf(root, roots.map(({ cert }) => cert));
  await signerOf(roots[0]!.cert, [root]);
  if (rootProblem(root) === undefined) await offered({ caCerts: [root] });
}

async function databaseRound(pristine: Uint8Array, path: string): Promise<void> {
  Deno.writeFileSync(path, damaged(pristine));
  if (dice.roll() < 0.1) Deno.writeFileSync(`${path}-wal`, damaged(pristine));
  const db = openDatabase(path, { kind: "core", migrations: CORE_MIGRATIONS, log: new RecordingLogger() });
  for (const row of db.statement("SELECT state FROM open_transaction").all()) {
    JSON.parse(String(row["state"]));
  }
  await db.write(() => db.statement("INSERT INTO counter VALUES ('fuzz', 1)").run());
  db.close();
}

async function pristineDatabase(path: string): Promise<Uint8Array> {
  const db = openDatabase(path, { kind: "core", migrations: CORE_MIGRATIONS, log: new RecordingLogger() });
  await db.write(() => {
    for (let n = 0; n < 50; n++) {
      const state = JSON.stringify({ n, text: "ä".repeat(50) });
      db.statement("INSERT INTO open_transaction VALUES (?, ?)").run(`t${n}`, state);
    }
  });
  db.close();
  return Deno.readFileSync(path);
}

const pki = await testPki();
const short = rsaKey(1024);
const odd = await createCertificate({ commonName: "odd", publicKey: short.publicKey });
const pairs = [pki.client, pki.rsaClient, pki.version1, { cert: odd.cert, key: short.privateKey! }];
const directory = Deno.makeTempDirSync();
const pristine = await pristineDatabase(`${directory}/pristine.db`);
for (let round = 0; round < rounds; round++) {
  console.log(`round ${round} of seed ${seed}`);
  await identityRound(pairs);
  await rootRound([pki.root, pki.intermediate, pki.version1]);
  await databaseRound(pristine, `${directory}/${round}.db`);
}
Deno.removeSync(directory, { recursive: true });
console.log("done");
Deno.exit(0);
