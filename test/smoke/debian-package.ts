/**
 * Installs, upgrades, removes and purges a Debian package in a throw-away Debian, after lintian has read it:
 *
 *   deno task smoke:package dist/ocpp201_…_amd64.deb
 *
 * Needs root, lintian, mmdebstrap, and Debian's packages on the network; the package must be for this machine.
 */
import assert from "node:assert/strict";
import { join } from "node:path";
import { exitStatus, run } from "./system-command.ts";

const SUITE = "bookworm";
const MODULE = "usr/libexec/everest/modules/OCPP201";
const INSTALLED = [
  `${MODULE}/OCPP201`,
  `${MODULE}/manifest.yaml`,
  "usr/lib/systemd/system/ocpp201.service",
  "usr/share/man/man1/OCPP201.1.gz",
  "usr/share/bash-completion/completions/OCPP201",
  "usr/share/doc/ocpp201/ocpp201.cdx.json",
];
const UNSENT = "var/lib/ocpp201/cp.db";
/** Users stay, as Debian has it; the rest is what dpkg, the system and the runtime (a cache per user) write of themselves. */
const NOT_OF_THE_PACKAGE =
  /^(etc\/(passwd|group|shadow|gshadow)-?|etc\/\.pwd\.lock|root\/\.cache\/deno\/.*|var\/(lib\/dpkg|log|cache)\/.*)$/;

const step = (text: string) => console.log(`ok - ${text}`);

if (import.meta.main) {
  const [deb] = Deno.args;
  if (deb === undefined) throw new Error("usage: deno task smoke:package PACKAGE.deb");
  const directory = await Deno.makeTempDir({ prefix: "ocpp201-package-" });
  try {
    await lint(deb);
    await lifeOfThePackage(deb, directory);
    console.log(`package test passed: ${deb}`);
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

async function lint(deb: string): Promise<void> {
  await run("lintian", "--fail-on", "error,warning", "--allow-root", deb);
  step("lintian finds no error and no warning");
}

async function lifeOfThePackage(deb: string, directory: string): Promise<void> {
  const root = join(directory, "root");
  await run("mmdebstrap", "--variant=essential", "--include=systemd-standalone-sysusers", SUITE, root);
  const dpkg = (...words: string[]) => run("dpkg", `--root=${root}`, ...words);
  const before = await filesBelow(root);
  step("a throw-away Debian");

  await dpkg("--install", deb);
  assert.deepEqual(await missing(root, INSTALLED), []);
  const users = await Deno.readTextFile(join(root, "etc/passwd"));
  assert.match(users, /^everest:/m);
  step("installed, with the user everest");
  assert.deepEqual(await missing(root, await pathsOfTheYoctoRecipe()), []);
  step("it has every file that the Yocto recipe takes from it");

  await commandsWork(root);

  await Deno.mkdir(join(root, "var/lib/ocpp201"), { recursive: true });
  await Deno.writeTextFile(join(root, UNSENT), "what the CSMS has not confirmed");
  await dpkg("--install", await laterVersion(deb, directory));
  assert.deepEqual(await missing(root, [...INSTALLED, UNSENT]), []);
  step("upgraded, state untouched");

  await dpkg("--remove", "ocpp201");
  assert.deepEqual(await missing(root, INSTALLED), INSTALLED);
  assert.deepEqual(await missing(root, [UNSENT]), []);
  step("removed, state untouched");

  await dpkg("--install", deb);
  await dpkg("--purge", "ocpp201");
  const left = [...await filesBelow(root)].filter((path) =>
    !before.has(path) && !NOT_OF_THE_PACKAGE.test(path)
  );
  assert.deepEqual(left, []);
  assert.deepEqual(await missing(root, [UNSENT]), [UNSENT]);
  step("purged: nothing is left behind");
}

async function commandsWork(root: string): Promise<void> {
  // The runtime needs /proc.
  const enter = ["--mount", "sh", "-c", 'mount --bind /proc "$0/proc" && exec chroot "$0" "$@"', root];
  const inside = (...words: string[]) => run("unshare", ...enter, ...words);
  assert.match(await inside("OCPP201", "--version"), /\d+\.\d+\.\d+/);
  assert.match(await inside("ocpp201", "help"), /^ {2}status /m);
  assert.equal(await exitStatus("unshare", ...enter, "OCPP201", "status"), 2);
  const complete =
    ". /usr/share/bash-completion/completions/OCPP201; COMP_WORDS=(OCPP201 sta); COMP_CWORD=1; " +
    "_ocpp201; echo ${COMPREPLY[*]}";
  assert.equal(await inside("bash", "-c", complete), "status\n");
  step("the command line works there, and bash completes it");
}

/** The recipe unpacks the Debian package into its directory S. */
async function pathsOfTheYoctoRecipe(): Promise<string[]> {
  const recipes = join(import.meta.dirname ?? ".", "../../packaging/yocto/recipes-everest/ocpp201");
  const paths: string[] = [];
  for await (const { name } of Deno.readDir(recipes)) {
    if (!name.endsWith(".bb")) continue;
    const recipe = await Deno.readTextFile(join(recipes, name));
    paths.push(...[...recipe.matchAll(/\$\{S\}\/(\S+)/g)].map((match) => match[1] ?? ""));
  }
  assert.ok(paths.length > 5, `${paths.length} paths in the recipe`);
  return paths;
}

/** The same package under a higher version number. */
async function laterVersion(deb: string, directory: string): Promise<string> {
  const tree = join(directory, "later");
  const later = join(directory, "later.deb");
  await run("dpkg-deb", "--raw-extract", deb, tree);
  const control = join(tree, "DEBIAN/control");
  const text = await Deno.readTextFile(control);
  await Deno.writeTextFile(control, text.replace(/^Version: .*$/m, "Version: 999"));
  await run("dpkg-deb", "--root-owner-group", "-Znone", "--build", tree, later);
  return later;
}

async function missing(root: string, paths: readonly string[]): Promise<string[]> {
  const present = await Promise.all(
    paths.map((path) => Deno.lstat(join(root, path)).then(() => true, () => false)),
  );
  return paths.filter((_, index) => !present[index]);
}

async function filesBelow(root: string): Promise<Set<string>> {
  const listing = await run("find", root, "-xdev", "!", "-type", "d", "-printf", "%P\\n");
  return new Set(listing.split("\n"));
}
