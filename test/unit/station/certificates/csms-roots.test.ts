import assert from "node:assert/strict";
import { CsmsRoots } from "../../../../src/station/certificates/csms-roots.ts";
import type { RootRenewal } from "../../../../src/station/ports/root-renewal-store.ts";
import type { CertificateHashDataType } from "../../../../src/ocpp/messages.ts";
import { type Certified, createCertificate } from "../../../fakes/pki/certificate.ts";
import { hashOf } from "../../../conformance/harness/certificates.ts";
import { RecordingLogger } from "../../../fakes/recording-logger.ts";

async function bench(isChecked = true) {
  const authority = (commonName: string, issuer?: Certified) =>
    createCertificate({ commonName, role: "authority", ...(issuer ? { issuer } : {}) });
  const old = await authority("Old");
  const next = await authority("Next", old);
  const foreign = await authority("Foreign");
  const installed: Certified[] = [old];
  const deleted: CertificateHashDataType[] = [];
  const arriving: Certified[] = [];
  const state = { stored: undefined as RootRenewal | undefined, unusable: "nothing" };
  const make = () =>
    new CsmsRoots({
      deviceModel: { boolean: () => isChecked },
      tls: { rootProblem: (root) => root.includes(state.unusable) ? "it is odd" : undefined },
      log: new RecordingLogger(),
      source: {
        installed: () =>
          Promise.resolve(
            installed.length > 0
              ? { kind: "read", caCerts: [installed.map(({ cert }) => cert).join("\n")] }
              : { kind: "unavailable", reason: "none" },
          ),
      },
      certificates: {
        install() {
          installed.push(...arriving.splice(0));
          return Promise.resolve({ kind: "installed" });
        },
        delete(hash) {
          deleted.push(hash);
          return Promise.resolve("deleted");
        },
        installed: () =>
          Promise.resolve(installed.map((root) => ({
            certificateType: "CSMSRootCertificate",
            certificateHashData: hashOf(root),
          }))),
        isStationCertificate: () => Promise.resolve(false),
      },
      store: {
        load: () => state.stored,
        save(renewal) {
          state.stored = renewal;
          return Promise.resolve();
        },
      },
    });
  const install = (roots: CsmsRoots, certificate: Certified) => {
    arriving.splice(0, arriving.length, certificate);
    return roots.checkedStore().install(certificate.cert, "CSMSRootCertificate");
  };
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
  };
}

Deno.test("M05.FR.12, FR.13: a root that the old one has signed replaces it, and the old one stays until the new one has worked", async () => {
  const setup = await bench();
  const { old, next, deleted, state } = setup;
  const first = setup.make();
  assert.deepEqual(await setup.anchors(first), [["old"], undefined]);
  assert.equal((await setup.install(first, next)).kind, "installed");
  // Also after a restart.
  const roots = setup.make();
  assert.deepEqual(await setup.anchors(roots), [["next"], ["old"]]);
  await roots.newRootWorked();
  assert.deepEqual(deleted, [hashOf(old)]);
  assert.equal(state.stored, undefined);
  await roots.newRootWorked();
  assert.equal(deleted.length, 1);
});

Deno.test("M05.FR.11: a root that the old one has not signed is refused", async () => {
  const setup = await bench();
  const { foreign, installed, old } = setup;
  const roots = setup.make();
  for (const wrong of [foreign, old, { ...foreign, cert: "rubbish" }]) {
    assert.equal((await setup.install(roots, wrong)).kind, "refused");
  }
  assert.equal(installed.length, 1);
});

Deno.test("the first root replaces nothing, and without the check every root is taken", async () => {
  const empty = await bench();
  empty.installed.length = 0;
  assert.equal((await empty.install(empty.make(), empty.foreign)).kind, "installed");
  const unchecked = await bench(false);
  const roots = unchecked.make();
  assert.equal((await unchecked.install(roots, unchecked.foreign)).kind, "installed");
  assert.deepEqual(await unchecked.anchors(roots), [["old", "foreign"], undefined]);
});

Deno.test("M05.FR.09: of several renewals in a row only one root stays as fallback", async () => {
  const setup = await bench();
  const { old, next, deleted } = setup;
  const roots = setup.make();
  await setup.install(roots, next);
  const third = await setup.authority("Third", next);
  await setup.install(roots, third);
  assert.deepEqual(deleted, [hashOf(old)]);
});

Deno.test("M05.FR.11: during a renewal the fallback signs no further root", async () => {
  const setup = await bench();
  const { old, next, deleted, installed } = setup;
  const roots = setup.make();
  await setup.install(roots, next);
  const other = await setup.authority("Other", old);
  assert.equal((await setup.install(roots, other)).kind, "refused");
  assert.deepEqual(await setup.anchors(roots), [["next"], ["old"]]);
  assert.equal(installed.length, 2);
  assert.deepEqual(deleted, []);
});

Deno.test("M05.FR.09: a renewal leaves none of several roots that were installed before, but for the fallback", async () => {
  const setup = await bench();
  const { next, foreign, deleted, installed } = setup;
  installed.push(foreign);
  await setup.install(setup.make(), next);
  assert.deepEqual(deleted, [hashOf(foreign)]);
});

Deno.test("a new root that somebody took away does not count any more", async () => {
  const setup = await bench();
  const { next, installed } = setup;
  const roots = setup.make();
  await setup.install(roots, next);
  installed.splice(1, 1);
  assert.deepEqual(await setup.anchors(roots), [["old"], undefined]);
});

Deno.test("a root that TLS cannot use is neither installed nor used, and costs no other root its use", async () => {
  const setup = await bench(false);
  const { old, foreign, state, installed } = setup;
  const roots = setup.make();
  const body = ({ cert }: Certified) => cert.split("\n")[4]!;
  state.unusable = body(foreign);
  assert.deepEqual(await setup.install(roots, foreign), { kind: "refused", reason: "it is odd" });
  installed.push(foreign);
  assert.deepEqual(await setup.anchors(roots), [["old"], undefined]);
  state.unusable = body(old);
  assert.deepEqual(await setup.anchors(setup.make()), [["foreign"], undefined]);
  installed.pop();
  assert.equal((await setup.make().read()).kind, "unavailable");
});
