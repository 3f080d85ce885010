import { type Clock, toTimestamp } from "../../kernel/clock.ts";
import type { Logger } from "../../kernel/logger.ts";
import type { Action, RequestOf } from "../../ocpp/messages.ts";
import type { CallLane, Csms } from "../ports/csms.ts";

/** Reports that may wait while one is being sent; a further request is Rejected (B07.FR.13, B08.FR.16). */
export const MAX_WAITING_REPORTS = 8;

/** A report that the CSMS was promised. */
export interface PromisedReport<Page> {
  readonly requestId: number;
  /** Each page is made when the one before was answered. */
  readonly pages: Iterable<Page> | AsyncIterable<Page>;
}

/** What every message of a report needs besides its page. */
export interface PageHeader {
  readonly requestId: number;
  /** When the first page was made, RFC 3339. */
  readonly generatedAt: string;
  /** Counts the pages of the report from 0. */
  readonly seqNo: number;
}

export interface ReportSenderDeps<A extends Action, Page> {
  readonly csms: Csms;
  readonly clock: Clock;
  readonly log: Logger;
  /** The message that carries one page. */
  readonly action: A;
  toRequest(page: Page, header: PageHeader): RequestOf<A>;
}

export interface ReportSender<Page> {
  /** False while too many reports wait: then the request must be refused. */
  hasRoom(): boolean;
  /** Sends the report after those that were promised before. */
  send(report: PromisedReport<Page>): void;
}

/** Sends reports of one kind one after the other, each as a sequence of messages. */
export function createReportSender<A extends Action, Page>(
  deps: ReportSenderDeps<A, Page>,
): ReportSender<Page> {
  const { csms, clock, log, action, toRequest } = deps;
  // B02.FR.02: of all reports only those of the device model are sent before the CSMS has accepted the station.
  const lane: CallLane = action === "NotifyReport" ? "control" : "promised";
  const waiting: PromisedReport<Page>[] = [];
  let sending = false;

  const run = async () => {
    sending = true;
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await sendOne(next);
    sending = false;
  };

  const sendOne = async ({ requestId, pages }: PromisedReport<Page>) => {
    const generatedAt = toTimestamp(clock.wallMs());
    let seqNo = 0;
    for await (const page of pages) {
      const outcome = await csms.call(action, toRequest(page, { requestId, generatedAt, seqNo }), lane);
      if (outcome.kind !== "result") {
        // The rest would be incomplete without this page; the CSMS can request the report again.
        log.warning("a report was given up", { action, requestId, seqNo, outcome: outcome.kind });
        return;
      }
      seqNo++;
    }
    log.info("a report was sent", { action, requestId, pages: seqNo });
  };

  return {
    hasRoom: () => waiting.length < MAX_WAITING_REPORTS,
    send: (report) => {
      waiting.push(report);
      if (!sending) void run();
    },
  };
}
