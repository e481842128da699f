/** The `landmarks` command. A fresh clone has no database client yet: what is missing is made before anything asks for it. */
import { buildAll } from './build.mjs';

try {
  await buildAll({
    steps: ['database client', 'training kernels', 'inference kernels', 'face detectors'],
    // standard output holds the command's answer alone
    tell: (line) => console.error(line),
  });
  const { runCommand } = await import('./run-command');
  process.exitCode = await runCommand(process.argv.slice(2));
} catch (error) {
  console.error(`landmarks: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
}
