/** Runs in the runtime of a built module: ends with 0 if V8 takes the code cache of the script. Arguments: both files. */
import process from "node:process";
import { constants, Script } from "node:vm";

const [script = "", codeCache = ""] = Deno.args;
const { cachedDataRejected } = new Script(Deno.readTextFileSync(script), {
  filename: "station.cjs",
  // Two digests stand behind V8's code, see packaging/entry.js.
  cachedData: Deno.readFileSync(codeCache).subarray(0, -128),
  importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
});
process.exit(cachedDataRejected === false ? 0 : 1);
