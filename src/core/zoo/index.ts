import cifarResnet20A from './cifar-resnet20-A.resnet.yaml';
import cifarResnet20B from './cifar-resnet20-B.resnet.yaml';
import cifarResnet32A from './cifar-resnet32-A.resnet.yaml';
import cifarResnet32B from './cifar-resnet32-B.resnet.yaml';
import cifarResnet44A from './cifar-resnet44-A.resnet.yaml';
import cifarResnet44B from './cifar-resnet44-B.resnet.yaml';
import cifarResnet56A from './cifar-resnet56-A.resnet.yaml';
import cifarResnet56B from './cifar-resnet56-B.resnet.yaml';
import cifarResnet110A from './cifar-resnet110-A.resnet.yaml';
import cifarResnet110B from './cifar-resnet110-B.resnet.yaml';
import cifarResnet1202A from './cifar-resnet1202-A.resnet.yaml';
import cifarResnet1202B from './cifar-resnet1202-B.resnet.yaml';
import densenet4012 from './densenet-40-12.resnet.yaml';
import densenetBc10012 from './densenet-bc-100-12.resnet.yaml';
import densenetBc19040 from './densenet-bc-190-40.resnet.yaml';
import densenetBc25024 from './densenet-bc-250-24.resnet.yaml';
import densenet121 from './densenet121.resnet.yaml';
import densenet161 from './densenet161.resnet.yaml';
import densenet169 from './densenet169.resnet.yaml';
import densenet201 from './densenet201.resnet.yaml';
import kerasDensenet121 from './keras-densenet121.resnet.yaml';
import kerasDensenet169 from './keras-densenet169.resnet.yaml';
import kerasDensenet201 from './keras-densenet201.resnet.yaml';
import kerasResnet50 from './keras-resnet50.resnet.yaml';
import kerasResnet50v2 from './keras-resnet50v2.resnet.yaml';
import kerasResnet101 from './keras-resnet101.resnet.yaml';
import kerasResnet101v2 from './keras-resnet101v2.resnet.yaml';
import kerasResnet152 from './keras-resnet152.resnet.yaml';
import kerasResnet152v2 from './keras-resnet152v2.resnet.yaml';
import plain18 from './plain18.resnet.yaml';
import plain34 from './plain34.resnet.yaml';
import preactResnet164 from './preact-resnet164.resnet.yaml';
import preactResnet1001 from './preact-resnet1001.resnet.yaml';
import resnet18 from './resnet18.resnet.yaml';
import resnet34 from './resnet34.resnet.yaml';
import resnet50V15 from './resnet50-v1.5.resnet.yaml';
import resnet50V1 from './resnet50-v1.resnet.yaml';
import resnet101V15 from './resnet101-v1.5.resnet.yaml';
import resnet101V1 from './resnet101-v1.resnet.yaml';
import resnet152V15 from './resnet152-v1.5.resnet.yaml';
import resnet152V1 from './resnet152-v1.resnet.yaml';
import resnext5032x4d from './resnext50-32x4d.resnet.yaml';
import resnext10132x8d from './resnext101-32x8d.resnet.yaml';
import seResnet50 from './se-resnet50.resnet.yaml';
import sourceFusion from './source-fusion.resnet.yaml';
import sourceResnetV1 from './source-resnet_v1.resnet.yaml';
import sourceResnetV2 from './source-resnet_v2.resnet.yaml';
import sourceSpp from './source-spp.resnet.yaml';
import sourceVgg100 from './source-vgg100.resnet.yaml';
import vgg16 from './vgg16.resnet.yaml';
import vgg19 from './vgg19.resnet.yaml';
import wideResnet502 from './wide-resnet50-2.resnet.yaml';
import wrn168 from './wrn-16-8.resnet.yaml';
import wrn228 from './wrn-22-8.resnet.yaml';
import wrn2810 from './wrn-28-10.resnet.yaml';
import wrn402 from './wrn-40-2.resnet.yaml';
import wrn404 from './wrn-40-4.resnet.yaml';

/** A known network as a native file. */
export interface ZooEntry {
  readonly id: string;
  readonly group: string;
  readonly text: string;
}

const group = (name: string, texts: Readonly<Record<string, string>>): ZooEntry[] =>
  Object.entries(texts).map(([id, text]) => ({ id, group: name, text }));

/** Every known network, in the order in which people learn them. */
export const zoo: readonly ZooEntry[] = [
  ...group('Teaching', {
    'source-resnet_v1': sourceResnetV1,
    'source-resnet_v2': sourceResnetV2,
    'source-vgg100': sourceVgg100,
    'source-spp': sourceSpp,
    'source-fusion': sourceFusion,
  }),
  ...group('ImageNet', {
    resnet18,
    resnet34,
    'resnet50-v1': resnet50V1,
    'resnet50-v1.5': resnet50V15,
    'resnet101-v1': resnet101V1,
    'resnet101-v1.5': resnet101V15,
    'resnet152-v1': resnet152V1,
    'resnet152-v1.5': resnet152V15,
    'wide-resnet50-2': wideResnet502,
    'resnext50-32x4d': resnext5032x4d,
    'resnext101-32x8d': resnext10132x8d,
    'se-resnet50': seResnet50,
    densenet121,
    densenet169,
    densenet201,
    densenet161,
  }),
  ...group('Keras applications', {
    'keras-resnet50': kerasResnet50,
    'keras-resnet101': kerasResnet101,
    'keras-resnet152': kerasResnet152,
    'keras-resnet50v2': kerasResnet50v2,
    'keras-resnet101v2': kerasResnet101v2,
    'keras-resnet152v2': kerasResnet152v2,
    'keras-densenet121': kerasDensenet121,
    'keras-densenet169': kerasDensenet169,
    'keras-densenet201': kerasDensenet201,
  }),
  ...group('CIFAR', {
    'cifar-resnet20-A': cifarResnet20A,
    'cifar-resnet20-B': cifarResnet20B,
    'cifar-resnet32-A': cifarResnet32A,
    'cifar-resnet32-B': cifarResnet32B,
    'cifar-resnet44-A': cifarResnet44A,
    'cifar-resnet44-B': cifarResnet44B,
    'cifar-resnet56-A': cifarResnet56A,
    'cifar-resnet56-B': cifarResnet56B,
    'cifar-resnet110-A': cifarResnet110A,
    'cifar-resnet110-B': cifarResnet110B,
    'cifar-resnet1202-A': cifarResnet1202A,
    'cifar-resnet1202-B': cifarResnet1202B,
    'preact-resnet164': preactResnet164,
    'preact-resnet1001': preactResnet1001,
    'wrn-16-8': wrn168,
    'wrn-22-8': wrn228,
    'wrn-28-10': wrn2810,
    'wrn-40-2': wrn402,
    'wrn-40-4': wrn404,
    'densenet-40-12': densenet4012,
    'densenet-bc-100-12': densenetBc10012,
    'densenet-bc-190-40': densenetBc19040,
    'densenet-bc-250-24': densenetBc25024,
  }),
  ...group('Without shortcuts', {
    plain18,
    plain34,
    vgg16,
    vgg19,
  }),
];

/** The network's name, and the comment above it, from its own text. */
export const zooTitle = ({ id, text }: ZooEntry): string => /^name: (.*)$/m.exec(text)?.[1] ?? id;
export const zooComment = ({ text }: ZooEntry): string => /^# (.*)/.exec(text)?.[1] ?? '';
