import assert from "node:assert/strict";
import type { RequestOf, ResponseOf } from "../../../../src/ocpp/messages.ts";
import { createFirmwareBlock } from "../../../../src/station/firmware/firmware-block.ts";
import type { FirmwareJob } from "../../../../src/station/firmware/firmware-job.ts";
import { ALLOW_RETRY_TIMER, INSTALL_TIMER } from "../../../../src/station/firmware/installation-gate.ts";
import { CONTINUE_TIMER, SET_TIME_TIMER } from "../../../../src/station/firmware/installer-wait.ts";
import type { FirmwareProgress } from "../../../../src/station/ports/firmware-port.ts";
import { FakeClock } from "../../../fakes/fake-clock.ts";
import { RecordingLogger } from "../../../fakes/recording-logger.ts";
import { FakeCsms, settled } from "../fake-csms.ts";

type Status = FirmwareProgress["status"];

const HOUR_MS = 3_600_000;

function bench(stored?: FirmwareJob) {
  const clock = new FakeClock();
  const csms = new FakeCsms();
  const told: RequestOf<"FirmwareStatusNotification">[] = [];
  const done: string[] = [];
  const state = {
    job: stored,
    answer: { status: "Accepted" } as ResponseOf<"UpdateFirmware">,
    trusted: true,
    charging: 0,
    newSessions: false,
    defers: false,
    asked: [] as number[],
    outOfUse: true,
    installer: true,
    disk: Promise.resolve(),
  };
  const block = createFirmwareBlock({
    csms,
    clock,
    log: new RecordingLogger(),
    firmware: {
      isTrusted: () => Promise.resolve(state.trusted),
      update({ requestId }) {
        state.asked.push(requestId);
        return Promise.resolve(state.answer);
      },
      allowInstallation() {
        done.push("allow");
        return Promise.resolve(state.installer);
      },
    },
    store: {
      load: () => stored,
      save(job) {
        state.job = job;
        return state.disk;
      },
    },
    control: {
      closeEvses: (_, exempt) => void done.push(`close, except ${exempt}`),
      reopenEvses: () => void done.push("reopen"),
      answered: () => Promise.resolve(),
      isOutOfUse: () => state.outOfUse,
    },
    transactions: { active: () => Array(state.charging).fill({}) },
    reconnect: () => void done.push("reconnect"),
    allowsNewSessions: () => state.newSessions,
    defersDownload: () => state.defers,
    notify(notification) {
      told.push(notification);
      return Promise.resolve();
    },
    raiseSecurityEvent: (type) => void done.push(type),
  });
  return {
    block,
    clock,
    told,
    state,
    /** What happened since it was last asked. */
    done: () => done.splice(0),
    async update(requestId: number, more: Partial<RequestOf<"UpdateFirmware">["firmware"]> = {}) {
      const firmware = { location: "https://fw", retrieveDateTime: "2026-01-01T00:00:00Z", ...more };
      const reply = await block.handlers.UpdateFirmware!({ requestId, firmware });
      assert(reply.kind === "result");
      await settled();
      return reply.response;
    },
    async progress(status: Status, requestId?: number, evses: FirmwareProgress["evses"] = "outOfUse") {
      block.onProgress({ status, evses, ...(requestId === undefined ? {} : { requestId }) });
      await settled();
    },
    async triggered() {
      const verdict = block.triggers.FirmwareStatusNotification!(undefined);
      assert(verdict.status === "Accepted");
      verdict.send();
      await settled();
      const sent = csms.sent.at(-1);
      assert.equal(sent?.lane, "control");
      return sent.request;
    },
  };
}

const SIGNED = { signingCertificate: "PEM", signature: "c2ln" };

/** L01 and L02: what a request of each kind has, and the status after which its firmware may be installed. */
const KINDS = {
  signed: { more: SIGNED, ready: "SignatureVerified" },
  unsigned: { more: {}, ready: "Downloaded" },
} as const;

/** One test for each kind of firmware: L02 repeats the rules of L01. */
function forBoth(
  name: string,
  run: (more: Partial<typeof SIGNED>, ready: Status, kind: "signed" | "unsigned") => Promise<void>,
): void {
  for (const kind of ["signed", "unsigned"] as const) {
    const { more, ready } = KINDS[kind];
    Deno.test(`${kind} firmware: ${name}`, () => run(more, ready, kind));
  }
}

