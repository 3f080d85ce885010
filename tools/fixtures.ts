/**
 * `deno task fixtures`: makes the files below `test/fixtures` from the material beside the repository: recorded
 * traffic, EVerest's definitions, tables of the standard. `--check` writes nothing and exits with 1 when a file differs.
 * A plain clone has no such material: its files are what the tests read, and there is nothing to make or compare.
 */
import { dirname, join } from "node:path";
import { decode, encode, type Fixture, type Material } from "./fixtures/fixture.ts";
import { EVEREST_FACTS } from "./fixtures/everest-facts.ts";
import { OCPP_CATALOGUES } from "./fixtures/ocpp-catalogues.ts";
import { OCPP_TABLES } from "./fixtures/ocpp-tables.ts";
import { RECORDINGS } from "./fixtures/recordings.ts";

const ROOT = join(import.meta.dirname ?? ".", "..");
const MATERIAL = join(ROOT, "../shared");
const FIXTURES = join(ROOT, "test/fixtures");

const ALL: readonly Fixture[] = [...OCPP_TABLES, ...OCPP_CATALOGUES, ...EVEREST_FACTS, ...RECORDINGS];

const material: Material = {
  text: (path) => Deno.readTextFileSync(join(MATERIAL, path)),
  list: (folder) => [...Deno.readDirSync(join(MATERIAL, folder))].map(({ name }) => name).sort(),
};

/** The text in the repository; undefined where the file is missing. */
function present({ path }: Fixture): string | undefined {
  try {
    return decode(path, Deno.readFileSync(join(FIXTURES, path)));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

function write({ path }: Fixture, text: string): void {
  const file = join(FIXTURES, path);
  Deno.mkdirSync(dirname(file), { recursive: true });
  Deno.writeFileSync(file, encode(path, text));
}

function materialIsHere(): boolean {
  try {
    return Deno.statSync(MATERIAL).isDirectory;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

if (import.meta.main) {
  const checkOnly = Deno.args.includes("--check");
  if (!materialIsHere()) {
    console.log(`no material at ${MATERIAL}: the fixtures stay as they are`);
    Deno.exit(checkOnly ? 0 : 1);
  }
  const differing = ALL.filter((fixture) => {
    const text = fixture.make(material);
    if (present(fixture) === text) return false;
    if (!checkOnly) write(fixture, text);
    return true;
  });
  for (const { path } of differing) {
    console.log(`${checkOnly ? "differs" : "written"}: test/fixtures/${path}`);
  }
  console.log(`${ALL.length} fixtures, ${differing.length} ${checkOnly ? "differ" : "written"}`);
  Deno.exit(checkOnly && differing.length > 0 ? 1 : 0);
}
