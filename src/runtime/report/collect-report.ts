import { basename, join } from "../../kernel/posix-path.ts";
import { sameIdentifier } from "../../kernel/identifier.ts";
import { MASK } from "../../kernel/mask.ts";
import { reasonOf } from "../../kernel/reason-of.ts";
import { RUNTIME_VERSION } from "../runtime-version.ts";
import { namedTextFiles } from "../../host/files.ts";
import type { VariablesAnswer } from "../../inspection/variables.ts";
import { COMMIT, VERSION } from "../../kernel/version.ts";
import { LOG_BASE_NAME } from "../../message-log/message-log.ts";
import { readTextFile } from "../check/read-text-file.ts";
import { answerWithoutSecrets, type TokenMasking, withoutSecrets } from "./masking.ts";
import { tar, type TarEntry } from "./tar.ts";

export interface ReportContents {
  /** By name of the question: what the module answered, or why it did not. */
  readonly answers: Readonly<Record<string, unknown>>;
  /** What `check` says, or why nobody asked it. */
  readonly check: { readonly report: unknown } | { readonly leftOut: string };
  /** Where the message log is; absent: not known. */
  readonly logDirectory?: string;
  readonly tokens: TokenMasking;
  readonly nowMs: number;
}

export interface Report {
  /** To quote; it stands in the archive, too. */
  readonly id: string;
  /** tar.gz */
  readonly archive: Uint8Array<ArrayBuffer>;
  readonly names: readonly string[];
  /** What a reader would look for in vain. */
  readonly leftOut: readonly LeftOut[];
}

export interface LeftOut {
  readonly name: string;
  readonly why: string;
}

/** Of a longer log only the end goes into the report. */
const MAX_LOG_CHARACTERS = 4 * 1024 * 1024;
const CHECK = "check.json";
const encoder = new TextEncoder();

/** One archive for support. Nothing in it is a secret. */
export async function collectReport(contents: ReportContents): Promise<Report> {
  const { nowMs } = contents;
  const found = await logPaths(contents);
  const logs = typeof found === "string" ? [] : await logEntries(found, contents);
  const entries: TarEntry[] = [
    ...Object.entries(contents.answers).map(([name, answer]) => jsonEntry(`${name}.json`, answer, contents)),
    ..."report" in contents.check ? [jsonEntry(CHECK, contents.check.report, contents)] : [],
    jsonEntry("versions.json", await versions(), contents),
    ...logs,
  ];
  const id = await reportId(entries, nowMs);
  const about = { id, createdAt: new Date(nowMs).toISOString(), tokens: contents.tokens };
  const leftOut: readonly LeftOut[] = [
    ..."leftOut" in contents.check ? [{ name: CHECK, why: contents.check.leftOut }] : [],
    ...typeof found === "string" ? [{ name: "logs", why: found }] : [],
  ];
  const names = ["report.json", ...entries.map(({ name }) => name)];
  const all = [jsonEntry("report.json", { ...about, files: names, leftOut }, contents), ...entries];
  const folder = all.map((entry) => ({ ...entry, name: `${id}/${entry.name}` }));
  return { id, archive: await gzip(tar(folder, nowMs)), names, leftOut };
}

function jsonEntry(name: string, value: unknown, { tokens }: Pick<ReportContents, "tokens">): TarEntry {
  const shown = name === "variables.json" && tokens === "masked" ? withoutGroup(value) : value;
  return { name, bytes: encoder.encode(answerWithoutSecrets(shown, tokens)) };
}

/** The group of master passes is a token. */
function withoutGroup(answer: unknown): unknown {
  const variables = (answer as Partial<VariablesAnswer> | undefined)?.variables;
  if (!Array.isArray(variables)) return answer;
  return {
    ...answer as VariablesAnswer,
    variables: (variables as VariablesAnswer["variables"]).map((each) =>
      !sameIdentifier(each.variable.name, "MasterPassGroupId") ? each : {
        ...each,
        attributes: each.attributes.map(({ value, fileDefault, ...rest }) => ({
          ...rest,
          ...(value && { value: MASK }),
          ...(fileDefault && { fileDefault: MASK }),
        })),
      }
    ),
  };
}

async function versions(): Promise<unknown> {
  const release = await readTextFile("/etc/os-release");
  return {
    ...{ version: VERSION, commit: COMMIT, runtime: RUNTIME_VERSION },
    system: release.kind === "read" ? /^PRETTY_NAME="?([^"\n]*)/m.exec(release.text)?.[1] : undefined,
    kernel: Deno.osRelease(),
  };
}

/** The files of the message log, or why there are none. HTML says the same again, and is left out beside text. */
async function logPaths({ logDirectory }: ReportContents): Promise<readonly string[] | string> {
  if (logDirectory === undefined) return "no message log is in a directory that is known";
  const none = `no message log is in ${logDirectory}`;
  try {
    const files = await namedTextFiles.filesIn(logDirectory) ?? [];
    const ours = files.filter((path) => basename(path).startsWith(LOG_BASE_NAME));
    if (ours.length === 0) return none;
    const isText = (path: string) => !basename(path).includes(".html");
    return ours.some((path) => isText(path) && !path.includes(".security.")) ? ours.filter(isText) : ours;
  } catch (error) {
    const isAbsent = error instanceof Error && error.cause instanceof Deno.errors.NotFound;
    return isAbsent ? none : reasonOf(error);
  }
}

async function logEntries(
  paths: readonly string[],
  { tokens }: ReportContents,
): Promise<readonly TarEntry[]> {
  return await Promise.all(paths.map(async (path) => {
    const reading = await readTextFile(path);
    const text = reading.kind === "read" ? lastPart(reading.text) : `(not read: ${reading.reason})\n`;
    return { name: join("logs", basename(path)), bytes: encoder.encode(withoutSecrets(text, tokens)) };
  }));
}

/** Begins with a whole entry. */
function lastPart(text: string): string {
  if (text.length <= MAX_LOG_CHARACTERS) return text;
  const rest = text.slice(-MAX_LOG_CHARACTERS);
  return `(the beginning is left out)\n\n${rest.slice(rest.indexOf("\n") + 1)}`;
}

async function reportId(entries: readonly TarEntry[], nowMs: number): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", new Uint8Array(tar(entries, nowMs))));
  const time = new Date(nowMs).toISOString().replaceAll(/[-:]/g, "").slice(0, 15);
  return `ocpp201-report-${time}-${digest.toHex().slice(0, 8)}`;
}

async function gzip(bytes: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([new Uint8Array(bytes)]).stream().pipeThrough(new CompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
