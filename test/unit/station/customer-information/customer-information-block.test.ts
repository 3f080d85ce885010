import assert from "node:assert/strict";
import type { RequestOf } from "../../../../src/ocpp/messages.ts";
import { ANSWER_RETRY_TIMER } from "../../../../src/station/customer-information/answer-sender.ts";
import type { CustomerArchive } from "../../../../src/station/customer-information/customer-archive.ts";
import { createCustomerInformationBlock } from "../../../../src/station/customer-information/customer-information-block.ts";
import type {
  OwedAnswer,
  OwedAnswerStore,
} from "../../../../src/station/customer-information/owed-answer.ts";
import { MAX_WAITING_REPORTS } from "../../../../src/station/reports/report-sender.ts";
import { FakeClock } from "../../../fakes/fake-clock.ts";
import { RecordingLogger } from "../../../fakes/recording-logger.ts";
import { FakeCsms, settled } from "../fake-csms.ts";
import { FakeDeviceModel } from "../fake-device-model.ts";

const CUSTOMER = { requestId: 5, idToken: { idToken: "A", type: "ISO14443" } } as const;

/** What a disk keeps, for one block after the other; `refuses` is what it says from then on. */
class MemoryStore implements OwedAnswerStore {
  readonly answers = new Map<number, OwedAnswer>();
  refuses = false;
  owesErasure = false;

  load() {
    return [...this.answers].map(([id, answer]) => ({ id, answer }));
  }

  put(id: number, answer: OwedAnswer) {
    if (this.refuses) return Promise.reject(new Error("disk full"));
    this.answers.set(id, answer);
    return Promise.resolve();
  }

  remove(id: number) {
    this.answers.delete(id);
    this.owesErasure = true;
    return Promise.resolve();
  }

  isErasureOwed() {
    return this.owesErasure;
  }

  noteErasure() {
    this.owesErasure = false;
    return Promise.resolve();
  }
}

function setUp(
  archives: readonly CustomerArchive[],
  eraseRemoved = () => Promise.resolve(),
  store = new MemoryStore(),
) {
  const csms = new FakeCsms();
  csms.always("NotifyCustomerInformation", {});
  const log = new RecordingLogger();
  const clock = new FakeClock();
  const block = createCustomerInformationBlock({
    csms,
    deviceModel: new FakeDeviceModel({ "InternalCtrlr.MaxCustomerInformationDataLength": "600" }),
    archives,
    store,
    eraseRemoved,
    clock,
    log,
  });
  const request = async (request: RequestOf<"CustomerInformation">) => {
    const reply = await block.handlers!.CustomerInformation!(request);
    assert(reply.kind === "result");
    return reply;
  };
  const ask = async (question: RequestOf<"CustomerInformation">) => {
    const reply = await request(question);
    reply.afterSent?.();
    await settled();
    await settled();
    const { status, statusInfo } = reply.response;
    return statusInfo ? `${status} ${statusInfo.reasonCode}` : status;
  };
  const told = () => csms.requests("NotifyCustomerInformation").map(({ data }) => data);
  return { block, request, ask, told, csms, log, clock, store };
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
  // What was found, and twice what was remembered for the answer.
  assert.equal(erased, 3);
});

