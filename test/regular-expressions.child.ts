import { join } from "node:path";
import { check } from "recheck";
import ts from "typescript";
import { typescriptFiles } from "../tools/coverage/project-files.ts";

/**
 * Prints, as JSON, how many regular expressions `src` has, which of them take more than linear time, which are not understood,
 * and which files compose some from texts. A process of its own, because the examiner runs on in processes of its own.
 */

const ROOT = join(import.meta.dirname ?? ".", "..");

const composed: string[] = [];

interface Pattern {
  readonly place: string;
  readonly source: string;
  readonly flags: string;
}

function patternsIn(path: string): readonly Pattern[] {
  const text = Deno.readTextFileSync(join(ROOT, path));
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const found: Pattern[] = [];
  const visit = (node: ts.Node): void => {
    if (node.kind === ts.SyntaxKind.RegularExpressionLiteral) {
      const [, source = "", flags = ""] = /^\/(.*)\/([a-z]*)$/s.exec(node.getText(file)) ?? [];
      const { line } = file.getLineAndCharacterOfPosition(node.getStart(file));
      found.push({ place: `${path}:${line + 1}`, source, flags });
    }
    if (ts.isNewExpression(node) && node.expression.getText(file) === "RegExp") {
      composed.push(path);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

const patterns = typescriptFiles(ROOT, "src").flatMap(patternsIn);
const slow: string[] = [];
const unknown: string[] = [];
for (const { place, source, flags } of patterns) {
  const { status } = await check(source, flags, { checker: "automaton", timeout: null });
  if (status === "vulnerable") slow.push(`${place} /${source}/`);
  if (status === "unknown") unknown.push(source);
}
console.log(JSON.stringify({ count: patterns.length, slow, unknown, composed }));
Deno.exit(0);
