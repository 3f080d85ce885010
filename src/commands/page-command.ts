import { reasonOf } from "../kernel/reason-of.ts";
import { collectReport } from "../runtime/report/collect-report.ts";
import { answerWithoutSecrets } from "../runtime/report/masking.ts";
import type { InspectionOutcome } from "../inspection/inspection-client.ts";
import { parseJson } from "../kernel/json.ts";
import { answersForReport } from "./report-command.ts";
import type { DownloadedReport } from "../page/page-server.ts";
import { LivePage } from "../page/live-page.ts";
import { answerRequest } from "../page/page-server.ts";
import { type CommandCall, type CommandDefinition, EXIT, type ExitStatus, notAnswered } from "./command.ts";
import { MAX_PORT, numberOption } from "./number-option.ts";

const DEFAULT_PORT = 8201;
const INTERVAL_MS = 1000;

/** `page`: serves the live page until it is interrupted. */
export const PAGE: CommandDefinition = {
  name: "page",
  summary: "a live page of the station to browsers on this machine",
  arguments: [],
  options: [{
    name: "port",
    value: "N",
    summary: `port on this machine, 0 for any; default ${DEFAULT_PORT}`,
  }],
  example: {
    line: "OCPP201 page",
    says:
      `from a laptop: ssh -L ${DEFAULT_PORT}:localhost:${DEFAULT_PORT} station, then open http://localhost:${DEFAULT_PORT}`,
  },
  async run(call) {
    const port = numberOption(call.options["port"], DEFAULT_PORT, [0, MAX_PORT]);
    if (port === undefined) return notAnswered(call, `--port must be a number from 0 to ${MAX_PORT}`);
    const page = new LivePage({
      ask: async (question, parameters) => withoutSecrets(await call.io.ask(question, parameters)),
      nowMs: () => call.io.nowMs(),
      report: () => report(call),
    });
    try {
      const service = await call.io.serveHttp(port, (request) => answerRequest(request, page));
      return await serve(service, page, call);
    } catch (error) {
      return notAnswered(call, `the page cannot be served on port ${port}: ${reasonOf(error)}`);
    }
  },
};

async function serve(
  service: { readonly port: number; stop(): Promise<void> },
  page: LivePage,
  { io }: CommandCall,
): Promise<ExitStatus> {
  const url = `http://localhost:${service.port}`;
  io.print(io.isJson ? JSON.stringify({ url }) : `The page is at ${url} until you interrupt this command.`);
  while (await io.pause(INTERVAL_MS) === "elapsed") page.tick();
  await service.stop();
  return EXIT.fine;
}

/** What the module masks is masked; this covers what EVerest's modules and addresses hide in their texts. */
function withoutSecrets(asked: InspectionOutcome): InspectionOutcome {
  if ("failure" in asked) return asked;
  const json = parseJson(answerWithoutSecrets(asked.answer, "masked"));
  return json.kind === "malformed"
    ? { failure: { kind: "malformed", text: "the answer is no JSON" } }
    : { answer: json.value };
}

/** The archive that `report` writes. */
async function report({ io }: CommandCall): Promise<DownloadedReport> {
  const answers = await answersForReport(io);
  const { messageLogPath } = answers["configuration"] as { readonly messageLogPath?: string };
  const { id, archive } = await collectReport({
    answers,
    check: { leftOut: "the live page does not know EVerest's configuration; OCPP201 report --config does" },
    ...(messageLogPath !== undefined && { logDirectory: messageLogPath }),
    tokens: "masked",
    nowMs: io.nowMs(),
  });
  return { name: `${id}.tar.gz`, archive };
}
