import assert from "node:assert/strict";
import { CsmsRoots } from "../../../../src/runtime/link/csms-roots.ts";
import type { CertificateStore } from "../../../../src/station/ports/certificate-store.ts";
import type { RootRenewal } from "../../../../src/station/ports/root-renewal-store.ts";
import type { CertificateHashData } from "../../../../src/everest/interfaces/types/evse-security.ts";
import { type Certified, createCertificate } from "../../../fakes/pki/certificate.ts";
import { certificateHash } from "../../../fakes/pki/certificate-hash.ts";
import { RecordingLogger } from "../../../fakes/recording-logger.ts";

async function bench(isChecked = true) {
  const directory = await Deno.makeTempDir();
  const authority = (commonName: string, issuer?: Certified) =>
    createCertificate({ commonName, role: "authority", ...(issuer ? { issuer } : {}) });
  const old = await authority("Old");
  const next = await authority("Next", old);
  const foreign = await authority("Foreign");
  const installed: Certified[] = [old];
  const deleted: CertificateHashData[] = [];
  const state = { stored: undefined as RootRenewal | undefined };
  const make = () =>
    new CsmsRoots({
      isChecked: () => isChecked,
      log: new RecordingLogger(),
      security: {
        async getVerifyFile() {
          await Deno.writeTextFile(`${directory}/bundle.pem`, installed.map(({ cert }) => cert).join("\n"));
          return { kind: "result", value: installed.length > 0 ? `${directory}/bundle.pem` : "" };
        },
        getVerifyLocation: () => Promise.resolve({ kind: "result", value: "" }),
        getInstalledCertificates: () =>
          Promise.resolve({
            kind: "result",
            value: {
              status: "Accepted",
              certificate_hash_data_chain: installed.map(({ cert }) => ({
                certificate_type: "CSMSRootCertificate",
                certificate_hash_data: certificateHash(cert),
              })),
            },
          }),
        deleteCertificate(hash) {
          deleted.push(hash);
          return Promise.resolve({ kind: "result", value: "Accepted" });
        },
      },
      store: {
        load: () => state.stored,
        save(renewal) {
          state.stored = renewal;
          return Promise.resolve();
        },
      },
    });
  const install = (roots: CsmsRoots, certificate: Certified) =>
    roots.guarding({
      install() {
        installed.push(certificate);
        return Promise.resolve({ kind: "installed" });
      },
    } as Partial<CertificateStore> as CertificateStore).install(certificate.cert, "CSMSRootCertificate");
  const anchors = async (roots: CsmsRoots) => {
    const reading = await roots.read();
    assert(reading.kind === "read");
    const names = (list: readonly string[] | undefined) =>
      list?.flatMap((text) =>
        [old, next, foreign].flatMap(({ cert }, index) =>
          text.includes(cert.trim()) ? [["old", "next", "foreign"][index]] : []
        )
      );
    return [names(reading.caCerts), names(reading.fallbackCaCerts)];
  };
  return {
    authority,
    old,
    next,
    foreign,
    installed,
    deleted,
    state,
    make,
    install,
    anchors,
    [Symbol.asyncDispose]: () => Deno.remove(directory, { recursive: true }),
  };
}

Deno.test("M05.FR.12, FR.13: a root that the old one has signed replaces it, and the old one stays until the new one has worked", async () => {
  await using setup = await bench();
  const { old, next, deleted, state } = setup;
  const first = setup.make();
  assert.deepEqual(await setup.anchors(first), [["old"], undefined]);
  assert.equal((await setup.install(first, next)).kind, "installed");
  // Also after a restart.
  const roots = setup.make();
  assert.deepEqual(await setup.anchors(roots), [["next"], ["old"]]);
  await roots.proved();
  assert.deepEqual(deleted, [certificateHash(old.cert)]);
  assert.equal(state.stored, undefined);
  await roots.proved();
  assert.equal(deleted.length, 1);
});

Deno.test("M05.FR.11: a root that the old one has not signed is refused", async () => {
  await using setup = await bench();
  const { foreign, installed, old } = setup;
  const roots = setup.make();
  for (const wrong of [foreign, old, { ...foreign, cert: "rubbish" }]) {
    assert.equal((await setup.install(roots, wrong)).kind, "refused");
  }
  assert.equal(installed.length, 1);
});

Deno.test("the first root replaces nothing, and without the check every root is taken", async () => {
  await using empty = await bench();
  empty.installed.length = 0;
  assert.equal((await empty.install(empty.make(), empty.foreign)).kind, "installed");
  await using unchecked = await bench(false);
  const roots = unchecked.make();
  assert.equal((await unchecked.install(roots, unchecked.foreign)).kind, "installed");
  assert.deepEqual(await unchecked.anchors(roots), [["old", "foreign"], undefined]);
});

Deno.test("M05.FR.09: of several renewals in a row only one root stays as fallback", async () => {
  await using setup = await bench();
  const { old, next, deleted } = setup;
  const roots = setup.make();
  await setup.install(roots, next);
  const third = await setup.authority("Third", next);
  await setup.install(roots, third);
  assert.deepEqual(deleted, [certificateHash(old.cert)]);
});

Deno.test("a new root that somebody took away does not count any more", async () => {
  await using setup = await bench();
  const { next, installed } = setup;
  const roots = setup.make();
  await setup.install(roots, next);
  installed.splice(1, 1);
  assert.deepEqual(await setup.anchors(roots), [["old"], undefined]);
});
