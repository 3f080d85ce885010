/**
 * Runs in the runtime that the module is shipped with, under its V8 flags: compiles a script and the functions in the
 * ranges that stdin names, and writes V8's code cache of it. Arguments: script, code cache.
 */
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
  const [path, codeCache] = Deno.args;
  if (path === undefined || codeCache === undefined) throw new Error("needs a script and a code cache");
  const ranges = JSON.parse(await new Response(Deno.stdin.readable).text()) as ScriptRange[];
  const script = new Script(Deno.readTextFileSync(path), { filename: "station.cjs" });
  script.runInThisContext();
  await compileFunctions("station.cjs", ranges);
  Deno.writeFileSync(codeCache, script.createCachedData());
  process.exit(0);
}
