/**
 * `deno task test [file or folder …]`: the suites, with deno's own report and exit status. What did not run because the
 * machine lacks a program is the last line of all.
 */
import { TEST_PERMISSIONS } from "./test/permissions.ts";
import { TextLineStream } from "./test/text-line-stream.ts";
import { IgnoredTests } from "./test/ignored-tests.ts";

if (import.meta.main) {
  const what = Deno.args.length > 0 ? Deno.args : ["test"];
  const process = new Deno.Command(Deno.execPath(), {
    args: ["test", ...TEST_PERMISSIONS, "--parallel", "--preload", "test/fuzz/seed.ts", ...what],
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  const ignored = new IgnoredTests();
  const [shown, read] = process.stdout.tee();
  const passedOn = shown.pipeTo(Deno.stdout.writable, { preventClose: true });
  for await (const line of read.pipeThrough(new TextDecoderStream()).pipeThrough(new TextLineStream())) {
    ignored.onLine(line);
  }
  await passedOn;
  const { code } = await process.status;
  const verdict = ignored.verdict();
  if (verdict !== undefined) console.log(verdict);
  Deno.exit(code);
}
