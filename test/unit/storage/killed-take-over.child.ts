/** Takes over the database at the path that is its argument, and ends in the middle of it as if it were killed. */
import { openDatabase } from "../../../src/storage/open-database.ts";
import { RecordingLogger } from "../../fakes/recording-logger.ts";

openDatabase(Deno.args[0] ?? "", {
  kind: "core",
  migrations: ["CREATE TABLE note (text TEXT NOT NULL) STRICT"],
  log: new RecordingLogger(),
  adopt: () => Deno.exit(9),
});
