/** Under which the CSMS of a test knows the station. */
export const IDENTITY = "CS-0001";
/** The port may be that of a CSMS of another test process that is away: its station must not come in here. */
export const PASSWORD: string = crypto.randomUUID();
export const CREDENTIALS = { username: IDENTITY, password: PASSWORD } as const;
