import { namedTextFiles } from "../../../src/host/files.ts";

/** Reads the files that the arguments name, and prints why it could not. */
for (const path of Deno.args) {
  await namedTextFiles.read(path).catch((error: Error) => console.log(error.message));
  await namedTextFiles.filesIn(path).catch((error: Error) => console.log(error.message));
}
