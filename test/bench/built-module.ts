import { join } from "node:path";

const ROOT = join(import.meta.dirname ?? ".", "../..");

/** The folder of the module for this machine in the runtime layout; it is built when missing or older than the sources. */
export async function builtModule(): Promise<string> {
  const folder = join(ROOT, "dist", Deno.build.arch, "OCPP201");
  const bundle = await modified(join(folder, "station.cjs"));
  if (bundle === undefined || await newestSource() > bundle) {
    await run(join(ROOT, "build.sh"), ["--layout", "runtime", "--target", Deno.build.arch]);
  }
  return folder;
}

async function newestSource(): Promise<number> {
  let newest = Math.max(
    ...await Promise.all(
      ["main.ts", "program.ts", "build.sh", "config/manifest.yaml"].map(async (file) =>
        await modified(join(ROOT, file)) ?? 0
      ),
    ),
  );
  const visit = async (directory: string): Promise<void> => {
    for await (const entry of Deno.readDir(directory)) {
      const path = join(directory, entry.name);
      if (entry.isDirectory) await visit(path);
      else newest = Math.max(newest, await modified(path) ?? 0);
    }
  };
  for (const directory of ["src", "device-model"]) await visit(join(ROOT, directory));
  return newest;
}

async function modified(path: string): Promise<number | undefined> {
  const info = await Deno.stat(path).catch(() => undefined);
  return info?.mtime?.getTime();
}

async function run(program: string, args: string[]): Promise<void> {
  const { success } = await new Deno.Command(program, { args, stdin: "null" }).output();
  if (!success) throw new Error(`${program} ${args.join(" ")} failed`);
}
