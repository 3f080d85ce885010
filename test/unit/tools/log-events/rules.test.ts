import assert from "node:assert/strict";
import { type EventTable, findSayings } from "../../../../tools/log-events/sayings.ts";
import { tableProblems } from "../../../../tools/log-events/table-problems.ts";
import { AREAS } from "../../../../tools/log-events/areas.ts";

const TABLE: EventTable = { "it went well": "csms.done", "it went wrong": "csms.failed" };
const GOOD = `log.info("it went well");\nlog.error("it went wrong", { error });`;

function problemsOf(source: string, table: EventTable = TABLE): readonly string[] {
  const { sayings, problems } = findSayings([{ path: "src/a.ts", text: source }], table);
  const unused = Object.keys(AREAS).filter((area) => area !== "csms");
  return [...problems, ...tableProblems(table, sayings)]
    .filter((problem) => !unused.some((area) => problem === `${area}: an area without events`));
}

Deno.test("constant texts of the table, each with its name, are in order", () => {
  assert.deepEqual(problemsOf(GOOD), []);
});

const BROKEN: readonly {
  readonly what: string;
  readonly source: string;
  readonly table?: EventTable;
  readonly problem: RegExp;
}[] = [
  {
    what: "a text that is not in the table",
    source: `${GOOD}\nlog.info("it is over");`,
    problem: /^src\/a\.ts:3: "it is over" is not in/,
  },
  {
    what: "a text that is put together",
    source: `${GOOD}\nlog.info(\`it went \${how}\`);`,
    problem: /^src\/a\.ts:3: the text is not constant/,
  },
  {
    what: "two texts joined",
    source: `${GOOD}\nlog.info("it went " + how);`,
    problem: /^src\/a\.ts:3: the text is not constant/,
  },
  {
    what: "two events that share a name",
    source: GOOD,
    table: { "it went well": "csms.done", "it went wrong": "csms.done" },
    problem: /^csms\.done: several texts share it/,
  },
  {
    what: "a row that nothing says",
    source: `log.info("it went well");`,
    problem: /^csms\.failed: nothing says "it went wrong"/,
  },
  {
    what: "an event at two levels",
    source: `${GOOD}\nlog.warning("it went wrong");`,
    problem: /^csms\.failed: it has several levels, error and warning/,
  },
  {
    what: "a text of the table that is handed to nobody who says it",
    source: `${GOOD}\nforget("it went wrong");`,
    problem: /^src\/a\.ts:3: nothing seems to say "it went wrong"/,
  },
  {
    what: "a field that the log itself writes",
    source: `log.info("it went well", { since });\nlog.error("it went wrong");`,
    problem: /^csms\.done: the log itself writes since/,
  },
  {
    what: "a name that is none",
    source: GOOD,
    table: { "it went well": "csms.done", "it went wrong": "csms.went wrong" },
    problem: /^csms\.went wrong: a name is written area\.subject-verb/,
  },
  {
    what: "a name of an unknown area",
    source: GOOD,
    table: { "it went well": "csms.done", "it went wrong": "weather.failed" },
    problem: /^weather\.failed: its area is not in/,
  },
  {
    what: "a table out of order",
    source: GOOD,
    table: { "it went wrong": "csms.failed", "it went well": "csms.done" },
    problem: /^csms\.done: the table is sorted by name/,
  },
  {
    what: "a text of one word, which other code may use for something else",
    source: `${GOOD}\nlog.info("stopped");`,
    table: { ...TABLE, stopped: "csms.stopped" },
    problem: /^csms\.stopped: "stopped" is one word/,
  },
];

for (const { what, source, table, problem } of BROKEN) {
  Deno.test(`refused: ${what}`, () => {
    const [first, ...others] = problemsOf(source, table);
    assert.match(first ?? "nothing is found", problem);
    assert.deepEqual(others, []);
  });
}

Deno.test("a text that a function is handed has the level and fields of the call in its file", () => {
  const source =
    `const failed = (message: LogText, a: A) => log.warning(message, { a });\nfailed("it went well", 1);\n` +
    `const text = ok ? "it went wrong" : other;`;
  const { sayings, problems } = findSayings([{ path: "src/a.ts", text: source }], TABLE);
  assert.deepEqual(problems, []);
  assert.deepEqual(sayings.map(({ text, level, fields }) => [text, level, fields]), [
    ["it went well", "warning", ["a"]],
    ["it went wrong", "warning", ["a"]],
  ]);
});

Deno.test("a text that is kept with its fields until somebody says it has these", () => {
  const source =
    `log.warning(note.message, note.fields);\nnotes.push({ message: "it went well", fields: { b } });`;
  const { sayings, problems } = findSayings([{ path: "src/a.ts", text: source }], TABLE);
  assert.deepEqual(problems, []);
  assert.deepEqual(sayings.map(({ level, fields }) => [level, fields]), [["warning", ["b"]]]);
});
