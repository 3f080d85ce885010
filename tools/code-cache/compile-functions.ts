/**
 * Runs in the runtime that the module is shipped with, under its V8 flags: compiles a script and the functions in the
 * ranges that a file names, and writes V8's code cache of it. Arguments: script, ranges, code cache. Behind V8's code stand its digest
 * and that of the script, which is its last line: packaging/entry.js compares both.
 */
import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";
import { Session } from "node:inspector";
import process from "node:process";
import { Script } from "node:vm";

/** Positions as V8 has them: line and column from 0, the end is behind the last column. */
export interface ScriptRange {
  readonly start: ScriptPosition;
  readonly end: ScriptPosition;
}

interface ScriptPosition {
  readonly lineNumber: number;
  readonly columnNumber: number;
}

function call(session: Session, method: string, parameters: object): Promise<void> {
  return new Promise((resolve, reject) => {
    session.post(method, parameters, (error) => error ? reject(new Error(JSON.stringify(error))) : resolve());
  });
}

/** V8 compiles a function when it is called, or when a debugger asks where in it it may stop. */
async function compileFunctions(scriptUrl: string, ranges: readonly ScriptRange[]): Promise<void> {
  const session = new Session();
  session.connect();
  let scriptId: string | undefined;
  session.on("Debugger.scriptParsed", ({ params }) => {
    if (params.url === scriptUrl) scriptId = params.scriptId;
  });
  await call(session, "Debugger.enable", {});
  if (scriptId === undefined) throw new Error(`the debugger does not know ${scriptUrl}`);
  for (const { start, end } of ranges) {
    await call(session, "Debugger.getPossibleBreakpoints", {
      start: { scriptId, ...start },
      end: { scriptId, ...end },
    });
  }
  session.disconnect();
}

if (import.meta.main) {
  const [path, rangesPath, codeCache] = Deno.args;
  if (path === undefined || rangesPath === undefined || codeCache === undefined) {
    throw new Error("needs a script, ranges and a code cache");
  }
  const text = Deno.readTextFileSync(path);
  const scriptDigest = /\n\/\/ ([0-9a-f]{64})\n$/.exec(text)?.[1];
  if (scriptDigest === undefined) throw new Error(`the last line of ${path} is not its digest`);
  // Not through a pipe: V8 counts all functions, also those that the runtime needs for a piece more or less of it.
  const ranges = JSON.parse(Deno.readTextFileSync(rangesPath)) as ScriptRange[];
  const script = new Script(text, { filename: "station.cjs" });
  script.runInThisContext();
  await compileFunctions("station.cjs", ranges);
  const code = script.createCachedData();
  const digest = createHash("sha256").update(code).digest("hex");
  // A build that is interrupted leaves none, rather than half of one.
  Deno.writeFileSync(`${codeCache}.new`, Buffer.concat([code, Buffer.from(digest + scriptDigest)]));
  Deno.renameSync(`${codeCache}.new`, codeCache);
  process.exit(0);
}
