import cifarResnet20A from './cifar-resnet20-A.resnet.yaml';
import cifarResnet20B from './cifar-resnet20-B.resnet.yaml';
import cifarResnet56A from './cifar-resnet56-A.resnet.yaml';
import cifarResnet56B from './cifar-resnet56-B.resnet.yaml';
import cifarResnet110A from './cifar-resnet110-A.resnet.yaml';
import cifarResnet110B from './cifar-resnet110-B.resnet.yaml';
import cifarResnet1202A from './cifar-resnet1202-A.resnet.yaml';
import cifarResnet1202B from './cifar-resnet1202-B.resnet.yaml';
import densenet121 from './densenet121.resnet.yaml';
import plain18 from './plain18.resnet.yaml';
import plain34 from './plain34.resnet.yaml';
import resnet18 from './resnet18.resnet.yaml';
import resnet34 from './resnet34.resnet.yaml';
import resnet50V15 from './resnet50-v1.5.resnet.yaml';
import resnet50V1 from './resnet50-v1.resnet.yaml';
import resnet101V15 from './resnet101-v1.5.resnet.yaml';
import resnet101V1 from './resnet101-v1.resnet.yaml';
import resnet152V15 from './resnet152-v1.5.resnet.yaml';
import resnet152V1 from './resnet152-v1.resnet.yaml';
import sourceResnetV1 from './source-resnet_v1.resnet.yaml';
import sourceResnetV2 from './source-resnet_v2.resnet.yaml';
import vgg16 from './vgg16.resnet.yaml';
import vgg19 from './vgg19.resnet.yaml';

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
    densenet121,
  }),
  ...group('CIFAR', {
    'cifar-resnet20-A': cifarResnet20A,
    'cifar-resnet20-B': cifarResnet20B,
    'cifar-resnet56-A': cifarResnet56A,
    'cifar-resnet56-B': cifarResnet56B,
    'cifar-resnet110-A': cifarResnet110A,
    'cifar-resnet110-B': cifarResnet110B,
    'cifar-resnet1202-A': cifarResnet1202A,
    'cifar-resnet1202-B': cifarResnet1202B,
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
