"""Radosavovic et al., Designing network design spaces, 2020."""

import math
from collections import OrderedDict

from torch import nn
from ..ops.misc import Conv2dNormActivation, SqueezeExcitation
from ._utils import _make_divisible


class SimpleStemIN(Conv2dNormActivation):
    def __init__(self, width_in, width_out, norm_layer, activation_layer):
        super().__init__(width_in, width_out, stride=2, norm_layer=norm_layer, activation_layer=activation_layer)


class BottleneckTransform(nn.Sequential):
    def __init__(self, width_in, width_out, stride, norm_layer, activation_layer, group_width, bottleneck_multiplier,
                 se_ratio):
        inner = int(round(width_out * bottleneck_multiplier))
        with_norm = {'norm_layer': norm_layer, 'activation_layer': activation_layer}
        layers = OrderedDict(a=Conv2dNormActivation(width_in, inner, 1, **with_norm))
        layers['b'] = Conv2dNormActivation(inner, inner, 3, stride, groups=inner // group_width, **with_norm)
        if se_ratio:
            layers['se'] = SqueezeExcitation(inner, int(round(se_ratio * width_in)), activation=activation_layer)
        layers['c'] = Conv2dNormActivation(inner, width_out, 1, norm_layer=norm_layer, activation_layer=None)
        super().__init__(layers)


class ResBottleneckBlock(nn.Module):
    def __init__(self, width_in, width_out, stride, norm_layer, activation_layer, group_width=1,
                 bottleneck_multiplier=1.0, se_ratio=None):
        super().__init__()
        self.proj = None
        if width_in != width_out or stride != 1:
            self.proj = Conv2dNormActivation(width_in, width_out, 1, stride, norm_layer=norm_layer,
                                             activation_layer=None)
        self.f = BottleneckTransform(width_in, width_out, stride, norm_layer, activation_layer, group_width,
                                     bottleneck_multiplier, se_ratio)
        self.activation = activation_layer(inplace=True)

    def forward(self, x):
        shortcut = x if self.proj is None else self.proj(x)
        return self.activation(shortcut + self.f(x))


class AnyStage(nn.Sequential):
    def __init__(self, width_in, width_out, depth, block, norm, activation, group_width, se_ratio, stage):
        super().__init__()
        for i in range(depth):
            width, stride = (width_in, 2) if i == 0 else (width_out, 1)
            made = block(width, width_out, stride, norm, activation, group_width, 1.0, se_ratio)
            self.add_module(f'block{stage}-{i}', made)


class BlockParams:
    """Depths and widths of the stages, and the group widths that divide them."""

    def __init__(self, depths, widths, group_widths, se_ratio=None):
        self.depths, self.widths, self.group_widths, self.se_ratio = depths, widths, group_widths, se_ratio

    @classmethod
    def from_init_params(cls, depth, w_0, w_a, w_m, group_width, se_ratio=None):
        steps = [round(math.log((w_0 + i * w_a) / w_0) / math.log(w_m)) for i in range(depth)]
        rounded = [int(round(w_0 * w_m ** step / 8)) * 8 for step in steps]
        stages = sorted(set(rounded))
        groups = [min(group_width, width) for width in stages]
        widths = [_make_divisible(width, group) for width, group in zip(stages, groups)]
        return cls([rounded.count(width) for width in stages], widths, groups, se_ratio)


class RegNet(nn.Module):
    def __init__(self, block_params, num_classes=1000, stem_width=32, stem_type=None, block_type=None,
                 norm_layer=None, activation=None):
        super().__init__()
        norm, relu = norm_layer or nn.BatchNorm2d, activation or nn.ReLU
        block = block_type or ResBottleneckBlock
        self.stem = (stem_type or SimpleStemIN)(3, stem_width, norm, relu)
        stages, width_in = OrderedDict(), stem_width
        rows = zip(block_params.depths, block_params.widths, block_params.group_widths)
        for i, (depth, width, group) in enumerate(rows, 1):
            stages[f'block{i}'] = AnyStage(width_in, width, depth, block, norm, relu, group, block_params.se_ratio, i)
            width_in = width
        self.trunk_output = nn.Sequential(stages)
        self.avgpool = nn.AdaptiveAvgPool2d((1, 1))
        self.fc = nn.Linear(width_in, num_classes)

    def forward(self, x):
        return self.fc(self.avgpool(self.trunk_output(self.stem(x))).flatten(1))


def _regnet(depth, w_0, w_a, w_m, group_width, se_ratio, **kwargs):
    return RegNet(BlockParams.from_init_params(depth, w_0, w_a, w_m, group_width, se_ratio), **kwargs)


def regnet_y_400mf(weights=None, progress=True, pretrained=False, **kwargs):
    return _regnet(16, 48, 27.89, 2.09, 8, 0.25, **kwargs)


def regnet_y_800mf(weights=None, progress=True, pretrained=False, **kwargs):
    return _regnet(14, 56, 38.84, 2.4, 16, 0.25, **kwargs)


def regnet_y_1_6gf(weights=None, progress=True, pretrained=False, **kwargs):
    return _regnet(27, 48, 20.71, 2.65, 24, 0.25, **kwargs)


def regnet_y_3_2gf(weights=None, progress=True, pretrained=False, **kwargs):
    return _regnet(21, 80, 42.63, 2.66, 24, 0.25, **kwargs)


def regnet_y_8gf(weights=None, progress=True, pretrained=False, **kwargs):
    return _regnet(17, 192, 76.82, 2.19, 56, 0.25, **kwargs)


def regnet_y_16gf(weights=None, progress=True, pretrained=False, **kwargs):
    return _regnet(18, 200, 106.23, 2.48, 112, 0.25, **kwargs)


def regnet_y_32gf(weights=None, progress=True, pretrained=False, **kwargs):
    return _regnet(20, 232, 115.89, 2.53, 232, 0.25, **kwargs)


def regnet_y_128gf(weights=None, progress=True, pretrained=False, **kwargs):
    return _regnet(27, 456, 160.83, 2.52, 264, 0.25, **kwargs)


def regnet_x_400mf(weights=None, progress=True, pretrained=False, **kwargs):
    return _regnet(22, 24, 24.48, 2.54, 16, None, **kwargs)


def regnet_x_800mf(weights=None, progress=True, pretrained=False, **kwargs):
    return _regnet(16, 56, 35.73, 2.28, 16, None, **kwargs)


def regnet_x_1_6gf(weights=None, progress=True, pretrained=False, **kwargs):
    return _regnet(18, 80, 34.01, 2.25, 24, None, **kwargs)


def regnet_x_3_2gf(weights=None, progress=True, pretrained=False, **kwargs):
    return _regnet(25, 88, 26.31, 2.25, 48, None, **kwargs)


def regnet_x_8gf(weights=None, progress=True, pretrained=False, **kwargs):
    return _regnet(23, 80, 49.56, 2.88, 120, None, **kwargs)


def regnet_x_16gf(weights=None, progress=True, pretrained=False, **kwargs):
    return _regnet(22, 216, 55.59, 2.1, 128, None, **kwargs)


def regnet_x_32gf(weights=None, progress=True, pretrained=False, **kwargs):
    return _regnet(23, 320, 69.86, 2.0, 168, None, **kwargs)
