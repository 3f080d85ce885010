import { join } from "node:path";

/** A file system of a few megabytes that a test can fill. */
export interface SmallDisk {
  readonly directory: string;
  /** Leaves not one byte. */
  fill(): void;
  /** Makes room again. */
  free(): void;
}

const MOUNT = "/bin/mount";
const UMOUNT = "/bin/umount";

/** A test that is ignored where no file system may be mounted (anybody but root). */
export function testOnSmallDisk(name: string, fn: (disk: SmallDisk) => Promise<void>): void {
  const ignore = !canMount();
  Deno.test({ name: ignore ? `${name} [needs mount]` : name, ignore, fn: () => onSmallDisk(fn) });
}

async function onSmallDisk(fn: (disk: SmallDisk) => Promise<void>): Promise<void> {
  const directory = await Deno.makeTempDir({ prefix: "small-disk-" });
  run(MOUNT, "-t", "tmpfs", "-o", "size=3m", "tmpfs", directory);
  const filler = join(directory, "filler");
  try {
    await fn({
      directory,
      fill: () => fill(filler),
      free: () => Deno.removeSync(filler),
    });
  } finally {
    run(UMOUNT, directory);
    await Deno.remove(directory);
  }
}

function fill(path: string): void {
  using file = Deno.openSync(path, { create: true, append: true });
  const page = new Uint8Array(4096);
  try {
    for (;;) file.writeSync(page);
  } catch (error) {
    if (!String(error).includes("No space left on device")) throw error;
  }
}

function canMount(): boolean {
  if (Deno.uid() !== 0) return false;
  const directory = Deno.makeTempDirSync();
  try {
    run(MOUNT, "-t", "tmpfs", "-o", "size=1m", "tmpfs", directory);
    run(UMOUNT, directory);
    return true;
  } catch {
    return false;
  } finally {
    Deno.removeSync(directory);
  }
}

function run(program: string, ...args: string[]): void {
  const { success, stderr } = new Deno.Command(program, { args }).outputSync();
  if (!success) throw new Error(`${program}: ${new TextDecoder().decode(stderr)}`);
}
