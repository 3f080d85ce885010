import assert from "node:assert/strict";
import { ClientCertificates } from "../../../../src/runtime/link/client-certificates.ts";
import type { CertificateHashData } from "../../../../src/everest/interfaces/types/evse-security.ts";
import type { PreviousCertificate } from "../../../../src/station/ports/previous-certificate-store.ts";
import type { StationKeys } from "../../../../src/station/ports/station-keys.ts";
import { type Certified, createCertificate } from "../../../fakes/pki/certificate.ts";
import { certificateHash } from "../../../fakes/pki/certificate-hash.ts";
import { RecordingLogger } from "../../../fakes/recording-logger.ts";

/** A security module with files, and the station around it. */
async function bench() {
  const directory = await Deno.makeTempDir();
  const root = await createCertificate({ commonName: "Root", role: "authority" });
  const [old, renewed] = await Promise.all(
    ["old", "renewed"].map((commonName) => createCertificate({ commonName, issuer: root })),
  ) as [Certified, Certified];
  const state = {
    stored: undefined as PreviousCertificate | undefined,
    outcome: { kind: "installed" } as Awaited<ReturnType<StationKeys["installLeaf"]>>,
    deletes: "Accepted" as "Accepted" | "Failed",
    leaf: undefined as Certified | undefined,
  };
  const deleted: CertificateHashData[] = [];
  const files = new Map<Certified, string>();
  async function use(certificate: Certified): Promise<void> {
    const path = `${directory}/${files.size}`;
    files.set(certificate, path);
    await Deno.writeTextFile(`${path}.pem`, certificate.cert);
    await Deno.writeTextFile(`${path}.key`, certificate.key);
    state.leaf = certificate;
  }
  await use(old);
  const make = () =>
    new ClientCertificates({
      log: new RecordingLogger(),
      security: {
        getLeafCertificateInfo() {
          const path = state.leaf && files.get(state.leaf);
          return Promise.resolve({
            kind: "result",
            value: path === undefined ? { status: "NotFound" } : {
              status: "Accepted",
              info: { certificate: `${path}.pem`, certificate_count: 1, key: `${path}.key` },
            },
          });
        },
        deleteCertificate(hash) {
          deleted.push(hash);
          return Promise.resolve({ kind: "result", value: state.deletes });
        },
      },
      store: {
        load: () => state.stored,
        save(certificate) {
          state.stored = certificate;
          return Promise.resolve();
        },
      },
    });
  const install = (certificates: ClientCertificates, certificate: Certified) =>
    certificates.keepingPrevious({
      createSigningRequest: () => Promise.reject(new Error("not needed here")),
      daysUntilExpiry: () => Promise.reject(new Error("not needed here")),
      async installLeaf() {
        if (state.outcome.kind === "installed") await use(certificate);
        return state.outcome;
      },
    }).installLeaf("ChargingStationCertificate", certificate.cert);
  const shown = async (certificates: ClientCertificates, preferred: "newest" | "previous") => {
    const reading = await certificates.read(preferred);
    assert(reading.kind === "read", JSON.stringify(reading));
    const name = reading.value.certChain === old.cert ? "old" : "renewed";
    assert.equal(reading.value.privateKey, (name === "old" ? old : renewed).key);
    return [name, reading.shown];
  };
  return {
    root,
    old,
    renewed,
    state,
    deleted,
    make,
    install,
    shown,
    [Symbol.asyncDispose]: () => Deno.remove(directory, { recursive: true }),
  };
}

Deno.test("without a renewal there is one certificate, whatever is preferred", async () => {
  await using setup = await bench();
  const certificates = setup.make();
  assert.deepEqual(await setup.shown(certificates, "newest"), ["old", undefined]);
  assert.deepEqual(await setup.shown(certificates, "previous"), ["old", undefined]);
  assert.equal(await certificates.proved("newest", [setup.root.cert]), false);
  assert.deepEqual(setup.deleted, []);
});

Deno.test("A02.FR.10: when the CSMS takes the renewed certificate the old one goes", async () => {
  await using setup = await bench();
  const { root, old, renewed, state, deleted } = setup;
  await setup.install(setup.make(), renewed);
  // Also after a restart both are there.
  const certificates = setup.make();
  assert.deepEqual(await setup.shown(certificates, "newest"), ["renewed", "newest"]);
  assert.deepEqual(await setup.shown(certificates, "previous"), ["old", "previous"]);
  assert.equal(await certificates.proved("newest", [root.cert]), false);
  assert.deepEqual(deleted, [certificateHash(old.cert, root.cert)]);
  assert.equal(state.stored, undefined);
  assert.deepEqual(await setup.shown(certificates, "previous"), ["renewed", undefined]);
});

for (const deletes of ["Accepted", "Failed"] as const) {
  Deno.test(`A02.FR.29: when only the old one is taken the renewed one is not shown again; deleting it is ${deletes}`, async () => {
    await using setup = await bench();
    const { root, renewed, state, deleted } = setup;
    state.deletes = deletes;
    await setup.install(setup.make(), renewed);
    const certificates = setup.make();
    assert.deepEqual(await setup.shown(certificates, "previous"), ["old", "previous"]);
    assert.equal(await certificates.proved("previous", [root.cert]), true);
    assert.deepEqual(deleted, [certificateHash(renewed.cert, root.cert)]);
    if (deletes === "Accepted") state.leaf = undefined;
    for (const preferred of ["newest", "previous"] as const) {
      assert.deepEqual(await setup.shown(setup.make(), preferred), ["old", undefined]);
    }
    // Told once.
    assert.equal(await setup.make().proved("previous", [root.cert]), false);
  });
}

Deno.test("after a discarded renewal the next one falls back to what has worked", async () => {
  await using setup = await bench();
  const { root, old, renewed } = setup;
  await setup.install(setup.make(), renewed);
  const certificates = setup.make();
  await certificates.read("previous");
  assert.equal(await certificates.proved("previous", [root.cert]), true);
  const third = await createCertificate({ commonName: "third", issuer: root });
  await setup.install(certificates, third);
  const previous = await certificates.read("previous");
  assert(previous.kind === "read");
  assert.equal(previous.value.certChain, old.cert);
  const newest = await certificates.read("newest");
  assert(newest.kind === "read");
  assert.equal(newest.value.certChain, third.cert);
});

for (const shown of ["newest", "previous"] as const) {
  Deno.test(`a certificate that comes between the dial and its success is still to be tried (${shown} was shown)`, async () => {
    await using setup = await bench();
    const { root, old, renewed, deleted, state } = setup;
    const certificates = setup.make();
    await setup.install(certificates, renewed);
    await certificates.read(shown);
    const third = await createCertificate({ commonName: "third", issuer: root });
    await setup.install(certificates, third);
    assert.equal(await certificates.proved(shown, [root.cert]), false);
    assert.deepEqual([deleted, state.stored?.certChain, state.stored?.discarded], [[], old.cert, undefined]);
    const next = await certificates.read("newest");
    assert(next.kind === "read");
    assert.equal(next.value.certChain, third.cert);
  });
}

Deno.test("a certificate that is refused changes nothing", async () => {
  await using setup = await bench();
  setup.state.outcome = { kind: "refused", reason: "expired" };
  const certificates = setup.make();
  assert.equal((await setup.install(certificates, setup.renewed)).kind, "refused");
  assert.equal(setup.state.stored, undefined);
  assert.deepEqual(await setup.shown(certificates, "previous"), ["old", undefined]);
});
