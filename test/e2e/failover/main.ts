import { takeFigures } from './take';

/** `npm run failover:docs`, in the folder of the project. */
try {
  for (const line of takeFigures(process.cwd())) process.stdout.write(`${line}\n`);
} catch (error) {
  process.stderr.write(`failover:docs: ${(error as Error).message}\n`);
  process.exitCode = 1;
}
