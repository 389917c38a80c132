"""Simonyan and Zisserman, Very deep convolutional networks for large-scale image recognition, 2014."""

from torch import nn

DEPTHS = {11: (1, 1, 2, 2, 2), 13: (2, 2, 2, 2, 2), 16: (2, 2, 3, 3, 3), 19: (2, 2, 4, 4, 4)}
cfgs = {letter: sum(([min(512, 64 * 2 ** i)] * n + ['M'] for i, n in enumerate(DEPTHS[depth])), [])
        for letter, depth in (('A', 11), ('B', 13), ('D', 16), ('E', 19))}


class VGG(nn.Module):
    def __init__(self, features, num_classes=1000, init_weights=True, dropout=0.5):
        super().__init__()
        self.features = features
        self.avgpool = nn.AdaptiveAvgPool2d((7, 7))
        self.classifier = nn.Sequential(
            nn.Linear(512 * 7 * 7, 4096), nn.ReLU(True), nn.Dropout(dropout),
            nn.Linear(4096, 4096), nn.ReLU(True), nn.Dropout(dropout),
            nn.Linear(4096, num_classes),
        )

    def forward(self, x):
        return self.classifier(self.avgpool(self.features(x)).flatten(1))


def make_layers(cfg, batch_norm=False):
    layers, channels = [], 3
    for width in cfg:
        if width == 'M':
            layers.append(nn.MaxPool2d(2, stride=2))
            continue
        layers.append(nn.Conv2d(channels, width, 3, padding=1))
        if batch_norm:
            layers.append(nn.BatchNorm2d(width))
        layers.append(nn.ReLU(inplace=True))
        channels = width
    return nn.Sequential(*layers)


def vgg11(weights=None, progress=True, pretrained=False, **kwargs):
    return VGG(make_layers(cfgs['A']), **kwargs)


def vgg11_bn(weights=None, progress=True, pretrained=False, **kwargs):
    return VGG(make_layers(cfgs['A'], True), **kwargs)


def vgg13(weights=None, progress=True, pretrained=False, **kwargs):
    return VGG(make_layers(cfgs['B']), **kwargs)


def vgg13_bn(weights=None, progress=True, pretrained=False, **kwargs):
    return VGG(make_layers(cfgs['B'], True), **kwargs)


def vgg16(weights=None, progress=True, pretrained=False, **kwargs):
    return VGG(make_layers(cfgs['D']), **kwargs)


def vgg16_bn(weights=None, progress=True, pretrained=False, **kwargs):
    return VGG(make_layers(cfgs['D'], True), **kwargs)


def vgg19(weights=None, progress=True, pretrained=False, **kwargs):
    return VGG(make_layers(cfgs['E']), **kwargs)


def vgg19_bn(weights=None, progress=True, pretrained=False, **kwargs):
    return VGG(make_layers(cfgs['E'], True), **kwargs)
