import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const TAIL = 4000;

/** The ends of the server's and the extension hosts' logs: what to show when something went wrong. */
export function readLogs(home) {
  const hosts = list(join(home, 'data/logs')).filter(file => file.endsWith('remoteexthost.log'));
  return ['server.log', ...hosts.map(file => join('data/logs', file))]
    .map(file => `--- ${file}\n${end(join(home, file))}`)
    .join('\n');
}

function list(folder) {
  try {
    return readdirSync(folder, { recursive: true });
  } catch {
    return [];
  }
}

function end(file) {
  try {
    return readFileSync(file, 'utf8').slice(-TAIL);
  } catch {
    return '';
  }
}
