"""Liu et al., A ConvNet for the 2020s, 2022."""

from functools import partial

import torch
from torch import nn
from ..ops import StochasticDepth
from ..ops.misc import Conv2dNormActivation, Permute


class LayerNorm2d(nn.LayerNorm):
    def forward(self, x):
        x = nn.functional.layer_norm(x.permute(0, 2, 3, 1), self.normalized_shape, self.weight, self.bias, self.eps)
        return x.permute(0, 3, 1, 2)


class CNBlock(nn.Module):
    def __init__(self, dim, layer_scale, stochastic_depth_prob, norm_layer=None):
        super().__init__()
        self.block = nn.Sequential(
            nn.Conv2d(dim, dim, 7, padding=3, groups=dim), Permute([0, 2, 3, 1]), nn.LayerNorm(dim, eps=1e-6),
            nn.Linear(dim, 4 * dim), nn.GELU(), nn.Linear(4 * dim, dim), Permute([0, 3, 1, 2]))
        self.layer_scale = nn.Parameter(torch.ones(dim, 1, 1) * layer_scale)
        self.stochastic_depth = StochasticDepth(stochastic_depth_prob, 'row')

    def forward(self, input):
        return self.stochastic_depth(self.layer_scale * self.block(input)) + input


class CNBlockConfig:
    def __init__(self, input_channels, out_channels, num_layers):
        self.input_channels, self.out_channels, self.num_layers = input_channels, out_channels, num_layers


class ConvNeXt(nn.Module):
    def __init__(self, block_setting, stochastic_depth_prob=0.0, layer_scale=1e-6, num_classes=1000, block=None,
                 norm_layer=None, **kwargs):
        super().__init__()
        block = block or CNBlock
        first, last = block_setting[0].input_channels, block_setting[-1].input_channels
        layers = [Conv2dNormActivation(3, first, 4, 4, padding=0, norm_layer=partial(LayerNorm2d, eps=1e-6),
                                       activation_layer=None, bias=True)]
        done, total = 0, sum(cnf.num_layers for cnf in block_setting)
        for cnf in block_setting:
            rates = [stochastic_depth_prob * (done + i) / (total - 1) for i in range(cnf.num_layers)]
            layers.append(nn.Sequential(*[block(cnf.input_channels, layer_scale, rate) for rate in rates]))
            done += cnf.num_layers
            if cnf.out_channels is not None:
                halve = nn.Conv2d(cnf.input_channels, cnf.out_channels, 2, stride=2)
                layers.append(nn.Sequential(LayerNorm2d(cnf.input_channels, eps=1e-6), halve))
        self.features = nn.Sequential(*layers)
        self.avgpool = nn.AdaptiveAvgPool2d(1)
        self.classifier = nn.Sequential(LayerNorm2d(last, eps=1e-6), nn.Flatten(1), nn.Linear(last, num_classes))

    def forward(self, x):
        return self.classifier(self.avgpool(self.features(x)))


def _convnext(width, deep, rate, **kwargs):
    widths, depths = [width * 2 ** i for i in range(4)] + [None], (3, 3, 27 if deep else 9, 3)
    settings = [CNBlockConfig(widths[i], widths[i + 1], depth) for i, depth in enumerate(depths)]
    return ConvNeXt(settings, kwargs.pop('stochastic_depth_prob', rate), **kwargs)


def convnext_tiny(weights=None, progress=True, pretrained=False, **kwargs):
    return _convnext(96, False, 0.1, **kwargs)


def convnext_small(weights=None, progress=True, pretrained=False, **kwargs):
    return _convnext(96, True, 0.4, **kwargs)


def convnext_base(weights=None, progress=True, pretrained=False, **kwargs):
    return _convnext(128, True, 0.5, **kwargs)


def convnext_large(weights=None, progress=True, pretrained=False, **kwargs):
    return _convnext(192, True, 0.5, **kwargs)
