import type { Clock } from "../../kernel/clock.ts";
import type { Logger } from "../../kernel/logger.ts";
import { createSerialQueue } from "../../kernel/serial-queue.ts";
import type { RequestOf } from "../../ocpp/messages.ts";
import { statusInfo } from "../../ocpp/reason-codes.ts";
import { type DeviceModel, variableKey } from "../../variables/device-model.ts";
import type { Block } from "../block.ts";
import { type Reply, result } from "../handlers.ts";
import type { Csms } from "../ports/csms.ts";
import { MAX_WAITING_REPORTS } from "../reports/report-sender.ts";
import { createAnswerSender } from "./answer-sender.ts";
import { readCustomer } from "./customer.ts";
import type { CustomerArchive, CustomerFinding } from "./customer-archive.ts";
import { foundBy, notErased, searchAll, settleAll } from "./customer-search.ts";
import { reportText, textPages } from "./customer-report.ts";
import type { OwedAnswer, OwedAnswerStore } from "./owed-answer.ts";

export interface CustomerInformationDeps {
  readonly csms: Csms;
  readonly deviceModel: DeviceModel;
  readonly archives: readonly CustomerArchive[];
  readonly store: OwedAnswerStore;
  /** Makes unreadable what was removed from the databases. Rejects when the disk refuses. */
  eraseRemoved(): Promise<void>;
  readonly clock: Clock;
  readonly log: Logger;
}

const MAX_LENGTH = variableKey("InternalCtrlr", "MaxCustomerInformationDataLength");
/** Where the device model has no such variable, in UTF-16 units. */
const DEFAULT_MAX_LENGTH = 51_200;

/** An answer on its way from the request to the CSMS. */
interface Owed {
  readonly id: number;
  answer: OwedAnswer;
  isBegun: boolean;
}

/** N09 and N10: the CSMS reads or clears what is stored about a customer. */
export function createCustomerInformationBlock(deps: CustomerInformationDeps): Block {
  const { deviceModel, archives, store, log } = deps;
  /** A search reads all log files. */
  const inTurn = createSerialQueue();
  const sender = createAnswerSender(deps);
  const owed = new Set<Owed>();
  let lastId = 0;
  /** What the process leaves behind is on disk, and the next one goes on with it. */
  const ending = new AbortController();

  async function asked(request: RequestOf<"CustomerInformation">): Promise<Reply<"CustomerInformation">> {
    const { requestId, report, clear } = request;
    const customer = readCustomer(request);
    if (customer === undefined) {
      const text =
        "exactly one of idToken, customerIdentifier and customerCertificate is needed, and not empty";
      return result<"CustomerInformation">({
        status: "Invalid",
        statusInfo: statusInfo("InvalidValue", text),
      });
    }
    if (!report && !clear) return rejected("UnsupportedRequest", "neither report nor clear is asked for");
    if (owed.size >= MAX_WAITING_REPORTS) return rejected("OutOfMemory", "too many answers are owed");
    const one: Owed = {
      id: ++lastId,
      answer: { requestId, customer, wish: { report, clear } },
      isBegun: false,
    };
    owed.add(one);
    if (!await isSaved(one)) {
      owed.delete(one);
      return rejected("InternalError", "the request could not be stored");
    }
    return result<"CustomerInformation">({ status: "Accepted" }, () => begin(one));
  }

  function begin(one: Owed): void {
    if (one.isBegun) return;
    one.isBegun = true;
    void inTurn(async () => {
      const text = one.answer.text ?? await carryOut(one);
      if (text !== undefined) send(one, text);
    });
  }

  function send(one: Owed, text: string): void {
    sender.send({
      requestId: one.answer.requestId,
      pages: [...textPages(text)],
      settled: () => void inTurn(() => forget(one)),
    });
  }

  /**
   * Never rejects: the CSMS is informed of what cannot be read or removed. Undefined when the process ends meanwhile and
   * its databases are closed; what was found is on disk by then, and the next process goes on.
   */
  async function carryOut(one: Owed): Promise<string | undefined> {
    const { customer, wish } = one.answer;
    const search = { log, ending: ending.signal };
    const searches = await searchAll(archives, one.answer, search);
    if (searches === undefined) return undefined;
    if (wish.clear) await remember(one, { found: foundBy(searches) });
    const findings = await settleAll(searches, { customer, wish }, search);
    if (findings === undefined) return undefined;
    const settled = findings.some(({ fate }) => fate.kind === "cleared") ? await erased(findings) : findings;
    const text = reportText(settled, wish, deviceModel.integer(MAX_LENGTH) ?? DEFAULT_MAX_LENGTH);
    if (ending.signal.aborted) return undefined;
    await remember(one, { text });
    return text;
  }

  /** What the file still holds of it is not cleared. */
  async function erased(findings: readonly CustomerFinding[]): Promise<readonly CustomerFinding[]> {
    try {
      await deps.eraseRemoved();
      return findings;
    } catch (error) {
      log.error("removed information about a customer could not be erased", { error });
      return findings.map((finding) => notErased(finding, error));
    }
  }

  /** A step that the disk refuses to store is in the log, and is reported all the same. */
  async function remember(one: Owed, step: Pick<OwedAnswer, "found" | "text">): Promise<void> {
    one.answer = { ...one.answer, ...step };
    await isSaved(one);
  }

  /** What only reads can be asked for again, and leaves nothing on the disk. */
  async function isSaved({ id, answer }: Owed): Promise<boolean> {
    if (!answer.wish.clear) return true;
    try {
      await store.put(id, answer);
      return true;
    } catch (error) {
      log.error("an answer about a customer could not be stored", { requestId: answer.requestId, error });
      return false;
    }
  }

  /** The CSMS has the answer: nothing of it stays either. */
  async function forget(one: Owed): Promise<void> {
    owed.delete(one);
    // A row that stays is sent again after a restart; what was removed is erased then.
    if (one.answer.wish.clear) await eraseAfter(() => store.remove(one.id));
  }

  async function eraseAfter(removal: () => Promise<void>): Promise<void> {
    if (ending.signal.aborted) return;
    try {
      await removal();
      await deps.eraseRemoved();
      await store.noteErasure();
    } catch (error) {
      log.error("removed information about a customer could not be erased", { error });
    }
  }

  return {
    handlers: { CustomerInformation: asked },
    started() {
      // The last process ended between removing and erasing, or the disk refused.
      if (store.isErasureOwed()) void inTurn(() => eraseAfter(() => Promise.resolve()));
      for (const { id, answer } of store.load()) {
        lastId = Math.max(lastId, id);
        const one = { id, answer, isBegun: false };
        owed.add(one);
        begin(one);
      }
    },
    csmsReachable() {
      // Also those whose acceptance could not be sent: they are on disk.
      for (const one of owed) begin(one);
      sender.reachable();
    },
    processEnds() {
      ending.abort();
      sender.stop();
    },
  };
}

function rejected(
  reason: "UnsupportedRequest" | "OutOfMemory" | "InternalError",
  text: string,
): Reply<"CustomerInformation"> {
  return result<"CustomerInformation">({ status: "Rejected", statusInfo: statusInfo(reason, text) });
}
