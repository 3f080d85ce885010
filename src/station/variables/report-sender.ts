import { type Clock, toTimestamp } from "../../kernel/clock.ts";
import type { Logger } from "../../kernel/logger.ts";
import type { ReportPage } from "../../variables/report-pages.ts";
import type { Csms } from "../ports/csms.ts";

/** Reports that may wait while one is being sent; a further request is Rejected. */
export const MAX_WAITING_REPORTS = 8;

/** A report that was promised to the CSMS. */
export interface PromisedReport {
  readonly requestId: number;
  /** Made page by page, each when its predecessor was answered. */
  readonly pages: Iterable<ReportPage>;
}

export interface ReportSender {
  /** False while too many reports wait: then nothing may be promised. */
  hasRoom(): boolean;
  /** Sends the report after those that were promised before. */
  send(report: PromisedReport): void;
}

/** Sends reports one after the other, each as a sequence of NotifyReport. */
export function createReportSender(deps: {
  readonly csms: Csms;
  readonly clock: Clock;
  readonly log: Logger;
}): ReportSender {
  const { csms, clock, log } = deps;
  const waiting: PromisedReport[] = [];
  let sending = false;

  const run = async () => {
    sending = true;
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await sendOne(next);
    sending = false;
  };

  const sendOne = async ({ requestId, pages }: PromisedReport) => {
    const generatedAt = toTimestamp(clock.wallMs());
    // Pages count from 0.
    let seqNo = 0;
    for (const { reportData, tbc } of pages) {
      // A report that the CSMS asked for is sent also while registration is Pending.
      const outcome = await csms.call(
        "NotifyReport",
        { requestId, generatedAt, seqNo, tbc, reportData },
        "control",
      );
      if (outcome.kind !== "result") {
        // The rest would be of no use without this page; the CSMS asks again when it wants the report.
        log.warning("A report was given up", { requestId, seqNo, outcome: outcome.kind });
        return;
      }
      seqNo++;
    }
    log.info("A report was sent", { requestId, pages: seqNo });
  };

  return {
    hasRoom: () => waiting.length < MAX_WAITING_REPORTS,
    send: (report) => {
      waiting.push(report);
      if (!sending) void run();
    },
  };
}