Deno.test("unsigned firmware is installed after Downloaded, signed firmware not before SignatureVerified", async () => {
  const unsigned = bench();
  await unsigned.update(1);
  unsigned.done();
  await unsigned.progress("Downloaded", 1);
  assert.deepEqual(unsigned.done(), ["reopen", "close, except inTransaction", "allow"]);

  const signed = bench();
  await signed.update(1, SIGNED);
  signed.done();
  await signed.progress("Downloaded", 1);
  assert.deepEqual(signed.done(), []);
  await signed.progress("SignatureVerified", 1);
  assert.deepEqual(signed.done(), ["reopen", "close, except inTransaction", "allow"]);
});

const STATUSES: readonly Status[] = [
  "DownloadScheduled",
  "Downloading",
  "DownloadPaused",
  "DownloadFailed",
  "Downloaded",
  "InvalidSignature",
  "SignatureVerified",
  "InstallScheduled",
  "InstallRebooting",
  "InstallVerificationFailed",
  "InstallationFailed",
  "Installing",
  "Installed",
];

for (const status of STATUSES) {
  forBoth(`${status} is told once, with the id of the request (L01.FR.01, L01.FR.10)`, async (more) => {
    const { update, progress, told } = bench();
    await update(7, more);
    await progress(status, 7);
    await progress(status, 7);
    await progress(status);
    assert.deepEqual(told, [{ status, requestId: 7 }]);
  });
}

Deno.test("Idle is kept to ourselves; what the CSMS did not start has no id", async () => {
  const { progress, told } = bench();
  await progress("Idle", 3);
  assert.deepEqual(told, []);
  await progress("Installing");
  assert.deepEqual(told, [{ status: "Installing" }]);
});

Deno.test("a status that is faster than the answer belongs to the new update", async () => {
  const { block, told, state, progress } = bench();
  let answer = (_: ResponseOf<"UpdateFirmware">) => {};
  state.answer = new Promise((resolve) => answer = resolve) as never;
  const reply = block.handlers.UpdateFirmware!({
    requestId: 4,
    firmware: { location: "x", retrieveDateTime: "2026-01-01T00:00:00Z", ...SIGNED },
  });
  await settled();
  await progress("Downloading", 4);
  answer({ status: "Accepted" });
  await reply;
  await progress("SignatureVerified", 4);
  assert.deepEqual(told, [{ status: "Downloading", requestId: 4 }, {
    status: "SignatureVerified",
    requestId: 4,
  }]);
  assert.equal(state.job?.kind, "signed");
});

forBoth(
  "with a transaction the installation is told to be scheduled and waits; idle EVSEs are kept free (L01.FR.06, L01.FR.07, L01.FR.34)",
  async (more, ready) => {
    const { block, update, progress, told, state, done } = bench();
    await update(1, more);
    state.charging = 1;
    done();
    await progress(ready, 1);
    assert.deepEqual(told.at(-1), { status: "InstallScheduled", requestId: 1 });
    assert.deepEqual(done(), ["reopen", "close, except inUse"]);
    state.charging = 0;
    block.transactionEnded();
    await settled();
    assert.deepEqual(done(), ["close, except inTransaction", "allow"]);
    assert.equal(state.job?.installation, "allowed");
    block.transactionEnded();
    await settled();
    assert.deepEqual(done(), []);
  },
);

forBoth(
  "with AllowNewSessionsPendingFirmwareUpdate drivers may start until nobody charges (L01.FR.07)",
  async (more, ready) => {
    const { block, update, progress, state, done } = bench();
    state.newSessions = true;
    state.charging = 1;
    await update(1, more);
    done();
    await progress(ready, 1);
    assert.deepEqual(done(), ["reopen"]);
    state.charging = 0;
    block.transactionEnded();
    await settled();
    assert.deepEqual(done(), ["close, except inTransaction", "allow"]);
  },
);

