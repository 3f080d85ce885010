import { join } from "node:path";
import { SHIPPED_PERMISSIONS } from "./shipped-flags.ts";

const ROOT = join(import.meta.dirname ?? ".", "../../..");
const NOBODY = 65534;

export interface ProgramRun {
  readonly exitStatus: number;
  /** Of standard output and standard error, without line breaks within a paragraph. */
  readonly text: string;
}

/** The program (or a part of it) in one file, with the permissions of the built module, for a user who may read nothing of root. */
export class OrdinaryUser implements AsyncDisposable {
  private constructor(private readonly directory: string) {}

  static async create(entry = "main.ts"): Promise<OrdinaryUser> {
    const directory = await Deno.makeTempDir({ prefix: "ordinary-user-" });
    await Deno.chmod(directory, 0o777);
    const user = new OrdinaryUser(directory);
    const { success, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["bundle", "--quiet", "--platform", "deno", "--output", user.#program, join(ROOT, entry)],
      cwd: ROOT,
    }).output();
    if (!success) throw new Error(new TextDecoder().decode(stderr));
    await placeRuntime(user.#runtime);
    return user;
  }

  async run(...argv: readonly string[]): Promise<ProgramRun> {
    const { code, stdout, stderr } = await new Deno.Command(this.#runtime, {
      args: [
        "run",
        "--quiet",
        "--no-prompt",
        "--unstable-net",
        ...SHIPPED_PERMISSIONS,
        this.#program,
        ...argv,
      ],
      cwd: this.directory,
      env: { DENO_DIR: join(this.directory, "cache"), HOME: this.directory, NO_COLOR: "1" },
      // Who runs the tests without being root is ordinary already.
      ...(Deno.uid() === 0 && { uid: NOBODY, gid: NOBODY }),
    }).output();
    const decoder = new TextDecoder();
    return {
      exitStatus: code,
      text: (decoder.decode(stdout) + decoder.decode(stderr)).replaceAll(/\s+/g, " "),
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Deno.remove(this.directory, { recursive: true });
  }

  get #program(): string {
    return join(this.directory, "ocpp201.js");
  }

  get #runtime(): string {
    return join(this.directory, "deno");
  }
}

/** Where npm has put it nobody but root may look, perhaps. */
async function placeRuntime(path: string): Promise<void> {
  try {
    await Deno.link(Deno.execPath(), path);
  } catch {
    // Another file system, or another owner.
    await Deno.copyFile(Deno.execPath(), path);
  }
}
