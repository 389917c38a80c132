"""Tan et al., MnasNet: platform-aware neural architecture search for mobile, 2018."""

from torch import nn
from ._utils import _make_divisible


def _conv(i, o, kernel=1, stride=1, groups=1):
    return [nn.Conv2d(i, o, kernel, stride, kernel // 2, groups=groups, bias=False),
            nn.BatchNorm2d(o, momentum=0.0003)]


class _InvertedResidual(nn.Module):
    def __init__(self, in_ch, out_ch, kernel_size, stride, expansion_factor, bn_momentum=0.1):
        super().__init__()
        inner = in_ch * expansion_factor
        self.apply_residual = in_ch == out_ch and stride == 1
        self.layers = nn.Sequential(
            *_conv(in_ch, inner), nn.ReLU(inplace=True),
            *_conv(inner, inner, kernel_size, stride, inner), nn.ReLU(inplace=True),
            *_conv(inner, out_ch))

    def forward(self, x):
        return self.layers(x) + x if self.apply_residual else self.layers(x)


def _stack(i, o, kernel, stride, expansion, repeats):
    first = _InvertedResidual(i, o, kernel, stride, expansion)
    return nn.Sequential(first, *[_InvertedResidual(o, o, kernel, 1, expansion) for _ in range(1, repeats)])


class MNASNet(nn.Module):
    def __init__(self, alpha, num_classes=1000, dropout=0.2):
        super().__init__()
        self.alpha, self.num_classes = alpha, num_classes
        d = [_make_divisible(depth * alpha, 8) for depth in (32, 16, 24, 40, 80, 96, 192, 320)]
        self.layers = nn.Sequential(
            *_conv(3, d[0], 3, 2), nn.ReLU(inplace=True),
            *_conv(d[0], d[0], 3, 1, d[0]), nn.ReLU(inplace=True),
            *_conv(d[0], d[1]),
            _stack(d[1], d[2], 3, 2, 3, 3), _stack(d[2], d[3], 5, 2, 3, 3), _stack(d[3], d[4], 5, 2, 6, 3),
            _stack(d[4], d[5], 3, 1, 6, 2), _stack(d[5], d[6], 5, 2, 6, 4), _stack(d[6], d[7], 3, 1, 6, 1),
            *_conv(d[7], 1280), nn.ReLU(inplace=True))
        self.classifier = nn.Sequential(nn.Dropout(p=dropout, inplace=True), nn.Linear(1280, num_classes))

    def forward(self, x):
        return self.classifier(self.layers(x).mean([2, 3]))


def mnasnet0_5(weights=None, progress=True, pretrained=False, **kwargs):
    return MNASNet(0.5, **kwargs)


def mnasnet0_75(weights=None, progress=True, pretrained=False, **kwargs):
    return MNASNet(0.75, **kwargs)


def mnasnet1_0(weights=None, progress=True, pretrained=False, **kwargs):
    return MNASNet(1.0, **kwargs)


def mnasnet1_3(weights=None, progress=True, pretrained=False, **kwargs):
    return MNASNet(1.3, **kwargs)
