import assert from "node:assert/strict";
import { join } from "node:path";
import { pause } from "../fakes/pause.ts";

const ROOT = join(import.meta.dirname ?? ".", "../..");
const GUARD_MS = 30_000;

/** A program with a keyboard, which somebody watches. */
class Watched {
  readonly #child: Deno.ChildProcess;
  readonly #keyboard: WritableStreamDefaultWriter<Uint8Array>;
  readonly #read: Promise<void>;
  #text = "";
  #seen = 0;
  #heard = Promise.withResolvers<void>();

  constructor(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
    this.#child = new Deno.Command(Deno.execPath(), {
      args: [...args],
      ...{ cwd: ROOT, env },
      stdin: "piped",
      stdout: "piped",
      stderr: "inherit",
    }).spawn();
    this.#keyboard = this.#child.stdin.getWriter();
    this.#read = this.#follow();
  }

  async #follow(): Promise<void> {
    for await (const text of this.#child.stdout.pipeThrough(new TextDecoderStream())) {
      this.#text += text;
      this.#heard.resolve();
      this.#heard = Promise.withResolvers();
    }
  }

  async type(line: string): Promise<void> {
    await this.#keyboard.write(new TextEncoder().encode(`${line}\n`));
  }

  /** The first match behind the last one. */
  async shows(pattern: RegExp): Promise<RegExpExecArray> {
    const [found] = await this.showsAll(pattern);
    return found!;
  }

  /** The first match of each, in any order, behind the last one: several processes say what comes at the same time. */
  async showsAll(...patterns: readonly RegExp[]): Promise<readonly RegExpExecArray[]> {
    const overdue = Promise.withResolvers<"overdue">();
    const guard = setTimeout(() => overdue.resolve("overdue"), GUARD_MS);
    try {
      for (;;) {
        const text = this.#text.slice(this.#seen);
        const found = patterns.map((pattern) => pattern.exec(text)).filter((each) => each !== null);
        if (found.length === patterns.length) {
          this.#seen += Math.max(...found.map((each) => each.index + each[0].length));
          return found;
        }
        const what = await Promise.race([this.#heard.promise, overdue.promise]);
        assert.notEqual(what, "overdue", `${patterns.join(", ")} is not shown:\n${this.#text}`);
      }
    } finally {
      clearTimeout(guard);
    }
  }

  /** Ctrl-C; resolves with the exit status. */
  async interrupt(): Promise<number> {
    this.#child.kill("SIGINT");
    const { code } = await this.#child.status;
    await this.#keyboard.close().catch(() => {});
    await this.#read;
    return code;
  }
}

/** Types what somebody else shows to be copied; resolves with what is printed. */
async function copied(line: string): Promise<string> {
  // The runtime may be called in another way on this machine: `npx --yes deno@…`.
  const words = line.slice(line.indexOf("run -A")).split(" ");
  const { code, stdout } = await new Deno.Command(Deno.execPath(), { args: words, cwd: ROOT }).output();
  assert.equal(code, 0, line);
  return new TextDecoder().decode(stdout);
}

Deno.test("a station to play with: the keyboard moves it, the lines to copy work, ctrl-C ends it and leaves nothing", async () => {
  const demo = new Watched(["run", "-A", "test/simulation/demo.ts", "--stay"]);
  const [, ask = ""] = await demo.shows(/ask it with: +(.*)\n/);
  const [, state = ""] = await demo.shows(/which go when it ends: +(\S+)\n/);
  await demo.shows(/StatusNotification 2\/1 Available/);
  await demo.type("full 2");
  await demo.shows(/this cannot be done: EVSE 2 has no transaction\n/);
  await demo.type("plug 1");
  await demo.shows(/EVSE 1: cable in/);
  await demo.type("swipe STOLEN99");
  await demo.shows(/card STOLEN99 is refused/);
  await demo.type("swipe RFID0001");
  await demo.showsAll(/card RFID0001 is accepted/, /TransactionEvent Started #0/);
  await demo.shows(/ChargingStateChanged, Charging/);
  assert.match(await copied(ask), /Charging/);
  await demo.type("csms off");
  await demo.type("unplug 1");
  await demo.type("unplug 1");
  await demo.shows(/this cannot be done: the cable of EVSE 1 is not plugged in\n/);
  await demo.type("csms on");
  await demo.shows(/TransactionEvent Ended .*OFFLINE/);
  await demo.type('call Reset {"type":"Immediate"}');
  await demo.showsAll(
    /Reset was answered with {"status":"Accepted"}/,
    /the CSMS has reset the station: everything starts anew/,
  );
  await demo.shows(/BootNotification/);
  await demo.type("power cut");
  await demo.shows(/BootNotification PowerUp/);
  assert.equal(await demo.interrupt(), 0);
  await assert.rejects(Deno.stat(state), Deno.errors.NotFound);
});

Deno.test("ctrl-C while the demo is starting ends it and leaves nothing", async () => {
  const temporary = await Deno.makeTempDir();
  const demo = new Watched(["run", "-A", "test/simulation/demo.ts", "--stay"], { TMPDIR: temporary });
  const deadlineMs = Date.now() + GUARD_MS;
  while ([...Deno.readDirSync(temporary)].length === 0) {
    assert.ok(Date.now() < deadlineMs, "the demo makes no files");
    await pause(1);
  }
  assert.equal(await demo.interrupt(), 0);
  assert.deepEqual([...Deno.readDirSync(temporary)], []);
  await Deno.remove(temporary);
});
