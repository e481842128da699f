// node prisma/new-migration.mjs NAME: writes the SQL between the last migration and schema.prisma into a new folder of
// prisma/migrations. Prisma's own `migrate dev` needs a downloaded engine; this uses the same engine built as WebAssembly.
// The schema that the migrations arrive at is kept beside them, so that no database is needed to compare.
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { PrismaLibSql } from '@prisma/adapter-libsql';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import * as bindings from '@prisma/schema-engine-wasm/schema_engine_bg';

const [name] = process.argv.slice(2);
if (!name || !/^[a-z0-9_]+$/.test(name)) {
  console.error('usage: node prisma/new-migration.mjs NAME   (lower-case letters, digits, _)');
  process.exit(2);
}
const migrations = path.join(import.meta.dirname, 'migrations');
const arrivedAt = path.join(migrations, 'arrived-at.prisma');
const wanted = path.join(import.meta.dirname, 'schema.prisma');

const engineWasm = path.join(
  path.dirname(createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg')),
  'schema_engine_bg.wasm',
);
const { instance } = await WebAssembly.instantiate(await readFile(engineWasm), { './schema_engine_bg.js': bindings });
bindings.__wbg_set_wasm(instance.exports);
instance.exports.__wbindgen_start();
const engine = await bindings.SchemaEngine.new(
  { datamodels: undefined },
  () => {},
  bindMigrationAwareSqlAdapterFactory(new PrismaLibSql({ url: 'file::memory:' })),
);

const datamodel = async (file) => ({
  tag: 'schemaDatamodel',
  files: [{ path: file, content: await readFile(file, 'utf8') }],
});
const { exitCode, stdout } = await engine.diff({
  from: existsSync(arrivedAt) ? await datamodel(arrivedAt) : { tag: 'empty' },
  to: await datamodel(wanted),
  script: true,
  exitCode: true,
  shadowDatabaseUrl: null,
  filters: { externalTables: [], externalEnums: [] },
});
if (exitCode !== 2) {
  console.log('schema.prisma and the migrations agree: nothing to write');
} else {
  const folder = path.join(migrations, `${new Date().toISOString().replace(/\D/g, '').slice(0, 14)}_${name}`);
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'migration.sql'), stdout);
  await writeFile(path.join(migrations, 'migration_lock.toml'), 'provider = "sqlite"\n');
  await writeFile(arrivedAt, await readFile(wanted));
  console.log(`wrote ${path.relative(process.cwd(), folder)}/migration.sql`);
}
process.exit(0);
