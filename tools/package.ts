/**
 * `deno task package-files MODULE_FOLDER OUTPUT_FOLDER`: what a package of a built module folder needs beside it: manual
 * page, completion for bash, list of the software inside (CycloneDX). build.sh calls it; commit, its time and the
 * target come from the environment (COMMIT, SOURCE_DATE_EPOCH in seconds, ARCHITECTURE, BUNDLE: the bundled program).
 */
import { createHash } from "node:crypto";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { COMMANDS } from "../src/commands/command-table.ts";
import { VERSION } from "../src/kernel/version.ts";
import { renderBashCompletion } from "./package/bash-completion.ts";
import { billOfMaterials, type ShippedFile } from "./package/bill-of-materials.ts";
import { bundledPackages, type LockFile } from "./package/bundled-packages.ts";
import { renderManualPage } from "./package/manual-page.ts";

const ROOT = join(import.meta.dirname ?? ".", "..");
/** What is executed in either layout. */
const EXECUTED = ["OCPP201", "deno", "ocpp201.js", "station.cjs", "station.cache"];

function environment(name: string): string {
  const value = Deno.env.get(name);
  if (value === undefined) throw new Error(`${name} is not set`);
  return value;
}

function shippedFiles(module: string): ShippedFile[] {
  const present = new Set([...Deno.readDirSync(module)].map(({ name }) => name));
  return EXECUTED.filter((name) => present.has(name)).map((name) => ({
    name,
    sha256: createHash("sha256").update(Deno.readFileSync(join(module, name))).digest("hex"),
  }));
}

function sqliteVersion(): string {
  using database = new DatabaseSync(":memory:");
  return String(database.prepare("select sqlite_version() as version").get()?.["version"]);
}

if (import.meta.main) {
  const [module, output] = Deno.args;
  if (module === undefined || output === undefined) {
    console.error("usage: deno task package-files MODULE_FOLDER OUTPUT_FOLDER");
    Deno.exit(2);
  }
  const timestamp = new Date(Number(environment("SOURCE_DATE_EPOCH")) * 1000).toISOString();
  const lock = JSON.parse(Deno.readTextFileSync(join(ROOT, "deno.lock"))) as LockFile;
  const bill = billOfMaterials({
    version: VERSION,
    commit: environment("COMMIT"),
    timestamp,
    architecture: environment("ARCHITECTURE"),
    packages: bundledPackages(Deno.readTextFileSync(environment("BUNDLE")), lock),
    runtime: { deno: Deno.version.deno, v8: Deno.version.v8, sqlite: sqliteVersion() },
    files: shippedFiles(module),
  });
  Deno.mkdirSync(output, { recursive: true });
  const facts = { version: VERSION, date: timestamp.slice(0, 10) };
  Deno.writeTextFileSync(join(output, "OCPP201.1"), renderManualPage(COMMANDS, facts));
  Deno.writeTextFileSync(join(output, "OCPP201.bash"), renderBashCompletion(COMMANDS));
  Deno.writeTextFileSync(join(output, "ocpp201.cdx.json"), `${JSON.stringify(bill, undefined, 2)}\n`);
}
