import type { Command } from './command.js';
import { targetOf } from './target.js';

export const runSmokeTest: Command = {
  id: 'resnetDesigner.runSmokeTest',
  title: 'Run Smoke Test',
  async run(services, uri) {
    const document = await targetOf(uri, services);
    if (document) services.panels.open(document).runSmokeTest();
  },
};
