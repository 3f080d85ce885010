import { TextLineStream } from "../../tools/test/text-line-stream.ts";
import type { EverestSeat, EverestWord } from "./everest-process.ts";

const PROGRAM = new URL("./everest-process.ts", import.meta.url).pathname;

/** `everest-process.ts`, running. */
export class EverestChild {
  readonly #child: Deno.ChildProcess;
  readonly #lines: ReadableStreamDefaultReader<string>;
  readonly #words: WritableStreamDefaultWriter<Uint8Array>;

  private constructor(child: Deno.ChildProcess) {
    this.#child = child;
    this.#lines = child.stdout.pipeThrough(new TextDecoderStream()).pipeThrough(new TextLineStream())
      .getReader();
    this.#words = child.stdin.getWriter();
  }

  static async start(seat: EverestSeat): Promise<EverestChild> {
    const { stdin, stdout } = { stdin: "piped", stdout: "piped" } as const;
    const args = ["run", "-A", "--no-check", "--quiet", PROGRAM, JSON.stringify(seat)];
    const started = new EverestChild(new Deno.Command(Deno.execPath(), { args, stdin, stdout }).spawn());
    await started.#line();
    return started;
  }

  /** Resolves, when it is done, with the time just before; see `preciseNow`. */
  async tell(word: EverestWord): Promise<number> {
    await this.#words.write(new TextEncoder().encode(`${word}\n`));
    return Number(await this.#line());
  }

  async stop(): Promise<void> {
    await this.#words.close();
    await this.#lines.cancel();
    await this.#child.status;
  }

  async #line(): Promise<string> {
    const { value } = await this.#lines.read();
    if (value === undefined) throw new Error("EVerest's process has ended");
    return value;
  }
}
