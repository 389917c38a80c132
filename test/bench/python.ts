import { existsSync, readFileSync, statSync } from 'node:fs';
import { readPython } from '../../src/core/frontends/python/index.js';
import { type Files, noFiles } from '../../src/core/source.js';
import { rivalsOn, rivalsOnText } from './python-rivals.js';
import { ms, printTable, repeated, timed } from './report.js';

interface Case {
  readonly name: string;
  readonly uri: string;
  readonly text: string;
  readonly entry: string;
  readonly files: Files;
  readonly roots: readonly string[];
}

const head = 'import torch\nimport torch.nn as nn\nfrom functools import partial\n';

/** A file with as much beside its network as a large one of a model zoo: `extra` classes and functions. */
function zooFile(extra: number): string {
  const others = Array.from(
    { length: extra },
    (_, i) => `
class Other${i}(nn.Module):
    """One of many blocks that the network at hand does not use."""

    def __init__(self, i, o, stride=1, norm=partial(nn.BatchNorm2d, eps=1e-3), act=nn.ReLU, **kwargs):
        super().__init__()
        self.conv = nn.Conv2d(i, o, 3, stride=stride, padding=1, groups=kwargs.get('groups', 1), bias=False)
        self.norm = norm(o)
        self.act = act(inplace=True)
        self.shortcut = nn.Identity() if i == o and stride == 1 else nn.Conv2d(i, o, 1, stride)

    def forward(self, x, mask=None):
        y = self.act(self.norm(self.conv(x)))
        if mask is not None:
            y = y * mask[:, None, :, :]
        return y + self.shortcut(x)


def other${i}(pretrained=False, **kwargs):
    cfg = dict(url='https://example.org/other${i}.pth', input_size=(3, 224, 224), mean=(0.485, 0.456, 0.406))
    return build(Other${i}, cfg, pretrained=pretrained, depths=[${i}, 2 * ${i} + 1, (${i} + 3) // 2], **kwargs)
`,
  );
  return others.join('');
}

/** A bottleneck network of so many blocks a stage. */
const network = (depths: readonly number[]): string => `
class Bottleneck(nn.Module):
    def __init__(self, i, planes, stride=1, down=None):
        super().__init__()
        self.conv1, self.bn1 = nn.Conv2d(i, planes, 1, bias=False), nn.BatchNorm2d(planes)
        self.conv2, self.bn2 = nn.Conv2d(planes, planes, 3, stride, 1, bias=False), nn.BatchNorm2d(planes)
        self.conv3, self.bn3 = nn.Conv2d(planes, planes * 4, 1, bias=False), nn.BatchNorm2d(planes * 4)
        self.relu = nn.ReLU(inplace=True)
        self.down = down

    def forward(self, x):
        identity = x if self.down is None else self.down(x)
        y = self.relu(self.bn1(self.conv1(x)))
        y = self.relu(self.bn2(self.conv2(y)))
        y = self.bn3(self.conv3(y))
        y += identity
        return self.relu(y)


class ResNet(nn.Module):
    def __init__(self, depths, classes=1000):
        super().__init__()
        self.planes = 64
        self.stem = nn.Sequential(nn.Conv2d(3, 64, 7, 2, 3, bias=False), nn.BatchNorm2d(64), nn.ReLU(), nn.MaxPool2d(3, 2, 1))
        self.stages = nn.Sequential(*[self.stage(64 * 2 ** n, d, 1 if n == 0 else 2) for n, d in enumerate(depths)])
        self.head = nn.Linear(self.planes, classes)

    def stage(self, planes, depth, stride):
        down = nn.Sequential(nn.Conv2d(self.planes, planes * 4, 1, stride, bias=False), nn.BatchNorm2d(planes * 4))
        blocks = [Bottleneck(self.planes, planes, stride, down)]
        self.planes = planes * 4
        blocks += [Bottleneck(self.planes, planes) for _ in range(1, depth)]
        return nn.Sequential(*blocks)

    def forward(self, x):
        return self.head(self.stages(self.stem(x)).mean((2, 3)))


def net(**kwargs):
    return ResNet(${JSON.stringify(depths)}, **kwargs)
`;

