import { describe, expect, it } from 'vitest';
import { type RequestFacts, refusal } from '@/lib/server/access';

const ask = (facts: Partial<RequestFacts>, token?: string) =>
  refusal({ method: 'GET', host: '127.0.0.1:3000', origin: null, fetchSite: null, token: null, ...facts }, token ?? '')
    ?.status ?? null;

describe('without a token', () => {
  it.each(['127.0.0.1:3000', 'localhost:3000', 'localhost', '[::1]:3000', '127.0.0.1'])('answers on %s', (host) => {
    expect(ask({ host })).toBeNull();
  });

  it.each([
    'evil.example',
    'evil.example:3000',
    '127.0.0.1.evil.example',
    'localhost.evil.example:3000',
    '127.0.0.1:3000@evil.example',
    '192.168.1.20:3000',
    '',
    null,
  ])('refuses the host %j, to which a rebound name could lead', (host) => {
    expect(ask({ host })).toBe(403);
    expect(ask({ host, method: 'POST', origin: `http://${host}` })).toBe(403);
  });
});

describe('a change', () => {
  const change = (facts: Partial<RequestFacts>) => ask({ method: 'POST', ...facts });

  it('may come from the page itself', () => {
    expect(change({ origin: 'http://127.0.0.1:3000', fetchSite: 'same-origin' })).toBeNull();
  });

  it('may come from a program that is no browser', () => {
    expect(change({})).toBeNull();
  });

  it.each([
    'http://evil.example',
    'http://localhost:3000', // another name than the one asked is another site
    'http://127.0.0.1:4000',
    'null',
    'nonsense',
  ])('from the origin %s is refused', (origin) => {
    for (const method of ['POST', 'PUT', 'DELETE', 'PATCH']) expect(change({ origin, method })).toBe(403);
  });

  it.each(['cross-site', 'same-site'])('that a browser calls %s is refused without an origin too', (fetchSite) => {
    expect(change({ fetchSite })).toBe(403);
  });

  it('is what is refused: reading from another origin is the browser’s to forbid', () => {
    expect(ask({ origin: 'http://evil.example' })).toBeNull();
    expect(ask({ method: 'HEAD', origin: 'http://evil.example' })).toBeNull();
  });
});

describe('with a token', () => {
  it('refuses whoever does not have it', () => {
    expect(ask({}, 'secret')).toBe(401);
    expect(ask({ token: 'secre' }, 'secret')).toBe(401);
    expect(ask({ token: 'secretly' }, 'secret')).toBe(401);
    expect(ask({ token: 'secret' }, 'secret')).toBeNull();
  });

  it('answers under other names too, and still refuses changes from other sites', () => {
    expect(ask({ host: 'faces.lab:3000', token: 'secret' }, 'secret')).toBeNull();
    const change = { host: 'faces.lab:3000', token: 'secret', method: 'PUT' };
    expect(ask({ ...change, origin: 'https://faces.lab:3000' }, 'secret')).toBeNull();
    expect(ask({ ...change, origin: 'http://evil.example' }, 'secret')).toBe(403);
  });

  it('reads it from the environment', () => {
    process.env.WORKBENCH_TOKEN = 'from outside';
    const facts = { method: 'GET', host: 'faces.lab', origin: null, fetchSite: null };
    expect(refusal({ ...facts, token: 'from outside' })).toBeNull();
    expect(refusal({ ...facts, token: null })?.error).toMatch(/\?token=/);
    delete process.env.WORKBENCH_TOKEN;
  });
});
