import type { LinkState } from "../csms/link-state.ts";
import { assertNever } from "../kernel/assert-never.ts";
import type { RunningStatus } from "./status.ts";

/** What the line of `systemctl status` is made of: nothing that changes by itself, such as a duration. */
export interface ServiceFacts {
  readonly link:
    | { readonly kind: "stopped" | "connecting" }
    | Pick<LinkState & { kind: "online" }, "kind" | "url">
    | Pick<LinkState & { kind: "waiting" }, "kind" | "reason">;
  readonly registration: RunningStatus["registration"];
  /** Messages that wait for the CSMS. */
  readonly waiting: number;
  /** Open ones. */
  readonly transactions: number;
}

/** The line of `systemctl status`. */
export function serviceLine(facts: ServiceFacts): string {
  return [
    linkText(facts),
    counted(facts.transactions, "transaction"),
    counted(facts.waiting, "message", " waiting"),
  ].join(", ");
}

function linkText({ link, registration }: ServiceFacts): string {
  switch (link.kind) {
    case "stopped":
      return "OCPP is stopped";
    case "connecting":
      return "connecting to the CSMS";
    case "waiting":
      return `not connected to the CSMS (${link.reason})`;
    case "online":
      return `connected to ${link.url}${REGISTRATION[registration]}`;
    default:
      return assertNever(link);
  }
}

const REGISTRATION: Readonly<Record<ServiceFacts["registration"], string>> = {
  Accepted: "",
  Pending: " (the CSMS keeps the registration pending)",
  Rejected: " (the CSMS has rejected the station)",
  none: " (the CSMS has not answered BootNotification)",
};

function counted(count: number, what: string, rest = ""): string {
  return `${count === 0 ? "no" : count} ${what}${count === 1 ? "" : "s"}${rest}`;
}
