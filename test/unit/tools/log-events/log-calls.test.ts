import assert from "node:assert/strict";
import { logCalls } from "../../../../tools/log-events/log-calls.ts";

const CALLS: readonly { readonly source: string; readonly read: unknown[] }[] = [
  { source: `log.info("a text");`, read: ["info", `"a text"`, []] },
  { source: `this.#deps.log.error(\n  "a text",\n  { error },\n);`, read: ["error", `"a text"`, ["error"]] },
  {
    source: `logger.debug("a text", { topic: f(a, b), "odd-name": { in: 1 } });`,
    read: ["debug", `"a text"`, ["topic", "odd-name"]],
  },
  {
    source: `log.info("commas, (brackets) and // slashes", { a /* b, c */ });`,
    read: ["info", `"commas, (brackets) and // slashes"`, ["a"]],
  },
  {
    source: "log.info(`to ${place({ a: `}` })}`, { a });",
    read: ["info", "`to ${place({ a: `}` })}`", ["a"]],
  },
  {
    source: `this.#once.warning(\`\${a}\`, "a text", { what });`,
    read: ["warning, once", `"a text"`, ["what"]],
  },
  {
    source: `const fields = { a, b };\nlog.error("a text", fields);`,
    read: ["error", `"a text"`, ["a", "b"]],
  },
  {
    source: `const at = { a };\nlog.error("a text", { ...at, b });`,
    read: ["error", `"a text"`, ["a", "b"]],
  },
  { source: `log.error("a text", problem);`, read: ["error", `"a text"`, ["…"]] },
  { source: `log.error("a text", { ...problem, a });`, read: ["error", `"a text"`, ["a", "…"]] },
  {
    source: `log.error("a text", { a, ...(is ? {} : { b }), ...(c && { c: 1 }) });`,
    read: ["error", `"a text"`, ["a", "b", "c"]],
  },
];

for (const { source, read } of CALLS) {
  Deno.test(`a call of the log is read: ${source}`, () => {
    const [call, ...others] = logCalls(source);
    assert.deepEqual(others, []);
    assert.deepEqual([`${call?.level}${call?.isOnce ? ", once" : ""}`, call?.text.text, call?.fields], read);
  });
}

Deno.test("what is no logger is left alone", () => {
  assert.deepEqual(
    logCalls(`console.error("text"); topics.error(a); messageLog.info("b"); catalog.info("c");`),
    [],
  );
});
