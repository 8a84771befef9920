// The only place that talks to the server: JSON, the session's cookie, and errors with place, cause and cure.
import type { Problem } from "./schema";

export class Failure extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly cause_text: string,
    readonly help: string,
    readonly problems: Problem[] = [],
  ) {
    super(cause_text || code);
  }
}

interface ErrorBody { code?: string; cause?: string; help?: string; problems?: Problem[] }

/** Turns what came back into a failure; a body that is no JSON still gives one. */
export function failureOf(status: number, body: unknown): Failure {
  if (Array.isArray(body)) return new Failure(status, "invalid", "", "", body as Problem[]);
  const known = (body ?? {}) as ErrorBody;
  return new Failure(status, known.code ?? codeOf(status), known.cause ?? "", known.help ?? "", known.problems ?? []);
}

function codeOf(status: number): string {
  if (status === 401) return "unauthenticated";
  if (status === 403) return "forbidden";
  if (status === 404) return "not_found";
  if (status === 422) return "invalid";
  if (status === 429) return "throttled";
  return status >= 502 && status <= 504 ? "unavailable" : "internal";
}

/** What came back, as it was written; a file goes out as it is, all else as JSON. */
async function ask(method: string, path: string, body?: unknown): Promise<string> {
  const headers: Record<string, string> = { accept: "application/json" };
  if (method !== "GET") headers["x-anlass"] = "1";
  if (body !== undefined) headers["content-type"] = body instanceof Blob ? "application/octet-stream" : "application/json";
  let response: Response;
  try {
    response = await fetch(`/api${path}`, {
      method,
      headers,
      credentials: "same-origin",
      ...(body === undefined ? {} : { body: body instanceof Blob ? body : JSON.stringify(body) }),
    });
  } catch {
    throw new Failure(0, "unreachable", "", "");
  }
  const text = await response.text();
  if (!response.ok) throw failureOf(response.status, parse(text));
  return text;
}

const call = async <T>(method: string, path: string, body?: unknown) => parse(await ask(method, path, body)) as T;

/** Whether the server says that it is well; it answers this without a session. */
export async function isHealthy(): Promise<boolean> {
  const response = await fetch("/health").catch(() => null);
  return response?.ok ?? false;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export const get = <T>(path: string) => call<T>("GET", path);
export const post = <T>(path: string, body: unknown) => call<T>("POST", path, body);
export const put = <T>(path: string, body: unknown) => call<T>("PUT", path, body);
export const sendFile = <T>(path: string, file: Blob) => call<T>("POST", path, file);
/** The answer as it was written, for whoever keeps it. */
export const postForText = (path: string) => ask("POST", path);
export const remove = <T>(path: string) => call<T>("DELETE", path);

/** A path with a query; empty values are left out. */
export function withQuery(path: string, query: Record<string, string | null | undefined>): string {
  const pairs = Object.entries(query).filter((pair): pair is [string, string] => Boolean(pair[1]));
  return pairs.length === 0 ? path : `${path}?${new URLSearchParams(pairs).toString()}`;
}
