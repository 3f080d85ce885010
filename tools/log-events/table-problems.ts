import { areaOf, AREAS } from "./areas.ts";
import type { EventTable, Saying } from "./sayings.ts";

const NAME = /^[a-z0-9]+(-[a-z0-9]+)*\.[a-z0-9]+(-[a-z0-9]+)*$/;

/** The log itself writes these. */
const RESERVED: ReadonlySet<string> = new Set(["event", "repeated", "since"]);

/** What is wrong with the table of events itself, and with what is said of them. */
export function tableProblems(table: EventTable, sayings: readonly Saying[]): readonly string[] {
  const said = Map.groupBy(sayings, ({ text }) => text);
  const rows = Object.entries(table);
  const ofRows = rows.flatMap(([text, name]) => {
    const levels = new Set(said.get(text)?.map(({ level }) => level));
    return [
      ...(NAME.test(name) ? [] : [`${name}: a name is written area.subject-verb, in lower case`]),
      ...(AREAS[areaOf(name)] === undefined ? [`${name}: its area is not in tools/log-events/areas.ts`] : []),
      ...(text.includes(" ") ? [] : [`${name}: "${text}" is one word, which may stand for anything`]),
      ...(levels.size === 0 ? [`${name}: nothing says "${text}"`] : []),
      ...(levels.size > 1 ? [`${name}: it has several levels, ${[...levels].sort().join(" and ")}`] : []),
    ];
  });
  const shared = [...Map.groupBy(rows, ([, name]) => name)]
    .filter(([, texts]) => texts.length > 1)
    .map(([name, texts]) =>
      `${name}: several texts share it, ${texts.map(([text]) => `"${text}"`).join(", ")}`
    );
  const reserved = sayings.flatMap(({ text, fields }) =>
    fields.filter((field) => RESERVED.has(field)).map((field) =>
      `${table[text]}: the log itself writes ${field}`
    )
  );
  return [
    ...ofRows,
    ...reserved,
    ...shared,
    ...misplaced(rows.map(([, name]) => name)),
    ...unusedAreas(rows),
  ];
}

function misplaced(names: readonly string[]): readonly string[] {
  const first = names.find((name, index) => index > 0 && name < (names[index - 1] ?? ""));
  return first === undefined ? [] : [`${first}: the table is sorted by name`];
}

function unusedAreas(rows: readonly (readonly [string, string])[]): readonly string[] {
  const used = new Set(rows.map(([, name]) => areaOf(name)));
  return Object.keys(AREAS).filter((area) => !used.has(area)).map((area) =>
    `${area}: an area without events`
  );
}