Deno.test("a driver who is faster than the EVSEs' answer finishes first", async () => {
  const { block, update, progress, state, done } = bench();
  await update(1, SIGNED);
  state.outOfUse = false;
  const verified = progress("SignatureVerified", 1);
  state.charging = 1;
  await verified;
  assert.equal(done().includes("allow"), false);
  state.charging = 0;
  state.outOfUse = true;
  block.transactionEnded();
  await settled();
  assert.deepEqual(done().at(-1), "allow");
});

Deno.test("an installer that begins without waiting is told that it may all the same", async () => {
  const { block, update, done } = bench();
  await update(1, SIGNED);
  done();
  // EVerest's System module reports both within milliseconds, before any EVSE has answered.
  block.onProgress({ status: "SignatureVerified", evses: "outOfUse", requestId: 1 });
  block.onProgress({ status: "Installing", evses: "outOfUse", requestId: 1 });
  await settled();
  assert.deepEqual(done(), [
    "reopen",
    "close, except inTransaction",
    "close, except inTransaction",
    "allow",
  ]);
});

Deno.test("an update that fails before the EVSEs have answered is not allowed afterwards", async () => {
  const { block, update, done } = bench();
  await update(1, SIGNED);
  done();
  block.onProgress({ status: "SignatureVerified", evses: "outOfUse", requestId: 1 });
  block.onProgress({ status: "InstallationFailed", evses: "outOfUse", requestId: 1 });
  await settled();
  assert.equal(done().includes("allow"), false);
});

forBoth(
  "firmware with an installDateTime takes no EVSE out of use before (L01.FR.16)",
  async (more, ready) => {
    const { block, clock, update, progress, told, state, done } = bench();
    const installDateTime = new Date(clock.wallMs() + HOUR_MS).toISOString();
    await update(1, { ...more, installDateTime });
    state.charging = 1;
    done();
    await progress(ready, 1);
    // The installer says InstallScheduled itself.
    assert.deepEqual(told.at(-1), { status: ready, requestId: 1 });
    assert.deepEqual(done(), ["reopen"]);
    assert(clock.remainingMs(INSTALL_TIMER));
    state.charging = 0;
    block.transactionEnded();
    await settled();
    assert.deepEqual(done(), []);
    clock.advance(HOUR_MS);
    await settled();
    assert.deepEqual(done(), ["close, except inTransaction", "allow"]);
  },
);

Deno.test("firmware that disturbs nobody is allowed at once (TC_L_16), as the deciding status says", async () => {
  const { update, progress, state, told, done } = bench();
  await update(1, SIGNED);
  state.charging = 1;
  done();
  await progress("SignatureVerified", 1, "inUse");
  // The installer says it once.
  await progress("Installing", 1);
  assert.deepEqual(done(), ["reopen", "allow"]);
  assert.deepEqual(told.map(({ status }) => status), ["SignatureVerified", "Installing"]);
});

Deno.test("without an update under way nothing that empties the station allows an installation", async () => {
  const { block, done } = bench();
  block.transactionEnded();
  await settled();
  assert.deepEqual(done(), []);
});

Deno.test("an installer that does not answer is told again", async () => {
  const { clock, update, progress, state, done } = bench();
  await update(1, SIGNED);
  state.installer = false;
  await progress("SignatureVerified", 1);
  done();
  state.installer = true;
  clock.advance(clock.remainingMs(ALLOW_RETRY_TIMER)!);
  await settled();
  assert.deepEqual(done(), ["allow"]);
  assert.equal(clock.remainingMs(ALLOW_RETRY_TIMER), undefined);
});

Deno.test("every end lets the drivers in again, and two of them are security events", async () => {
  const ends = {
    Installed: ["reopen", "FirmwareUpdated"],
    InvalidSignature: ["reopen", "InvalidFirmwareSignature"],
    DownloadFailed: ["reopen"],
    InstallationFailed: ["reopen"],
    InstallVerificationFailed: ["reopen"],
  } as const;
  for (const [status, expected] of Object.entries(ends)) {
    const { update, progress, done } = bench();
    await update(1, SIGNED);
    done();
    await progress(status as Status, 1);
    assert.deepEqual(done(), expected, status);
  }
});

