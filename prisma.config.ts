import { defineConfig } from 'prisma/config';

// `prisma generate` wants a schema engine but never runs it; without this line it would try to download one.
process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= process.execPath;

export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
});
