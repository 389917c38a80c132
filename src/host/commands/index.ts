import type { Log } from '../log.js';
import type { Command, CommandServices } from './command.js';
import { compareWith } from './compare-with.js';
import { exportDiagram } from './export-diagram.js';
import { insertShortcuts } from './insert-shortcuts.js';
import { newModel } from './new-model.js';
import { openDiagram } from './open-diagram.js';
import { openManual } from './open-manual.js';
import { removeShortcuts } from './remove-shortcuts.js';
import { runSmokeTest } from './run-smoke-test.js';
import { setInput } from './set-input.js';
import { showAnalysis } from './show-analysis.js';

export const commands: readonly Command[] = [
  openDiagram,
  exportDiagram,
  runSmokeTest,
  showAnalysis,
  compareWith,
  setInput,
  insertShortcuts,
  removeShortcuts,
  newModel,
  openManual,
];

/** Runs commands by their id; an exception in one is shown, never lost. */
export const runnerOf =
  (services: CommandServices, log: Log) =>
  async (id: string, ...args: readonly unknown[]): Promise<void> => {
    const { title, run } = commands.find(command => command.id === id)!;
    try {
      await run(services, ...args);
    } catch (error) {
      await log.report(`“${title}” failed`, error);
    }
  };
