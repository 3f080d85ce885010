import assert from "node:assert/strict";
import type { RequestOf } from "../../../../src/ocpp/messages.ts";
import type { CustomerArchive } from "../../../../src/station/customer-information/customer-archive.ts";
import { createCustomerInformationBlock } from "../../../../src/station/customer-information/customer-information-block.ts";
import { MAX_WAITING_REPORTS } from "../../../../src/station/reports/report-sender.ts";
import { FakeClock } from "../../../fakes/fake-clock.ts";
import { RecordingLogger } from "../../../fakes/recording-logger.ts";
import { FakeCsms, settled } from "../fake-csms.ts";
import { FakeDeviceModel } from "../fake-device-model.ts";

const CUSTOMER = { requestId: 5, idToken: { idToken: "A", type: "ISO14443" } } as const;

function setUp(archives: readonly CustomerArchive[], eraseRemoved = () => Promise.resolve()) {
  const csms = new FakeCsms();
  csms.always("NotifyCustomerInformation", {});
  const log = new RecordingLogger();
  const { handlers } = createCustomerInformationBlock({
    csms,
    deviceModel: new FakeDeviceModel({ "InternalCtrlr.MaxCustomerInformationDataLength": "600" }),
    archives,
    eraseRemoved,
    clock: new FakeClock(),
    log,
  });
  const ask = async (request: RequestOf<"CustomerInformation">) => {
    const reply = await handlers!.CustomerInformation!(request);
    assert(reply.kind === "result");
    reply.afterSent?.();
    await settled();
    const { status, statusInfo } = reply.response;
    return statusInfo ? `${status} ${statusInfo.reasonCode}` : status;
  };
  const told = () => csms.requests("NotifyCustomerInformation").map(({ data }) => data);
  return { ask, told, csms, log };
}

/** An archive in memory; `broken` refuses what it names. */
function archive(title: string, pieces: string[], broken?: "find" | "clear"): CustomerArchive {
  const refuse = () => Promise.reject(new Error("disk I/O error"));
  return {
    title,
    find: () => broken === "find" ? refuse() : Promise.resolve([...pieces]),
    removal: {
      kind: "possible",
      clear() {
        if (broken === "clear") return refuse();
        pieces.length = 0;
        return Promise.resolve();
      },
    },
  };
}

Deno.test("CustomerInformation: invalid without one customer, rejected when nothing is asked for", async () => {
  const { ask, csms } = setUp([]);
  assert.equal(await ask({ requestId: 1, report: true, clear: true }), "Invalid InvalidValue");
  assert.equal(await ask({ ...CUSTOMER, report: false, clear: false }), "Rejected UnsupportedRequest");
  assert.deepEqual(csms.sent, []);
});

Deno.test("CustomerInformation: found, cleared and found no more", async () => {
  let erased = 0;
  const { ask, told } = setUp([archive("Here", ["x"]), archive("There", [])], () => {
    erased++;
    return Promise.resolve();
  });
  await ask({ ...CUSTOMER, report: true, clear: false });
  assert.equal(erased, 0);
  await ask({ ...CUSTOMER, report: true, clear: true });
  await ask({ ...CUSTOMER, report: true, clear: true });
  assert.deepEqual(told(), ["Here:\nx", "Here, cleared:\nx", ""]);
  assert.equal(erased, 1);
});

Deno.test("CustomerInformation: what the disk refuses is told, not hidden", async () => {
  const broken = setUp([archive("Here", ["x"], "clear"), archive("There", ["y"], "find")]);
  await broken.ask({ ...CUSTOMER, report: false, clear: true });
  assert.deepEqual(broken.told(), [
    "Cleared\nHere, not cleared: the station failed: disk I/O error\n" +
    "There, not cleared: the station failed: disk I/O error",
  ]);
  const unerased = setUp([archive("Here", ["x"])], () => Promise.reject(new Error("disk full")));
  await unerased.ask({ ...CUSTOMER, report: true, clear: true });
  assert.deepEqual(unerased.told(), ["Here, not cleared: removed, but not erased on disk: disk full\nx"]);
  assert.equal(
    [...broken.log.lines, ...unerased.log.lines].filter(({ level }) => level === "error").length,
    3,
  );
});

Deno.test("CustomerInformation: long answers come in several messages, up to the configured length", async () => {
  const { ask, csms } = setUp([archive("Here", ["x".repeat(1000)])]);
  await ask({ ...CUSTOMER, report: true, clear: false });
  const pages = csms.requests("NotifyCustomerInformation");
  assert.deepEqual(pages.map(({ data, tbc, seqNo }) => [data.length, tbc, seqNo]), [[512, true, 0], [
    88,
    false,
    1,
  ]]);
});

Deno.test("CustomerInformation: while archives are searched, only so many further requests are accepted", async () => {
  const { promise: searched, resolve: finish } = Promise.withResolvers<void>();
  const slow: CustomerArchive = {
    title: "Logs",
    find: () => searched.then(() => []),
    removal: { kind: "refused", because: "" },
  };
  const { ask, told } = setUp([slow]);
  const request = { ...CUSTOMER, report: true, clear: false };
  for (let count = 0; count < MAX_WAITING_REPORTS; count++) assert.equal(await ask(request), "Accepted");
  assert.equal(await ask(request), "Rejected OutOfMemory");
  finish();
  for (let count = 0; count < MAX_WAITING_REPORTS; count++) await settled();
  assert.equal(told().length, MAX_WAITING_REPORTS);
  assert.equal(await ask(request), "Accepted");
});
