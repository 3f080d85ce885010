/** Runs a program; resolves with its standard output, rejects with its standard error when it fails. */
export async function run(program: string, ...args: string[]): Promise<string> {
  const { success, code, stdout, stderr } = await new Deno.Command(program, { args }).output();
  const [output, errors] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes));
  if (!success) {
    throw new Error(`${[program, ...args].join(" ")} ended with ${code}:\n${output}${errors}`);
  }
  return output ?? "";
}

/** Runs a program of which only the exit status counts. */
export async function exitStatus(program: string, ...args: string[]): Promise<number> {
  return (await new Deno.Command(program, { args }).output()).code;
}