const own = (name: string, text: string): Case => ({
  name,
  uri: 'file:///bench/model.py',
  text: head + text,
  entry: 'net()',
  files: noFiles,
  roots: [],
});

const disk: Files = {
  read: uri => (existsSync(uri) && statSync(uri).isFile() ? readFileSync(uri, 'utf8') : undefined),
};

/** A network of a checkout; undefined where that is not there. */
function real(folder: string | undefined, root: string, path: string, entry: string): Case[] {
  const uri = `${folder}/${root}/${path}`;
  if (folder === undefined || !existsSync(uri)) return [];
  return [
    {
      name: `${path} ${entry}`,
      uri,
      text: readFileSync(uri, 'utf8'),
      entry,
      files: disk,
      roots: [`${folder}/${root}/`],
    },
  ];
}

/** A text with a comment behind one of its lines, at a place that moves through the text from edit to edit. */
function edited(text: string, edit: number): string {
  const lines = text.split('\n');
  const from = (edit * 7919) % lines.length;
  const at = lines.findIndex((line, i) => i >= from && /^ +\S.*[\w)]$/.test(line));
  return at < 0 ? `${text}# ${edit}\n` : lines.with(at, `${lines[at]} # ${edit}`).join('\n');
}

/** Other texts than before, so that nothing known of those helps: every file begins with a comment of its own. */
const renewed = (files: Files, edit: number): Files => ({
  read: uri => {
    const text = files.read(uri);
    return text === undefined ? undefined : `# ${edit}\n${text}`;
  },
});

/**
 * The first reading in this process; medians, once the engine has compiled what it will, of readings of texts that were
 * not read before and of readings after an edit; nodes that were read.
 */
export function benchPython(folder: string | undefined): void {
  const cases = [
    ...real(folder, 'pytorch+vision@v0.14.1', 'torchvision/models/resnet.py', 'resnet50()'),
    ...real(
      folder,
      'huggingface+pytorch-image-models@v0.6.13',
      'timm/models/efficientnet.py',
      'efficientnet_b0()',
    ),
    own('a network of 50 layers', network([3, 4, 6, 3])),
    own('the same among 100 other blocks', zooFile(100) + network([3, 4, 6, 3])),
    own('a network of 101 layers', network([3, 4, 23, 3])),
    own('a network of 152 layers', network([3, 8, 36, 3])),
    own('a network of 1,001 layers', network([3, 8, 320, 3])),
  ];
  const rows = cases.map(({ name, uri, text, entry, files, roots }) => {
    let edit = 0;
    const options = { entry, input: '(2, 3, 224, 224)', roots };
    const readNew = () => readPython({ uri, text: `# ${++edit}\n${text}` }, renewed(files, edit), options);
    const readEdited = () => readPython({ uri, text: edited(text, ++edit) }, files, options);
    const first = timed(readNew);
    const { nodes } = readNew();
    const times = nodes.length > 2000 ? 10 : 40;
    const cold = repeated(times, readNew);
    const warm = repeated(times, readEdited);
    const perNode = ((warm / nodes.length) * 1000).toFixed(0);
    const rivals = roots[0] === undefined ? rivalsOnText(text, entry) : rivalsOn(uri, roots[0], entry);
    const [parse, run] = [rivals?.parse, rivals?.run].map(time => (time == null ? '–' : ms(time)));
    return [name, String(nodes.length), ms(first), ms(cold), ms(warm), perNode, parse!, run!];
  });
  printTable(
    'Reading Python (goals: 80 ms new and 16 ms after an edit for ResNet-50 of torchvision, 150 ms new for a large file; in the first row the first reading is that of the process)',
    [
      'file',
      'nodes',
      'first reading ms',
      'new text ms',
      'after an edit ms',
      'µs a node',
      'CPython parses it ms',
      'PyTorch runs it ms',
    ],
    rows,
  );
}
