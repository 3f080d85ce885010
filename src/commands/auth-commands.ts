import { type AuthorizationAnswer, decisionText } from "../inspection/authorization.ts";
import { durationText } from "../inspection/durations.ts";
import { type CommandDefinition, EXIT, notAnswered, type Screen } from "./command.ts";
import { factsText } from "./facts-text.ts";

const DEFAULT_TYPE = "ISO14443";
const SHOWN_CHARACTERS = 4;

/** `auth explain TOKEN`: who decides about a token, and how. */
export const AUTH_EXPLAIN: CommandDefinition = {
  name: "auth explain",
  summary: "what would be decided about a token, and by which rule",
  remarks: "Sends nothing to the CSMS, and changes nothing.",
  arguments: ["TOKEN"],
  options: [
    { name: "type", value: "TYPE", summary: `type of the token in OCPP; default ${DEFAULT_TYPE}` },
    { name: "unmasked", summary: "print the whole token, not only its last characters" },
  ],
  example: {
    line: "OCPP201 auth explain 04A1B2C3D4",
    says: "names the entry or the setting that refuses it",
  },
  async run(call) {
    const { io, options, arguments: [token = ""] } = call;
    const type = typeof options["type"] === "string" ? options["type"] : DEFAULT_TYPE;
    const asked = await io.ask("authorization", { token, type });
    if ("failure" in asked) return notAnswered(call, asked.failure.text);
    const answer = asked.answer as AuthorizationAnswer;
    const shown = options["unmasked"] === true ? token : masked(token);
    if (io.isJson) {
      const { online, offline, unanswered, ...rest } = answer;
      const decisions = {
        online: { ...online, rule: decisionText("online", answer) },
        offline: { ...offline, rule: decisionText("offline", answer) },
        unanswered: { ...unanswered, rule: decisionText("unanswered", answer) },
      };
      io.print(JSON.stringify({ token: shown, type, ...decisions, ...rest }));
    } else io.print(explanation(shown, type, answer, io));
    return isRefused(answer) ? EXIT.findings : EXIT.fine;
  },
};

function isRefused(answer: AuthorizationAnswer): boolean {
  const decision = answer[answer.connection];
  return decision.kind === "answer" && decision.info.status !== "Accepted";
}

function masked(token: string): string {
  const shown = token.length > SHOWN_CHARACTERS * 2 ? token.slice(-SHOWN_CHARACTERS) : "";
  return `****${shown}`;
}

function explanation(
  shown: string,
  type: string,
  answer: AuthorizationAnswer,
  io: Screen,
): string {
  return factsText([
    ["token", `${shown}, ${type}`],
    ["now", `${answer.connection}: ${decisionText(answer.connection, answer)}`],
    ["online", decisionText("online", answer)],
    ["offline", decisionText("offline", answer)],
    ["no answer", decisionText("unanswered", answer)],
    ["list entry", listText(answer)],
    ["cache entry", cacheText(answer, io.nowMs())],
  ], io.columns());
}

function listText({ listed, isListEnabled }: AuthorizationAnswer): string {
  if (!isListEnabled) return "off: LocalAuthListCtrlr.Enabled or Available is false";
  if (listed === undefined) return "none";
  return listed.validity === "valid" ? listed.info.status : `${listed.info.status}, but it has expired`;
}

function cacheText({ cached, isCacheEnabled }: AuthorizationAnswer, nowMs: number): string {
  if (!isCacheEnabled) return "off: AuthCacheCtrlr.Enabled or Available is false";
  if (cached === undefined) return "none";
  const group = cached.info.groupIdToken === undefined ? "" : ", with a group";
  const age = durationText(nowMs - cached.updatedMs);
  const expiry = cached.expiryMs === undefined ? "" : `, until ${new Date(cached.expiryMs).toISOString()}`;
  const validity = cached.validity === "fresh" ? "" : ", but it has expired";
  return `${cached.info.status}${group}, as the CSMS said ${age} ago${expiry}${validity}`;
}
