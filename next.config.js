/**
 * Cross-origin isolation lets the wasm backend use threads; everything the pages load comes from this origin.
 * The Content-Security-Policy needs a nonce a request and is set in proxy.ts.
 */
const everyPath = [
  { key: 'Cross-Origin-Opener-Policy', value: 'same-origin' },
  { key: 'Cross-Origin-Embedder-Policy', value: 'require-corp' },
  { key: 'Cross-Origin-Resource-Policy', value: 'same-origin' },
  { key: 'X-Content-Type-Options', value: 'nosniff' },
  { key: 'Referrer-Policy', value: 'same-origin' },
  { key: 'X-Frame-Options', value: 'DENY' },
];

/** @type {import('next').NextConfig} */
const config = {
  distDir: process.env.NEXT_DIST || '.next',
  poweredByHeader: false,
  reactStrictMode: true,
  // `npm test` checks types in its own step
  typescript: { ignoreBuildErrors: true },
  turbopack: { root: import.meta.dirname },
  outputFileTracingRoot: import.meta.dirname,
  serverExternalPackages: [
    '@tensorflow/tfjs',
    '@tensorflow/tfjs-core',
    '@tensorflow/tfjs-backend-wasm',
    '@libsql/client',
    'libsql',
    '@prisma/adapter-libsql',
    'sharp',
    'esbuild',
  ],
  async headers() {
    return [{ source: '/:path*', headers: everyPath }];
  },
};

export default config;
