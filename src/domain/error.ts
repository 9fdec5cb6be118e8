/**
 * Every error a user can meet, in one table. `exit` is the CLI's exit code, `http` the API's status,
 * `retriable` says whether the same call may succeed later, `hint` what to do next.
 */
export const errorCodes = {
  JSON_INVALID: { exit: 2, http: 400, retriable: false, hint: 'Correct the JSON at the place named.' },
  INPUT_TOO_LARGE: { exit: 2, http: 413, retriable: false, hint: 'Send less: the limit is named in the message.' },
  SPEC_INVALID: { exit: 2, http: 422, retriable: false, hint: 'Correct the fields named; `amcs-mcp schema sds` shows them all.' },
  MANIFEST_INVALID: { exit: 2, http: 422, retriable: false, hint: 'Correct the manifest; `amcs-mcp schema manifest` shows its fields.' },
  INPUT_INVALID: { exit: 2, http: 422, retriable: false, hint: 'Correct the arguments named.' },
  GENRE_UNKNOWN: { exit: 2, http: 422, retriable: false, hint: 'Use one of the genres named, or add a blueprint of your own.' },
  NOT_FOUND: { exit: 2, http: 404, retriable: false, hint: '`amcs-mcp runs` lists what there is.' },
  UNAUTHORIZED: { exit: 2, http: 401, retriable: false, hint: 'Send the token that the server was started with, as `Authorization: Bearer …`.' },
  FORBIDDEN: { exit: 2, http: 403, retriable: false, hint: 'Start the server with --allow-host or --allow-origin to let this one in.' },
  METHOD_NOT_ALLOWED: { exit: 2, http: 405, retriable: false, hint: 'Use one of the methods that the Allow header names.' },
  MEDIA_UNSUPPORTED: { exit: 2, http: 415, retriable: false, hint: 'Send JSON with `Content-Type: application/json`.' },
  FILE_UNREADABLE: { exit: 2, http: 400, retriable: false, hint: 'Check that the file exists and can be read.' },
  WRITER_UNAVAILABLE: { exit: 2, http: 422, retriable: false, hint: 'Choose one of the writers named.' },
  MODEL_FAILED: { exit: 3, http: 502, retriable: true, hint: 'Wait a little and retry the run from the node that failed.' },
  MODEL_UNCERTAIN: { exit: 3, http: 504, retriable: true, hint: 'Whether the call is charged, the service knows; `retry` from the node makes it again.' },
  MODEL_REFUSED: { exit: 1, http: 422, retriable: false, hint: 'Change the title, the themes or the note, or choose another writer or model.' },
  BUDGET_EXCEEDED: { exit: 1, http: 402, retriable: false, hint: 'Raise budget_usd, or choose a cheaper model.' },
  SOURCE_REFUSED: { exit: 2, http: 422, retriable: false, hint: 'docs/sources.md says what has to be allowed, and where.' },
  SOURCE_FAILED: { exit: 3, http: 502, retriable: true, hint: 'Retry the run from LYRICS when the source can be read, or mark it "optional": true.' },
  ENGINE_UNAVAILABLE: { exit: 2, http: 422, retriable: false, hint: 'Choose one of the engines named, or leave rendering out.' },
  CONTRACT_BROKEN: { exit: 70, http: 500, retriable: false, hint: 'A node broke its contract: this is a defect, please report it with the run id.' },
  NODE_FAILED: { exit: 70, http: 500, retriable: false, hint: 'Look at the run with `amcs-mcp show <run>`, then report it.' },
  RUBRIC_NOT_MET: {
    exit: 1,
    http: 200,
    retriable: false,
    hint: 'The song and its scores are kept: read the issues, change the spec or the seed, and run again.',
  },
  CANCELLED: { exit: 130, http: 409, retriable: false, hint: 'Start the run again if that was not meant.' },
  CONFLICT: { exit: 2, http: 409, retriable: false, hint: 'Read the run again: it has moved on.' },
  STORE_TOO_NEW: { exit: 3, http: 503, retriable: false, hint: 'A newer amcs-mcp made this data folder: update, or set AMCS_HOME to another folder.' },
  STORE_UNAVAILABLE: { exit: 3, http: 503, retriable: true, hint: 'Check that the data folder exists, can be written, and has room.' },
  STORAGE_FAILED: { exit: 3, http: 503, retriable: true, hint: 'Check that the output folder can be written and has room.' },
  PORT_UNAVAILABLE: { exit: 3, http: 503, retriable: true, hint: 'Choose another port with --port or --events-port.' },
  DATA_BROKEN: { exit: 70, http: 500, retriable: false, hint: 'A data file of the package or of your own folder is not right: the message names it.' },
  USAGE: { exit: 64, http: 400, retriable: false, hint: '`amcs-mcp --help` shows how.' },
  INTERNAL: { exit: 70, http: 500, retriable: false, hint: 'This is a defect: run again with --debug and report what it prints.' },
} as const;

export type ErrorCode = keyof typeof errorCodes;

/** One thing that is wrong, and where. `path` is a dotted path into the document ("" for the whole). */
export interface Problem {
  path: string;
  message: string;
  hint?: string;
}

export interface ErrorDetails {
  message: string;
  /** Replaces the table's hint where more is known. */
  hint?: string;
  problems?: Problem[];
}

/** The only error that crosses a boundary; a surface translates it once. */
export class AmcsError extends Error {
  readonly code: ErrorCode;
  readonly hint: string;
  readonly problems: Problem[];

  constructor(code: ErrorCode, details: ErrorDetails, options?: { cause?: unknown }) {
    super(details.message, options);
    this.name = 'AmcsError';
    this.code = code;
    this.hint = details.hint ?? errorCodes[code].hint;
    this.problems = details.problems ?? [];
  }

  get retriable(): boolean {
    return errorCodes[this.code].retriable;
  }
}

/** Whatever was thrown, as an AmcsError. A stranger's message may hold a path or a key, so it is not repeated. */
export function asAmcsError(thrown: unknown): AmcsError {
  if (thrown instanceof AmcsError) return thrown;
  return new AmcsError('INTERNAL', { message: 'Something went wrong inside amcs-mcp.' }, { cause: thrown });
}