Deno.test("a certificate that is not the manufacturer's, by us or by the installer, is a security event (L01.FR.02, L01.FR.22)", async () => {
  const { update, state, done } = bench();
  state.trusted = false;
  assert.equal((await update(1, SIGNED)).status, "InvalidCertificate");
  assert.deepEqual(done(), ["InvalidFirmwareSigningCertificate"]);
  state.trusted = true;
  state.answer = { status: "RevokedCertificate" };
  assert.equal((await update(1, SIGNED)).status, "RevokedCertificate");
  assert.deepEqual(done(), ["InvalidFirmwareSigningCertificate"]);
});

forBoth(
  "a refused request leaves the update under way alone, and says that there is one",
  async (more, ready) => {
    const { update, progress, state, done } = bench();
    await update(1, more);
    await progress("Downloading", 1);
    done();
    state.answer = { status: "Rejected" };
    const { status, statusInfo } = await update(2, more);
    assert.deepEqual([status, statusInfo?.reasonCode], ["Rejected", "FwUpdateInProgress"]);
    await progress(ready, 1);
    assert.equal(done().at(-1), "allow");
  },
);

forBoth(
  "of an update that was replaced only its failure is told, and it lets nobody in (L01.FR.24)",
  async (more, ready) => {
    const { update, progress, told, state, done } = bench();
    await update(1, more);
    state.answer = { status: "AcceptedCanceled" };
    await update(2, more);
    await progress(ready, 2);
    done();
    await progress("Downloading", 1);
    await progress("DownloadFailed", 1);
    assert.deepEqual(told, [{ status: ready, requestId: 2 }, {
      status: "DownloadFailed",
      requestId: 1,
    }]);
    assert.deepEqual(done(), []);
  },
);

forBoth(
  "a trigger gets the last status, but Idle after Installed and when there was none (L01.FR.25, L01.FR.26)",
  async (more) => {
    const { update, progress, triggered } = bench();
    assert.deepEqual(await triggered(), { status: "Idle" });
    await update(1, more);
    assert.deepEqual(await triggered(), { status: "Idle" });
    await progress("DownloadFailed", 1);
    assert.deepEqual(await triggered(), { status: "DownloadFailed", requestId: 1 });
    await update(2, more);
    await progress("Installed", 2);
    assert.deepEqual(await triggered(), { status: "Idle" });
  },
);

const WAITING: FirmwareJob = {
  requestId: 9,
  kind: "signed",
  status: "InstallScheduled",
  installation: "waiting",
};

Deno.test("when only our process restarted, the installer still waits and is allowed", async () => {
  const { block, done } = bench(WAITING);
  block.started("processOnly");
  await settled();
  assert.deepEqual(done(), ["reopen", "close, except inTransaction", "allow"]);
});

Deno.test("when only our process restarted during an installation, the EVSEs stay out of use", async () => {
  const { block, done } = bench({ ...WAITING, status: "Installing", installation: "allowed" });
  block.started("processOnly");
  await settled();
  assert.deepEqual(done(), ["close, except inTransaction"]);
});

forBoth(
  "after a reboot the update goes on where the installer says, under its id",
  async (_more, _ready, kind) => {
    const { block, progress, told, triggered, done } = bench({
      ...WAITING,
      kind,
      status: "InstallRebooting",
      installation: "allowed",
    });
    block.started("station");
    await settled();
    assert.deepEqual(done(), []);
    assert.deepEqual(await triggered(), { status: "InstallRebooting", requestId: 9 });
    await progress("Installing");
    await progress("Installed", 9);
    assert.deepEqual(told, [{ status: "Installing", requestId: 9 }, { status: "Installed", requestId: 9 }]);
    assert.deepEqual(done(), ["close, except inTransaction", "reopen", "FirmwareUpdated"]);
  },
);

Deno.test("an update is one security event, whether its end or the reboot is heard of first (L01.FR.31)", async () => {
  const first = bench();
  assert.equal(first.block.bootedAfterUpdate(), true);
  await first.update(1, SIGNED);
  await first.progress("Installed", 1);
  assert.deepEqual(first.done().filter((event) => event === "FirmwareUpdated"), ["FirmwareUpdated"]);
  // The reboot that makes it work is no second update; the next boot of this kind is.
  const { block, state } = bench(first.state.job);
  assert.equal(block.bootedAfterUpdate(), false);
  assert.equal(bench(state.job).block.bootedAfterUpdate(), true);

  const rebooting = bench({ ...WAITING, status: "InstallRebooting", installation: "allowed" });
  assert.equal(rebooting.block.bootedAfterUpdate(), true);
  await rebooting.progress("Installed", 9);
  assert.deepEqual(rebooting.done(), ["reopen"]);
});

