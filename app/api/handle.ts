import { type NextRequest, NextResponse } from 'next/server';
import { ZodError, type z } from 'zod';
import type { ApiError } from '@/lib/contracts/common';
import { refusal, TOKEN_COOKIE } from '@/lib/server/access';
import { ready } from '@/lib/server/ready';
import { UserError } from '@/lib/server/user-error';

type Params = Readonly<Record<string, string>>;
type Work = (request: NextRequest, params: Params) => Promise<Response | unknown>;

/**
 * The edge of the API: checks who asks, waits until the database stands, runs the work, and turns what it throws into
 * one line. A plain value becomes JSON.
 */
export function handle(work: Work) {
  return async (request: NextRequest, context: { params: Promise<Params> }): Promise<Response> => {
    const refused = refusal({
      method: request.method,
      host: request.headers.get('host'),
      origin: request.headers.get('origin'),
      fetchSite: request.headers.get('sec-fetch-site'),
      token: request.cookies.get(TOKEN_COOKIE)?.value ?? null,
    });
    if (refused) return errorResponse(refused.status, refused.error);
    try {
      await ready();
      const answer = await work(request, await context.params);
      return answer instanceof Response ? answer : NextResponse.json(answer ?? {});
    } catch (error) {
      if (error instanceof UserError) return errorResponse(error.status, error.message, error.details);
      if (error instanceof ZodError) return errorResponse(400, messageOf(error));
      if (
        error instanceof Error &&
        ['DatasetFormatError', 'ImageDecodeError', 'ModelFormatError'].includes(error.name)
      ) {
        return errorResponse(422, error.message);
      }
      console.error(`${request.method} ${request.nextUrl.pathname}:`, error);
      return errorResponse(500, `${request.nextUrl.pathname}: the server failed; its log says why`);
    }
  };
}

const errorResponse = (status: number, error: string, details: Readonly<Record<string, unknown>> = {}): Response =>
  NextResponse.json({ ...details, error } satisfies ApiError, { status });

function messageOf({ issues: [issue] }: ZodError): string {
  return `${issue.path.join('.') || 'request'}: ${issue.message}`;
}

/** The request's JSON body as the schema wants it. @throws UserError, ZodError */
export async function readJson<T extends z.ZodType>(request: NextRequest, schema: T): Promise<z.infer<T>> {
  let body: unknown;
  try {
    body = await request.json();
  } catch {
    throw new UserError(400, 'request: expected a JSON body, found something else');
  }
  return schema.parse(body);
}

export const readQuery = <T extends z.ZodType>(request: NextRequest, schema: T): z.infer<T> =>
  schema.parse(Object.fromEntries(request.nextUrl.searchParams));

/** Bytes with a fixed type; nosniff stands on every path. */
export const bytesResponse = (
  bytes: Uint8Array<ArrayBuffer>,
  type: string,
  headers: Record<string, string> = {},
): Response => new Response(bytes, { headers: { 'Content-Type': type, ...headers } });

/** A text to be saved under a name; what a file system might not take in it becomes a dash. */
export const attachment = (text: string, name: string, type: string): Response =>
  new Response(text, {
    headers: {
      'Content-Type': type,
      'Content-Disposition': `attachment; filename="${name.replace(/[^A-Za-z0-9._-]+/g, '-')}"`,
    },
  });