Deno.test("CustomerInformation: what was removed and not erased is erased at the next start, once", async () => {
  let [erasures, diskRefuses] = [0, false];
  const erase = () => {
    erasures++;
    return diskRefuses ? Promise.reject(new Error("disk full")) : Promise.resolve();
  };
  const first = setUp([archive("Here", [])], erase);
  diskRefuses = true;
  await first.ask({ ...CUSTOMER, report: true, clear: true });
  assert.equal(first.store.owesErasure, true);
  erasures = 0;
  for (const refuses of [true, false, false]) {
    diskRefuses = refuses;
    void setUp([], erase, first.store).block.started!("processOnly");
    await settled();
  }
  assert.equal(erasures, 2);
  assert.equal(first.store.owesErasure, false);
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
    4,
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

Deno.test("CustomerInformation: a page without an answer is repeated, after a while and after a reconnect", async () => {
  const { block, ask, csms, clock } = setUp([archive("Here", ["x".repeat(1000)])]);
  csms.online = false;
  await ask({ ...CUSTOMER, report: true, clear: true });
  assert.deepEqual(csms.sent, []);
  csms.online = true;
  block.csmsReachable!();
  await settled();
  const pages = () => csms.requests("NotifyCustomerInformation").map(({ seqNo }) => seqNo);
  assert.deepEqual(pages(), [0, 1]);
  csms.doesNotAnswer("NotifyCustomerInformation");
  await ask({ ...CUSTOMER, report: true, clear: false });
  assert.deepEqual(pages(), [0, 1, 0]);
  await csms.settle("NotifyCustomerInformation", { kind: "timeout" });
  assert.deepEqual(clock.pending(), [ANSWER_RETRY_TIMER]);
  clock.advance(60_000);
  await settled();
  assert.deepEqual(pages(), [0, 1, 0, 0]);
  block.processEnds!();
});

Deno.test("CustomerInformation: a process that ends at any moment of a clearing costs no answer", async () => {
  const store = new MemoryStore();
  const pieces = ["x"];
  const first = setUp([archive("Here", pieces)], undefined, store);
  // The acceptance was the last that it did.
  await first.request({ ...CUSTOMER, report: true, clear: true });
  const restarted = async () => {
    const next = setUp([archive("Here", pieces)], undefined, store);
    next.csms.online = false;
    void next.block.started!("processOnly");
    await settled();
    await settled();
    return next;
  };
  // This one carries it out and cannot tell it, neither can the next one.
  await restarted();
  assert.deepEqual(pieces, []);
  const last = await restarted();
  last.csms.online = true;
  last.block.csmsReachable!();
  await settled();
  assert.deepEqual(last.told(), ["Here, cleared:\nx"]);
  assert.deepEqual([...store.answers], []);
});

Deno.test("CustomerInformation: a process that ends while it clears touches no database any more, and the next goes on", async () => {
  const store = new MemoryStore();
  const [here, there] = [["x"], ["y"]];
  const clearing = Promise.withResolvers<void>();
  let erased = 0;
  const closed = () => Promise.reject(new Error("database is not open"));
  const slow: CustomerArchive = {
    ...archive("Here", here),
    removal: { kind: "possible", clear: () => clearing.promise.then(() => void (here.length = 0)) },
  };
  const first = setUp([slow, archive("There", there, "clear")], () => (erased++, closed()), store);
  await first.ask({ ...CUSTOMER, report: true, clear: true });
  first.block.processEnds!();
  store.refuses = true;
  clearing.resolve();
  await settled();
  assert.equal(erased, 0);
  assert.deepEqual(first.log.messages("error"), []);
  store.refuses = false;
  const next = setUp([archive("Here", here), archive("There", there)], undefined, store);
  void next.block.started!("processOnly");
  await settled();
  await settled();
  assert.deepEqual(next.told(), ["Here, cleared:\nx\nThere, cleared:\ny"]);
});

Deno.test("CustomerInformation: what was found is told although the clearing was cut off", async () => {
  const store = new MemoryStore();
  const wish = { report: true, clear: true };
  const customer = { kind: "token", idToken: CUSTOMER.idToken } as const;
  await store.put(3, { requestId: 7, customer, wish, found: { Here: ["x"], There: [] } });
  const { block, told } = setUp([archive("Here", []), archive("There", ["y"])], undefined, store);
  void block.started!("station");
  await settled();
  await settled();
  assert.deepEqual(told(), ["Here, cleared:\nx\nThere, cleared:\ny"]);
});

Deno.test("CustomerInformation: a clearing that the disk does not remember is not accepted", async () => {
  const { ask, csms, store } = setUp([archive("Here", ["x"])]);
  store.refuses = true;
  assert.equal(await ask({ ...CUSTOMER, report: true, clear: true }), "Rejected InternalError");
  assert.deepEqual(csms.sent, []);
  assert.equal(await ask({ ...CUSTOMER, report: true, clear: false }), "Accepted");
});
