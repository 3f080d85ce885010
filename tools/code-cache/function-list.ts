/** The text of packaging/start-functions.txt: a line for each source file, its functions behind a colon. */
export function printFunctionList(names: Iterable<string>): string {
  const byFile = new Map<string, Set<string>>();
  for (const name of names) {
    const [file = "", functionName = ""] = name.split(" ");
    byFile.set(file, (byFile.get(file) ?? new Set()).add(functionName));
  }
  const lines = [...byFile].map(([file, functions]) => `${file}: ${[...functions].sort().join(" ")}\n`);
  return lines.sort().join("");
}

/** Names as `functionsOf` has them. */
export function parseFunctionList(text: string): Set<string> {
  return new Set(
    text.split("\n").filter((line) => line !== "").flatMap((line) => {
      const colon = line.indexOf(": ");
      const file = line.slice(0, colon);
      return line.slice(colon + 2).split(" ").map((name) => `${file} ${name}`);
    }),
  );
}
