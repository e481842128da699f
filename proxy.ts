import { type NextRequest, NextResponse } from 'next/server';
import { refusal, TOKEN_COOKIE } from '@/lib/server/access';

/** Before every page: who may see it, and the Content-Security-Policy with a nonce of its own. */
export function proxy(request: NextRequest): NextResponse {
  const offered = request.nextUrl.searchParams.get('token');
  if (offered && process.env.WORKBENCH_TOKEN) {
    const target = request.nextUrl.clone();
    target.searchParams.delete('token');
    const response = NextResponse.redirect(target);
    response.cookies.set(TOKEN_COOKIE, offered, { httpOnly: true, sameSite: 'strict', path: '/' });
    return response;
  }
  const refused = refusal({
    method: request.method,
    host: request.headers.get('host'),
    origin: request.headers.get('origin'),
    fetchSite: request.headers.get('sec-fetch-site'),
    token: request.cookies.get(TOKEN_COOKIE)?.value ?? null,
  });
  if (refused) return new NextResponse(`${refused.error}\n`, { status: refused.status });

  const nonce = crypto.randomUUID().replaceAll('-', '');
  const isDevelopment = process.env.NODE_ENV === 'development';
  const policy = [
    "default-src 'self'",
    // wasm backends compile WebAssembly; React's development build evaluates strings for its stack traces
    `script-src 'self' 'nonce-${nonce}' 'wasm-unsafe-eval'${isDevelopment ? " 'unsafe-eval'" : ''}`,
    // Konva, three and React set style attributes
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' blob: data:",
    "media-src 'self' blob:",
    // tfjs starts its wasm threads from a blob
    "worker-src 'self' blob:",
    `connect-src 'self' blob:${isDevelopment ? ' ws:' : ''}`,
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
  const headers = new Headers(request.headers);
  headers.set('x-nonce', nonce);
  headers.set('Content-Security-Policy', policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set('Content-Security-Policy', policy);
  return response;
}

/** Pages only: the API asks the same in its own handler, where uploads are not copied on the way. */
export const config = { matcher: ['/((?!api/|_next/|workers/|wasm/|icons/).*)'] };