forBoth(
  "a download can wait until the last transaction has ended, and a newer request takes its place (L01.FR.13)",
  async (more) => {
    const { block, update, progress, state, told, done } = bench();
    state.defers = true;
    state.charging = 1;
    assert.deepEqual(await update(1, more), { status: "Accepted" });
    assert.deepEqual(await update(2, more), { status: "AcceptedCanceled" });
    assert.deepEqual(told, [
      { status: "DownloadScheduled", requestId: 1 },
      { status: "DownloadScheduled", requestId: 2 },
    ]);
    assert.equal(done().at(-1), "close, except inUse");
    assert.deepEqual(state.asked, []);
    state.charging = 0;
    block.transactionEnded();
    await settled();
    assert.deepEqual(state.asked, [2]);
    assert.deepEqual(done(), ["reopen"]);
    await progress("Downloading", 2);
    assert.deepEqual(told.at(-1), { status: "Downloading", requestId: 2 });
    block.transactionEnded();
    await settled();
    assert.deepEqual(state.asked, [2]);
  },
);

Deno.test("a download that waited and is refused in the end has failed", async () => {
  const { block, update, state, told, done, triggered } = bench();
  state.defers = true;
  state.charging = 1;
  await update(1, SIGNED);
  assert.deepEqual(await triggered(), { status: "DownloadScheduled", requestId: 1 });
  state.charging = 0;
  state.answer = { status: "Rejected" };
  block.transactionEnded();
  await settled();
  assert.deepEqual(told.at(-1), { status: "DownloadFailed", requestId: 1 });
  assert.equal(done().at(-1), "reopen");
});

Deno.test("a download that waits is not forgotten over a restart", async () => {
  const before = bench();
  before.state.defers = true;
  before.state.charging = 1;
  await before.update(1, SIGNED);
  const stillCharging = bench(before.state.job);
  stillCharging.state.charging = 1;
  stillCharging.block.started("processOnly");
  await settled();
  assert.deepEqual(stillCharging.done(), ["close, except inUse"]);
  const { block, state } = bench(before.state.job);
  block.started("station");
  await settled();
  assert.deepEqual(state.asked, [1]);
});

Deno.test("an update is accepted when it is on disk, or when it cannot be", async () => {
  for (const outcome of ["taken", "refused"] as const) {
    for (const charging of [0, 1]) {
      const { update, state } = bench();
      const disk = Promise.withResolvers<void>();
      Object.assign(state, { defers: true, charging, disk: disk.promise });
      let answered = false;
      const answer = update(1, SIGNED).finally(() => answered = true);
      // Twice as long as the answer takes without a disk.
      for (let turn = 0; turn < 4; turn++) await settled();
      assert.equal(answered, false);
      if (outcome === "taken") disk.resolve();
      else disk.reject(new Error("disk full"));
      assert.deepEqual(await answer, { status: "Accepted" });
    }
  }
});

Deno.test("an update that ends in the life in which it began makes the connection anew, before all else", async () => {
  const { update, progress, done } = bench();
  await update(1);
  await progress("Installing", 1);
  done();
  await progress("Installed", 1);
  assert.deepEqual(done(), ["reconnect", "reopen", "FirmwareUpdated"]);
});

Deno.test("an update whose end is told after a restart has its new connection already", async () => {
  const rebooting = {
    kind: "signed",
    requestId: 1,
    status: "InstallRebooting",
    installation: "notDue",
  } as const;
  const { progress, done } = bench(rebooting);
  await progress("Installed", 1);
  assert.deepEqual(done(), ["reopen", "FirmwareUpdated"]);
});

Deno.test("an installer that says nothing but that something is installed causes no new connection", async () => {
  const { progress, done } = bench();
  await progress("Installed");
  assert(!done().includes("reconnect"));
});

