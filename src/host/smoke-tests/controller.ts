import * as vscode from 'vscode';

/** What the Test Explorer asks for, once it is shown. */
export interface TestSource {
  /** Finds the files of the workspace, or the networks of one. */
  resolve(item: vscode.TestItem | undefined): Promise<void>;
  /** Looks for all of it anew. */
  refresh(): Promise<void>;
  run(request: vscode.TestRunRequest, token: vscode.CancellationToken): Promise<void>;
}

/** Our place in the Test Explorer. It is there from the start; what is in it is loaded when someone looks at it. */
export function createSmokeTests(source: () => Promise<TestSource>): vscode.TestController {
  const controller = vscode.tests.createTestController('resnetDesigner.smokeTests', 'ResNet Designer');
  controller.resolveHandler = async item => (await source()).resolve(item);
  controller.refreshHandler = async () => (await source()).refresh();
  const run = async (request: vscode.TestRunRequest, token: vscode.CancellationToken): Promise<void> =>
    (await source()).run(request, token);
  controller.createRunProfile('Smoke Test', vscode.TestRunProfileKind.Run, run, true);
  return controller;
}
