import { useWorkbench } from './harness';

describe('a network in figures', () => {
  const workbench = useWorkbench({ folder: 'examples' });

  it('shows an analysis beside the text', async () => {
    await workbench().openFile('source-resnet-v1.resnet.yaml');
    await workbench().runCommand('ResNet Designer: Show Analysis…', 'Receptive field');
    await workbench()
      .page.locator('.editor-group-container.active .view-line', { hasText: /block2\.relu2.+11.+3/ })
      .waitFor();
    await workbench().screenshot('analysis');
  });

  it('compares two networks', async () => {
    await workbench().openFile('source-resnet-v2.resnet.yaml');
    await workbench().openFile('source-resnet-v1.resnet.yaml');
    await workbench().runCommand('ResNet Designer: Compare with…', 'source-resnet-v2.resnet.yaml');
    await workbench()
      .page.locator('.editor-group-container.active .view-line', {
        hasText: /\+.source-resnet-v1\.resnet\.yaml/,
      })
      .waitFor();
    await workbench().screenshot('comparison');
  });
});
