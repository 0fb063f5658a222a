import { spawnSync } from 'node:child_process';

/** The reason why nothing can be installed; undefined when packages can be. */
export function registryMissing(): string | undefined {
  const { status } = spawnSync('npm', ['view', 'react@19.3.1', 'version', '--prefer-offline'], { timeout: 30_000, stdio: 'ignore' });
  return status === 0 ? undefined : 'npm cannot reach its registry.';
}