const FAILED_DOWNLOAD = ["Downloading", "DownloadFailed"] as const;
const FAILED_INSTALLATION = [
  "Downloading",
  "Downloaded",
  "SignatureVerified",
  "Installing",
  "InstallationFailed",
] as const;
const SUCCESS = ["Downloading", "Downloaded", "SignatureVerified", "Installing", "Installed"] as const;

for (const steps of [FAILED_INSTALLATION, SUCCESS]) {
  for (const late of STATUSES) {
    Deno.test(`after ${steps.at(-1)} a late ${late} is not told and changes nothing (L01.FR.01)`, async () => {
      const { update, progress, told, done, triggered } = bench();
      await update(1, SIGNED);
      for (const status of steps) await progress(status, 1);
      const before = await triggered();
      done();
      await progress(late, 1);
      assert.deepEqual(told.map(({ status }) => status), steps);
      assert.deepEqual(done(), []);
      assert.deepEqual(await triggered(), before);
    });
  }
}

Deno.test("what an update has passed is not told again, however often the installer says it (L01.FR.01)", async () => {
  const { update, progress, told, state, done } = bench();
  state.charging = 1;
  await update(1, SIGNED);
  for (
    const status of [
      "Downloading",
      "DownloadPaused",
      "Downloading",
      "DownloadScheduled",
      "Downloaded",
      "Downloading",
      "SignatureVerified",
      "Downloaded",
    ] as const
  ) await progress(status, 1);
  done();
  await progress("SignatureVerified", 1);
  await progress("SignatureVerified", 1);
  assert.deepEqual(told.map(({ status }) => status), [
    "Downloading",
    "DownloadPaused",
    "Downloading",
    "Downloaded",
    "SignatureVerified",
    "InstallScheduled",
  ]);
  assert.deepEqual(done(), []);
});

Deno.test("an installer that tries a failed download again goes on under the same id (L01.FR.30)", async () => {
  const { update, progress, told, done } = bench();
  await update(1, SIGNED);
  for (const status of FAILED_DOWNLOAD) await progress(status, 1);
  done();
  for (const status of ["Downloading", "Downloaded", "SignatureVerified"] as const) await progress(status, 1);
  assert.deepEqual(told.map(({ status }) => status), [
    ...FAILED_DOWNLOAD,
    "Downloading",
    "Downloaded",
    "SignatureVerified",
  ]);
  assert.equal(done().at(-1), "allow");
});

Deno.test("a new request under the same id begins anew, also when its first status is faster than the answer", async () => {
  const { block, update, progress, told, state } = bench();
  await update(1, SIGNED);
  for (const status of SUCCESS) await progress(status, 1);
  let answer = (_: ResponseOf<"UpdateFirmware">) => {};
  state.answer = new Promise((resolve) => answer = resolve) as never;
  const firmware = { location: "x", retrieveDateTime: "2026-01-01T00:00:00Z", ...SIGNED };
  const reply = block.handlers.UpdateFirmware!({ requestId: 1, firmware });
  await settled();
  await progress("Downloading", 1);
  answer({ status: "Accepted" });
  await reply;
  await progress("Downloaded", 1);
  assert.deepEqual(told.slice(SUCCESS.length).map(({ status }) => status), ["Downloading", "Downloaded"]);
});

Deno.test("the failure of an update that was replaced is told once", async () => {
  const { update, progress, told } = bench();
  await update(1, SIGNED);
  await update(2, SIGNED);
  await progress("DownloadFailed", 1);
  await progress("DownloadFailed", 1);
  assert.deepEqual(told, [{ status: "DownloadFailed", requestId: 1 }]);
});

/** Where a reboot finds an update -> how it is told to have ended when the installer has forgotten it. */
const FORGOTTEN = {
  DownloadScheduled: "DownloadFailed",
  Downloading: "DownloadFailed",
  DownloadPaused: "DownloadFailed",
  Downloaded: "InstallationFailed",
  SignatureVerified: "InstallationFailed",
  InstallScheduled: "InstallationFailed",
  Installing: "InstallationFailed",
  InstallRebooting: "InstallationFailed",
} as const;

