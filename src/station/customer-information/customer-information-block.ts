import type { Clock } from "../../kernel/clock.ts";
import type { Logger } from "../../kernel/logger.ts";
import { reasonOf } from "../../kernel/reason-of.ts";
import { createSerialQueue } from "../../kernel/serial-queue.ts";
import type { RequestOf } from "../../ocpp/messages.ts";
import { statusInfo } from "../../ocpp/reason-codes.ts";
import { type DeviceModel, variableKey } from "../../variables/device-model.ts";
import type { Block } from "../block.ts";
import { type Reply, result } from "../handlers.ts";
import type { Csms } from "../ports/csms.ts";
import { createReportSender, MAX_WAITING_REPORTS } from "../reports/report-sender.ts";
import { type Customer, readCustomer } from "./customer.ts";
import type { CustomerArchive, Finding } from "./customer-archive.ts";
import { type CustomerWish, reportText, type TextPage, textPages } from "./customer-report.ts";

export interface CustomerInformationDeps {
  readonly csms: Csms;
  readonly deviceModel: DeviceModel;
  readonly archives: readonly CustomerArchive[];
  /** Makes unreadable what was removed from the databases. Rejects when the disk refuses. */
  eraseRemoved(): Promise<void>;
  readonly clock: Clock;
  readonly log: Logger;
}

const MAX_LENGTH = variableKey("InternalCtrlr", "MaxCustomerInformationDataLength");
/** Where the device model has no such variable, in UTF-16 units. */
const DEFAULT_MAX_LENGTH = 51_200;

/** N09 and N10: the CSMS reads or clears what is stored about a customer. */
export function createCustomerInformationBlock(deps: CustomerInformationDeps): Block {
  const { deviceModel, archives, log } = deps;
  const inTurn = createSerialQueue();
  /** Accepted requests whose archives are still to be searched; a search reads all log files. */
  let promised = 0;
  const sender = createReportSender<"NotifyCustomerInformation", TextPage>({
    csms: deps.csms,
    clock: deps.clock,
    log,
    action: "NotifyCustomerInformation",
    toRequest: ({ data, tbc }, header) => ({ ...header, data, tbc }),
  });

  function asked(request: RequestOf<"CustomerInformation">): Reply<"CustomerInformation"> {
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
    if (promised >= MAX_WAITING_REPORTS || !sender.hasRoom()) {
      return rejected("OutOfMemory", "too many reports wait to be sent");
    }
    return result<"CustomerInformation">({ status: "Accepted" }, () => {
      promised++;
      void inTurn(() => answer(requestId, customer, { report, clear })).finally(() => promised--);
    });
  }

  /** Never rejects: the CSMS is informed of what cannot be read or removed. */
  async function answer(requestId: number, customer: Customer, wish: CustomerWish): Promise<void> {
    const findings: Finding[] = [];
    for (const archive of archives) findings.push(await search(archive, customer, wish));
    const settled = findings.some(({ fate }) => fate.kind === "cleared") ? await erased(findings) : findings;
    const text = reportText(settled, wish);
    const maxLength = deviceModel.integer(MAX_LENGTH) ?? DEFAULT_MAX_LENGTH;
    sender.send({ requestId, pages: textPages(text, maxLength) });
  }

  async function search(
    { title, find, removal }: CustomerArchive,
    customer: Customer,
    { clear }: CustomerWish,
  ): Promise<Finding> {
    let pieces: readonly string[] = [];
    try {
      pieces = await find(customer);
      if (pieces.length === 0 || !clear) return { title, pieces, fate: { kind: "reported" } };
      if (removal.kind === "refused") {
        return { title, pieces, fate: { kind: "remains", because: removal.because } };
      }
      await removal.clear(customer);
      return { title, pieces, fate: { kind: "cleared" } };
    } catch (error) {
      log.error("information about a customer could not be read or cleared", { title, error });
      const because = `the station failed: ${reasonOf(error)}`;
      return {
        title,
        pieces: pieces.length > 0 ? pieces : ["(unreadable)"],
        fate: { kind: "remains", because },
      };
    }
  }

  /** What the file still holds of it is not cleared. */
  async function erased(findings: readonly Finding[]): Promise<readonly Finding[]> {
    try {
      await deps.eraseRemoved();
      return findings;
    } catch (error) {
      log.error("removed information about a customer could not be erased", { error });
      const because = `removed, but not erased on disk: ${reasonOf(error)}`;
      return findings.map((finding) =>
        finding.fate.kind === "cleared" ? { ...finding, fate: { kind: "remains", because } } : finding
      );
    }
  }

  return { handlers: { CustomerInformation: asked } };
}

function rejected(
  reason: "UnsupportedRequest" | "OutOfMemory",
  text: string,
): Reply<"CustomerInformation"> {
  return result<"CustomerInformation">({ status: "Rejected", statusInfo: statusInfo(reason, text) });
}
