import { areaOf, AREAS } from "./areas.ts";
import type { EventTable, Saying } from "./sayings.ts";

/** What the page says of events in general; a row of the tables is one event. */
export interface PageFacts {
  readonly table: EventTable;
  readonly sayings: readonly Saying[];
  /** Fields that do not make another event. */
  readonly varyingFields: readonly string[];
  /** Texts of which every line is written. */
  readonly records: readonly string[];
  /** Texts of failures that are told when they begin. */
  readonly beginnings: readonly string[];
}

/** docs/log-events.md, before the formatter. */
export function renderPage(facts: PageFacts): string {
  const names = Object.entries(facts.table).sort(([, a], [, b]) => a < b ? -1 : 1);
  const areas = Map.groupBy(names, ([, name]) => areaOf(name));
  const parts = [...areas].map(([area, rows]) => {
    const table = rows.map(([text, name]) => row(name, text, facts.sayings)).join("\n");
    return `## ${area}\n\n${
      AREAS[area] ?? ""
    }\n\n| event | level | text | fields | said in |\n| - | - | - | - | - |\n${table}\n`;
  });
  return `${introduction(facts, names.length)}\n${parts.join("\n")}`;
}

function introduction({ varyingFields, records, beginnings, table }: PageFacts, count: number): string {
  const named = (texts: readonly string[]) => texts.map((text) => `\`${table[text]}\``).join(", ");
  return `# Events of the log

<!-- Written by \`deno task log-events\` from src/kernel/log-events.ts and the calls; do not edit. -->

Each line of the log tells one of ${count} events. A tool goes by the name, which is the first field and stays when
the text is worded anew; a removed name is not used again. A new version may add events and fields.

\`\`\`
2026-01-15T10:00:00.000Z WARNING ocpp201.csms: could not connect to the CSMS event=csms.connect-failed url=wss://…
\`\`\`

\`journalctl -u ocpp201 -g 'event=csms\\.'\` finds all events of an area. What follows the text is \`name=value\`, with
quotes like in JSON where the value is not one word. \`…\` among the fields below stands for the parts of what the
event is about.

**Repetition.** The first line of an error or a warning is written at once. As long as the same event goes on (with
the same fields), there is one line in a period, with \`repeated=N since=…\`: it occurred N times since then without a
line of its own; the other fields are those of the latest. Periods last 1, 2, 4 … minutes, an hour at most. Five minutes
without the event end it: what was counted is written, and the next time there is a line at once. Notices and infos,
and failures whose end is told, too (${
    named(beginnings)
  }), are written up to ten times in a period before they are
counted. At the end of the process all counts are written. Of
one event at most 50 forms (with other fields) are told apart; more are counted as one. At debug level and for ${
    named(records)
  }, every line is
written. These fields differ with every repetition and do not make another event: ${
    varyingFields.map((name) => `\`${name}\``).join(", ")
  }. An event with "once" at its level is told once for the life of the process.

**Not events**, because they are no lines of the log: the output of the commands (\`OCPP201 status\`, \`doctor\`,
\`check\` …), the line of \`systemctl status\`, the message log and the security log (\`MessageLogPath\`), reasons in
answers to the CSMS, and what the runtime prints when it cannot run the program.
`;
}

function row(name: string, text: string, all: readonly Saying[]): string {
  const sayings = all.filter((saying) => saying.text === text);
  const levels = new Set(sayings.map(({ level, isOnce }) => isOnce ? `${level}, once` : level));
  const fields = [...new Set(sayings.flatMap((saying) => saying.fields))];
  const known = fields.filter((field) => field !== "…").map((field) => `\`${field}\``);
  const paths = [...new Set(sayings.map(({ path }) => path))].sort();
  const cells = [
    `\`${name}\``,
    [...levels].sort().join("; "),
    text,
    [...known, ...(fields.includes("…") ? ["…"] : [])].join(", "),
    paths.map((path) => `[${path.replace("src/", "")}](../${path})`).join(", "),
  ];
  return `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
}