for (const [status, end] of Object.entries(FORGOTTEN)) {
  forBoth(
    `${status}: what the installer forgets in a reboot has failed, and a trigger says so (L01.FR.26)`,
    async (_more, _ready, kind) => {
      const { block, clock, progress, told, triggered, done, state } = bench({
        ...WAITING,
        kind,
        status: status as Status,
      });
      block.started("station");
      await progress("Idle");
      assert.deepEqual(told, []);
      clock.advance(clock.remainingMs(CONTINUE_TIMER)!);
      await settled();
      assert.deepEqual(told, [{ status: end, requestId: 9 }]);
      assert.deepEqual(await triggered(), { status: end, requestId: 9 });
      assert.deepEqual(done(), ["reopen"]);
      const again = bench(state.job);
      again.block.started("station");
      assert.equal(again.clock.remainingMs(CONTINUE_TIMER), undefined);
    },
  );
}

Deno.test("a request of which the installer had said nothing before the reboot has failed, too", async () => {
  const { block, clock, told } = bench({ requestId: 9, kind: "signed", installation: "notDue" });
  block.started("station");
  clock.advance(clock.remainingMs(CONTINUE_TIMER)!);
  await settled();
  assert.deepEqual(told, [{ status: "DownloadFailed", requestId: 9 }]);
});

forBoth(
  "an installer that goes on after a reboot is followed from wherever it does, at any time",
  async (_more, ready, kind) => {
    for (const wait of ["at once", "after it was given up"] as const) {
      const { block, clock, progress, told, done } = bench({ ...WAITING, kind });
      block.started("station");
      if (wait === "after it was given up") clock.advance(clock.remainingMs(CONTINUE_TIMER)!);
      await settled();
      told.length = 0;
      done();
      await progress(ready, 9);
      assert.equal(clock.remainingMs(CONTINUE_TIMER), undefined);
      await progress("Installing", 9);
      assert.deepEqual(told.map(({ status }) => status), [ready, "Installing"]);
      assert(done().includes("allow"));
    }
  },
);

Deno.test("an installer that repeats after a reboot what the CSMS has been told is allowed to go on, in silence", async () => {
  const { block, progress, told, done } = bench({ ...WAITING, status: "SignatureVerified" });
  block.started("station");
  await settled();
  done();
  await progress("SignatureVerified");
  assert.deepEqual(told, []);
  assert.equal(done().at(-1), "allow");
});

Deno.test("an installation that is scheduled for later is not given up before", async () => {
  const { clock } = bench();
  const later = bench({ ...WAITING, installAtMs: clock.wallMs() + HOUR_MS });
  later.block.started("station");
  // The wait goes on in the next life of our process.
  const next = bench(later.state.job);
  next.block.started("processOnly");
  for (const { clock, told } of [later, next]) {
    clock.advance(HOUR_MS);
    await settled();
    assert.deepEqual(told, []);
    clock.advance(clock.remainingMs(CONTINUE_TIMER)!);
    await settled();
    assert.deepEqual(told, [{ status: "InstallationFailed", requestId: 9 }]);
  }
});

Deno.test("an installer that goes on before the set time is waited for no more", async () => {
  const { clock } = bench();
  const { block, progress, clock: own } = bench({ ...WAITING, installAtMs: clock.wallMs() + HOUR_MS });
  block.started("station");
  assert(own.remainingMs(SET_TIME_TIMER));
  await progress("Downloading", 9);
  assert.equal(own.remainingMs(SET_TIME_TIMER), undefined);
  assert.equal(own.remainingMs(CONTINUE_TIMER), undefined);
});

Deno.test("a boot that tells of new firmware is no failure of the update; nor does one of nobody fail", () => {
  const updated = bench({ ...WAITING, status: "InstallRebooting" });
  assert.equal(updated.block.bootedAfterUpdate(), true);
  updated.block.started("station");
  assert.equal(updated.clock.remainingMs(CONTINUE_TIMER), undefined);
  const ofNobody = bench({ kind: "unknown", status: "Installing", installation: "allowed" });
  ofNobody.block.started("station");
  assert.equal(ofNobody.clock.remainingMs(CONTINUE_TIMER), undefined);
});
