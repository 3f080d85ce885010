import { BLOCKS } from "./blocks.ts";
import type { CaseFact } from "./requirement-facts.ts";

/** test/conformance/README.md: every certification case of a charging station with its name, and its test. */
export function renderCaseIndex(cases: readonly CaseFact[], testedCases: ReadonlySet<string>): string {
  const blocks = Object.entries(BLOCKS).map(([letter, title]) => ({
    title: `${letter} ${title}`,
    cases: cases.filter(({ id }) => id.startsWith(`TC_${letter}`)),
  }));
  return [
    "# Certification cases",
    "",
    "Written by `deno task coverage`; do not edit. Profiles: **M** mandatory, C conditional; without one the case belongs to",
    "no certification profile. A case without a link has no test.",
    "",
    ...blocks.filter((block) => block.cases.length > 0).flatMap((block) => [
      `## ${block.title}`,
      "",
      "| Case | Name | Profiles | Applies with |",
      "| --- | --- | --- | --- |",
      ...block.cases.map((one) => row(one, testedCases)),
      "",
    ]),
  ].join("\n");
}

function row({ id, name, profiles, condition = "" }: CaseFact, testedCases: ReadonlySet<string>): string {
  const file = `${id.toLowerCase().replaceAll("_", "-")}.test.ts`;
  const link = testedCases.has(id) ? `[${id}](${file})` : id;
  const told = Object.entries(profiles).map(([profile, status]) =>
    `${profile} ${status === "M" ? "**M**" : "C"}`
  );
  return `| ${link} | ${asText(name)} | ${told.join(", ")} | ${condition} |`;
}

/** Markdown takes these characters for its own. */
function asText(name: string): string {
  return name.replace(/[|<>*_]/g, (character) => `\\${character}`);
}
