// The program of the layout with the runtime: build.sh copies this file as ocpp201.js beside station.cjs.
//
// What is imported is parsed a second time by the runtime, which only looks for imports in it: for all of our program
// that is 12 MB for good and 40 ms, wherever the runtime has no cache from an earlier start. So it is not imported.
import * as sqlite from "node:sqlite";

const BUILT_IN = { "node:sqlite": sqlite };
const DIGEST_DIGITS = 64;
const file = (name) => new URL(name, import.meta.url);

/**
 * What a start executes, compiled when the module was built, and for which program. V8 itself takes any code that is for a program of
 * the same length, and one damaged bit of it may end the process.
 */
async function readCodeCache() {
  try {
    const bytes = Deno.readFileSync(file("station.cache"));
    const code = bytes.subarray(0, -2 * DIGEST_DIGITS);
    const [digest, program] = new TextDecoder().decode(bytes.subarray(-2 * DIGEST_DIGITS))
      .match(/.{64}/g);
    const found = new Uint8Array(await crypto.subtle.digest("SHA-256", code)).toHex();
    return digest === found ? { code, program } : undefined;
  } catch {
    // Without it V8 compiles what it needs, when it needs it: a start takes half as long again.
    return undefined;
  }
}

async function compile(text, codeCache) {
  if (codeCache?.program !== text.slice(-DIGEST_DIGITS - 1, -1)) return (0, eval)(text);
  // It brings the runtime's Node layer, which only the code cache is worth.
  const { constants, Script } = await import("node:vm");
  const script = new Script(text, {
    filename: "station.cjs",
    cachedData: codeCache.code,
    importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  });
  return script.runInThisContext();
}

// Its digest is made while the program is read.
const codeCache = readCodeCache();
const text = Deno.readTextFileSync(file("station.cjs"));
const define = await compile(text, await codeCache);
const station = { exports: {} };
define(station, (name) => BUILT_IN[name]);
// Not awaited here: what the runtime needed to load this file, 4 MB, goes when it has been evaluated.
station.exports.program(Deno.args).then(Deno.exit);
