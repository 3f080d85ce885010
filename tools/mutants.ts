/**
 * `deno task mutants [--sample=100] [--seed=1] [--write] [folder or file…]`: changes places of `src/station` and `src/csms`
 * (or of what is named), drawn by chance, one after the other in a copy of the project, and reports which changes no test
 * notices. `--write` makes docs/mutants.md of it.
 */
import { join } from "node:path";
import { parseArgs } from "node:util";
import { projectTable } from "./coverage/project-files.ts";
import { formattedMarkdown } from "./formatted-markdown.ts";
import { drawn } from "./mutants/draw.ts";
import { ProjectCopy } from "./mutants/project-copy.ts";
import { renderPage, renderVerdict, type Run, type Verdict } from "./mutants/report.ts";
import { WITHOUT_EFFECT } from "./mutants/without-effect.ts";

const ROOT = join(import.meta.dirname ?? ".", "..");
const PAGE = "docs/mutants.md";

if (import.meta.main) {
  const { values, positionals } = parseArgs({
    args: Deno.args,
    allowPositionals: true,
    options: {
      sample: { type: "string", default: "100" },
      seed: { type: "string", default: "1" },
      write: { type: "boolean", default: false },
    },
  });
  if (values.write && positionals.length > 0) throw new Error("the page is about src/station and src/csms");
  using project = new ProjectCopy(ROOT, projectTable(ROOT).rows);
  const wanted = positionals.length > 0 ? positionals : ["src/station", "src/csms"];
  const places = wanted.flatMap((path) => project.placesIn(path.replace(/\/$/, "")));
  const seed = Number(values.seed);
  const sample = drawn(places, Number(values.sample), seed);
  const verdicts: Verdict[] = [];
  for (const place of sample) {
    const verdict = await project.judge(place);
    verdicts.push(verdict);
    console.log(`${verdicts.length}/${sample.length} ${renderVerdict(verdict)}`);
  }
  const date = new Date().toISOString().slice(0, 10);
  const run: Run = { date, seed, outOf: places.length, verdicts };
  const page = await formattedMarkdown(ROOT, renderPage(run, WITHOUT_EFFECT));
  if (values.write) Deno.writeTextFileSync(join(ROOT, PAGE), page);
  else console.log(page);
}
