import assert from "node:assert/strict";
import { ClientCertificates } from "../../../../src/station/security/client-certificates.ts";
import type { CertificateHashDataType } from "../../../../src/ocpp/messages.ts";
import type { PreviousCertificate } from "../../../../src/station/ports/previous-certificate-store.ts";
import type { StationKeys } from "../../../../src/station/ports/station-keys.ts";
import { type Certified, createCertificate } from "../../../fakes/pki/certificate.ts";
import { hashOf } from "../../../conformance/harness/certificates.ts";
import { RecordingLogger } from "../../../fakes/recording-logger.ts";

/** A security module with files, and the station around it. */
async function bench() {
  const root = await createCertificate({ commonName: "Root", role: "authority" });
  const [old, renewed] = await Promise.all(
    ["old", "renewed"].map((commonName) => createCertificate({ commonName, issuer: root })),
  ) as [Certified, Certified];
  const state = {
    stored: undefined as PreviousCertificate | undefined,
    outcome: { kind: "installed" } as Awaited<ReturnType<StationKeys["installLeaf"]>>,
    deletes: "deleted" as "deleted" | "failed",
    leaf: undefined as Certified | undefined,
  };
  const deleted: CertificateHashDataType[] = [];
  /** Path -> what is in the file. */
  const keys = new Map<string, string>();
  const keyPathOf = ({ cert }: Certified) => `key of ${cert}`;
  function use(certificate: Certified): void {
    keys.set(keyPathOf(certificate), certificate.key);
    state.leaf = certificate;
  }
  use(old);
  const make = () =>
    new ClientCertificates({
      log: new RecordingLogger(),
      source: {
        newest() {
          if (!state.leaf) return Promise.resolve({ kind: "unavailable", reason: "NotFound" });
          const { cert: certChain, key: privateKey } = state.leaf;
          const value = { certChain, privateKey, keyPath: keyPathOf(state.leaf) };
          return Promise.resolve({ kind: "read", value });
        },
        privateKey(path) {
          const pem = keys.get(path);
          return Promise.resolve(
            pem === undefined ? { kind: "unavailable", reason: "no such file" } : { kind: "read", pem },
          );
        },
      },
      certificates: {
        delete(hash) {
          deleted.push(hash);
          return Promise.resolve(state.deletes);
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
    certificates.rememberingPrevious({
      createSigningRequest: () => Promise.reject(new Error("not needed here")),
      daysUntilExpiry: () => Promise.reject(new Error("not needed here")),
      installLeaf() {
        if (state.outcome.kind === "installed") use(certificate);
        return Promise.resolve(state.outcome);
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
  };
}

Deno.test("without a renewal there is one certificate, whatever is preferred", async () => {
  const setup = await bench();
  const certificates = setup.make();
  assert.deepEqual(await setup.shown(certificates, "newest"), ["old", undefined]);
  assert.deepEqual(await setup.shown(certificates, "previous"), ["old", undefined]);
  assert.equal(await certificates.acceptedByCsms("newest", [setup.root.cert]), "unchanged");
  assert.deepEqual(setup.deleted, []);
});

Deno.test("A02.FR.10: when the CSMS takes the renewed certificate the old one goes", async () => {
  const setup = await bench();
  const { root, old, renewed, state, deleted } = setup;
  await setup.install(setup.make(), renewed);
  // Also after a restart both are there.
  const certificates = setup.make();
  assert.deepEqual(await setup.shown(certificates, "newest"), ["renewed", "newest"]);
  assert.deepEqual(await setup.shown(certificates, "previous"), ["old", "previous"]);
  assert.equal(await certificates.acceptedByCsms("newest", [root.cert]), "renewedInUse");
  assert.deepEqual(deleted, [hashOf(old, root)]);
  assert.equal(state.stored, undefined);
  assert.deepEqual(await setup.shown(certificates, "previous"), ["renewed", undefined]);
});

for (const deletes of ["deleted", "failed"] as const) {
  Deno.test(`A02.FR.29: when only the old one is taken the renewed one is not shown again; the security module answers ${deletes}`, async () => {
    const setup = await bench();
    const { root, renewed, state, deleted } = setup;
    state.deletes = deletes;
    await setup.install(setup.make(), renewed);
    const certificates = setup.make();
    assert.deepEqual(await setup.shown(certificates, "previous"), ["old", "previous"]);
    assert.equal(await certificates.acceptedByCsms("previous", [root.cert]), "renewedDiscarded");
    assert.deepEqual(deleted, [hashOf(renewed, root)]);
    if (deletes === "deleted") state.leaf = undefined;
    for (const preferred of ["newest", "previous"] as const) {
      assert.deepEqual(await setup.shown(setup.make(), preferred), ["old", undefined]);
    }
    // Told once.
    assert.equal(await setup.make().acceptedByCsms("previous", [root.cert]), "unchanged");
  });
}

Deno.test("after a discarded renewal the next one falls back to what has worked", async () => {
  const setup = await bench();
  const { root, old, renewed } = setup;
  await setup.install(setup.make(), renewed);
  const certificates = setup.make();
  await certificates.read("previous");
  assert.equal(await certificates.acceptedByCsms("previous", [root.cert]), "renewedDiscarded");
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
    const setup = await bench();
    const { root, old, renewed, deleted, state } = setup;
    const certificates = setup.make();
    await setup.install(certificates, renewed);
    await certificates.read(shown);
    const third = await createCertificate({ commonName: "third", issuer: root });
    await setup.install(certificates, third);
    assert.equal(await certificates.acceptedByCsms(shown, [root.cert]), "unchanged");
    assert.deepEqual([deleted, state.stored?.certChain, state.stored?.discarded], [[], old.cert, undefined]);
    const next = await certificates.read("newest");
    assert(next.kind === "read");
    assert.equal(next.value.certChain, third.cert);
  });
}

Deno.test("a certificate that is refused changes nothing", async () => {
  const setup = await bench();
  setup.state.outcome = { kind: "refused", reason: "expired" };
  const certificates = setup.make();
  assert.equal((await setup.install(certificates, setup.renewed)).kind, "refused");
  assert.equal(setup.state.stored, undefined);
  assert.deepEqual(await setup.shown(certificates, "previous"), ["old", undefined]);
});
