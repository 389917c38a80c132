import * as vscode from 'vscode';
import type { Log } from '../log.js';
import type { Command, CommandServices } from './command.js';
import { newModel } from './new-model.js';
import { openDiagram } from './open-diagram.js';
import { openManual } from './open-manual.js';
import { runSmokeTest } from './run-smoke-test.js';

export const commands: readonly Command[] = [openDiagram, runSmokeTest, newModel, openManual];

/** Registers every command; an exception in one is shown, never lost. */
export function registerCommands(services: CommandServices, log: Log): vscode.Disposable {
  return vscode.Disposable.from(
    ...commands.map(({ id, title, run }) =>
      vscode.commands.registerCommand(id, async (...args: readonly unknown[]) => {
        try {
          await run(services, ...args);
        } catch (error) {
          await log.report(`“${title}” failed`, error);
        }
      }),
    ),
  );
}
