import type { Command } from './command.js';
import { pickNetwork } from './pick-network.js';
import { targetOf } from './target.js';

export const runSmokeTest: Command = {
  id: 'resnetDesigner.runSmokeTest',
  title: 'Run Smoke Test',
  async run(services, uri, entry) {
    const document = await targetOf(uri, services);
    if (!document) return;
    const isShown = uri !== undefined || services.panels.active !== undefined;
    const isPicked =
      (isShown && entry === undefined) ||
      (await pickNetwork(document, entry, services.models, 'Which network is to be trained?'));
    if (isPicked) services.panels.open(document).startSmokeTest();
  },
};
