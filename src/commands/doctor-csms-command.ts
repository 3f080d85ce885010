import { type CsmsExaminationAnswer, csmsFindings, type Finding } from "../inspection/csms-examination.ts";
import { type CommandCall, type CommandDefinition, EXIT, type ExitStatus, notAnswered } from "./command.ts";
import { findingsText } from "./findings-text.ts";

/** `doctor csms`: the connection, step by step. */
export const DOCTOR_CSMS: CommandDefinition = {
  name: "doctor csms",
  summary:
    "the connection to the CSMS step by step. It never disturbs the station: while that is connected, no second " +
    "connection is opened, because a CSMS drops the older one; no BootNotification is sent",
  arguments: [],
  options: [{
    name: "slot",
    value: "N",
    summary: "configuration slot; default: the connected or the first one",
  }],
  example: {
    line: "OCPP201 doctor csms",
    says: "the failed step comes with its likely cause and what to do",
  },
  async run(call): Promise<ExitStatus> {
    const slot = slotOf(call);
    if (slot === "malformed") return notAnswered(call, "--slot is the number of a configuration slot");
    const asked = await call.io.ask("doctor.csms", slot === undefined ? {} : { slot });
    if ("failure" in asked) return notAnswered(call, asked.failure.text);
    const answer = asked.answer as CsmsExaminationAnswer;
    const findings = csmsFindings(answer);
    const { target } = answer.connection;
    if (call.io.isJson) call.io.print(JSON.stringify({ ...(target && { target }), findings }));
    else call.io.print(text(findings, target?.url));
    return findings.some(({ verdict }) => verdict === "failed") ? EXIT.findings : EXIT.fine;
  },
};

function slotOf({ options }: CommandCall): number | undefined | "malformed" {
  if (options["slot"] === undefined) return undefined;
  const slot = Number(options["slot"]);
  return Number.isSafeInteger(slot) ? slot : "malformed";
}

function text(findings: readonly Finding[], url: string | undefined): string {
  const head = url === undefined ? [] : [`CSMS: ${url}`, ""];
  return [...head, findingsText(findings)].join("\n");
}
