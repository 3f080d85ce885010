import { type CsmsExaminationAnswer, csmsFindings } from "../inspection/csms-examination.ts";
import {
  busFindings,
  clockFindings,
  diskFindings,
  type DoctorAnswer,
  startingFindings,
} from "../inspection/doctor.ts";
import type { StationStatus } from "../inspection/status.ts";
import { type CommandCall, type CommandDefinition, EXIT, type ExitStatus, notAnswered } from "./command.ts";
import { findingsText, type PrintedFinding } from "./findings-text.ts";

/** A part of the diagnosis: its title and what was found; a text: why nothing could be found out. */
type Examined = { readonly title: string; readonly findings: readonly PrintedFinding[] } | string;

const SLOT = {
  name: "slot",
  value: "N",
  summary: "configuration slot; default: the connected or the first one",
};

/** `doctor csms`: the connection, step by step. */
const DOCTOR_CSMS: CommandDefinition = {
  name: "doctor csms",
  summary: "the connection to the CSMS step by step, without disturbing it",
  remarks:
    "While the station is connected there is no second connection, because a CSMS drops the older one of " +
    "the same identity: what the running connection proves counts. Otherwise a connection of its own is opened and " +
    "closed; it sends no BootNotification, and the station's own attempts wait meanwhile.",
  arguments: [],
  options: [SLOT],
  example: {
    line: "OCPP201 doctor csms",
    says: "the failed step comes with its likely cause and what to do",
  },
  run: (call) => show(call, [examineCsms]),
};

const DOCTOR_BUS: CommandDefinition = {
  name: "doctor bus",
  summary: "whether EVerest is there, and what the module waits for",
  arguments: [],
  options: [],
  example: { line: "OCPP201 doctor bus", says: "names what has not finished its start" },
  run: (call) => show(call, [examineBus]),
};

const DOCTOR_CLOCK: CommandDefinition = {
  name: "doctor clock",
  summary: "the station's clock, compared with that of the CSMS",
  arguments: [],
  options: [],
  example: { line: "OCPP201 doctor clock", says: "says by how much it is off" },
  run: (call) => show(call, [examineClock]),
};

const DOCTOR_DISK: CommandDefinition = {
  name: "doctor disk",
  summary: "whether the disk takes what the station must remember",
  arguments: [],
  options: [],
  example: { line: "OCPP201 doctor disk", says: "says how much waits in memory for space on the disk" },
  run: (call) => show(call, [examineDisk]),
};

const DOCTOR_ALL: CommandDefinition = {
  name: "doctor",
  summary: "everything that doctor csms, bus, clock and disk show",
  arguments: [],
  options: [SLOT],
  example: { line: "OCPP201 doctor", says: "returns 1 when anything needs a look" },
  run: (call) => show(call, [examineCsms, examineBus, examineClock, examineDisk]),
};

/** The more particular ones first: the first name that fits is the command. */
export const DOCTOR_COMMANDS: readonly CommandDefinition[] = [
  DOCTOR_CSMS,
  DOCTOR_BUS,
  DOCTOR_CLOCK,
  DOCTOR_DISK,
  DOCTOR_ALL,
];

async function show(
  call: CommandCall,
  parts: readonly ((call: CommandCall) => Promise<Examined>)[],
): Promise<ExitStatus> {
  const examined: Exclude<Examined, string>[] = [];
  for (const part of parts) {
    const found = await part(call);
    if (typeof found === "string") return notAnswered(call, found);
    examined.push(found);
  }
  const findings = examined.flatMap(({ findings }) => findings);
  call.io.print(
    call.io.isJson
      ? JSON.stringify({ parts: examined })
      : examined.map(({ title, findings }) => `${title}\n\n${findingsText(findings, call.io.columns())}`)
        .join("\n\n"),
  );
  return findings.some(({ verdict }) => verdict === "failed") ? EXIT.findings : EXIT.fine;
}

async function examineCsms({ io, options }: CommandCall): Promise<Examined> {
  const slot = options["slot"] === undefined ? undefined : Number(options["slot"]);
  if (slot !== undefined && !Number.isSafeInteger(slot)) {
    return "--slot is the number of a configuration slot";
  }
  const asked = await io.ask("doctor.csms", slot === undefined ? {} : { slot });
  if ("failure" in asked) return asked.failure.text;
  const answer = asked.answer as CsmsExaminationAnswer;
  const { target } = answer.connection;
  return { title: target === undefined ? "CSMS" : `CSMS: ${target.url}`, findings: csmsFindings(answer) };
}

async function examineBus(call: CommandCall): Promise<Examined> {
  const asked = await call.io.ask("status");
  if ("failure" in asked) return asked.failure.text;
  const status = asked.answer as StationStatus;
  if (status.kind === "starting") {
    return { title: "Bus", findings: startingFindings(status.phase, status.nowMs - status.startedMs) };
  }
  return await examined(call, "Bus", ({ bus }) => busFindings(bus));
}

function examineClock(call: CommandCall): Promise<Examined> {
  return examined(call, "Clock", ({ clock }) => clockFindings(clock));
}

function examineDisk(call: CommandCall): Promise<Examined> {
  return examined(call, "Disk", ({ disk }) => diskFindings(disk));
}

async function examined(
  { io }: CommandCall,
  title: string,
  findings: (answer: DoctorAnswer) => readonly PrintedFinding[],
): Promise<Examined> {
  const asked = await io.ask("doctor");
  return "failure" in asked
    ? asked.failure.text
    : { title, findings: findings(asked.answer as DoctorAnswer) };
}
