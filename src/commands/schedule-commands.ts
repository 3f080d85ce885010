import type { ExplainedPeriodAnswer, ScheduleAnswer } from "../inspection/schedule.ts";
import { candidateLimitText, limiterText, periodLimitText, ruleText } from "../inspection/schedule.ts";
import { type CommandCall, type CommandDefinition, EXIT, notAnswered } from "./command.ts";
import { factsText } from "./facts-text.ts";
import { textTable } from "./text-table.ts";

const EVSE_OPTION = { name: "evse", value: "N", summary: "the EVSE; 0: the station as a whole, the default" };

/** `schedule show`: the next 24 hours. */
export const SCHEDULE_SHOW: CommandDefinition = {
  name: "schedule show",
  summary: "what an EVSE may draw in the next 24 hours, and why",
  arguments: [],
  options: [EVSE_OPTION],
  example: {
    line: "OCPP201 schedule show --evse 1",
    says: "one line for each interval, with the deciding limit",
  },
  async run(call) {
    const asked = await schedule(call, {});
    if (typeof asked === "string") return notAnswered(call, asked);
    call.io.print(call.io.isJson ? JSON.stringify(asked) : showText(asked, call.io.columns()));
    return EXIT.fine;
  },
};

/** `schedule explain`: every possible limit of one moment. */
export const SCHEDULE_EXPLAIN: CommandDefinition = {
  name: "schedule explain",
  summary: "every limit of one moment, and the rule by which it wins or loses",
  arguments: [],
  options: [EVSE_OPTION, { name: "at", value: "TIME", summary: "e.g. 2026-12-01T18:00:00Z; default: now" }],
  example: {
    line: "OCPP201 schedule explain --evse 1",
    says: "names the profile behind an unexpected limit",
  },
  async run(call) {
    const atMs = momentOf(call);
    if (typeof atMs === "string") return notAnswered(call, atMs);
    const asked = await schedule(call, { ahead: Math.max(0, (atMs - call.io.nowMs()) / 1000) });
    if (typeof asked === "string") return notAnswered(call, asked);
    const [period] = asked.periods;
    if (period === undefined) return notAnswered(call, "the schedule does not reach that far");
    const { evseId, unit } = asked.schedule;
    call.io.print(
      call.io.isJson
        ? JSON.stringify({ evseId, at: new Date(atMs).toISOString(), unit, ...period })
        : explainText(asked, period, atMs, call.io.columns()),
    );
    return EXIT.fine;
  },
};

async function schedule(
  { io, options }: CommandCall,
  when: { readonly ahead?: number },
): Promise<ScheduleAnswer | string> {
  const evse = Number(options["evse"] ?? 0);
  if (!Number.isSafeInteger(evse)) return "--evse is the number of an EVSE";
  const asked = await io.ask("schedule", { evse, ...when });
  return "failure" in asked ? asked.failure.text : asked.answer as ScheduleAnswer;
}

function momentOf({ io, options }: CommandCall): number | string {
  const { at } = options;
  if (at === undefined) return io.nowMs();
  const atMs = typeof at === "string" ? Date.parse(at) : NaN;
  if (Number.isNaN(atMs)) return "--at is a time such as 2026-12-01T18:00:00Z";
  return atMs < io.nowMs() ? "--at lies in the past; what was is not recorded" : atMs;
}

function showText({ schedule, periods }: ScheduleAnswer, columns: number | undefined): string {
  const { evseId, startSeconds, unit, isCutShort } = schedule;
  const rows = periods.map((period) => [
    timeText(startSeconds + period.startSeconds),
    periodLimitText(period, unit),
    period.candidates.filter(({ verdict }) => verdict === "decides").map(({ who }) => limiterText(who)).join(
      ", ",
    ),
  ]);
  const end = isCutShort
    ? "\nThe profiles ask for more periods or more work than one schedule may take: it ends earlier."
    : "";
  const table = textTable([["from", "limit", "decided by"], ...rows], { columns });
  return `${placeText(evseId)}\n\n${table}${end}`;
}

function explainText(
  { schedule }: ScheduleAnswer,
  period: ExplainedPeriodAnswer,
  atMs: number,
  columns: number | undefined,
): string {
  const { evseId, unit } = schedule;
  const head = `${placeText(evseId)} at ${timeText(Math.floor(atMs / 1000))}: ${
    periodLimitText(period, unit)
  }`;
  const facts = period.candidates.map((candidate): [string, string] => {
    const limit = candidateLimitText(candidate, unit);
    return [
      limiterText(candidate.who),
      `${limit}${limit === "" ? "" : "; "}${ruleText(candidate.verdict)}`,
    ];
  });
  return `${head}\n\n${factsText(facts, columns)}`;
}

function placeText(evseId: number): string {
  return evseId === 0 ? "Charging station" : `EVSE ${evseId}`;
}

function timeText(seconds: number): string {
  return `${new Date(seconds * 1000).toISOString().slice(0, 19)}Z`;
}
