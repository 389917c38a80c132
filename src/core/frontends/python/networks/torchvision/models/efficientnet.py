"""Tan and Le, EfficientNet, 2019, and EfficientNetV2, 2021."""

import math
from functools import partial

from torch import nn
from ..ops import StochasticDepth
from ..ops.misc import Conv2dNormActivation, SqueezeExcitation
from ._utils import _make_divisible


class MBConv(nn.Module):
    def __init__(self, inp, out, kernel, stride, expansion, stochastic_depth_prob, norm_layer):
        super().__init__()
        inner = _make_divisible(inp * expansion, 8)
        conv = partial(Conv2dNormActivation, norm_layer=norm_layer, activation_layer=nn.SiLU)
        layers = [conv(inp, inner, kernel_size=1)] if inner != inp else []
        layers += [conv(inner, inner, kernel, stride, groups=inner),
                   SqueezeExcitation(inner, max(1, inp // 4), activation=partial(nn.SiLU, inplace=True)),
                   conv(inner, out, kernel_size=1, activation_layer=None)]
        self.block = nn.Sequential(*layers)
        self.stochastic_depth = StochasticDepth(stochastic_depth_prob, 'row')
        self.use_res_connect, self.out_channels = stride == 1 and inp == out, out

    def forward(self, input):
        if not self.use_res_connect:
            return self.block(input)
        return self.stochastic_depth(self.block(input)) + input


class FusedMBConv(nn.Module):
    def __init__(self, inp, out, kernel, stride, expansion, stochastic_depth_prob, norm_layer):
        super().__init__()
        inner = _make_divisible(inp * expansion, 8)
        conv = partial(Conv2dNormActivation, norm_layer=norm_layer, activation_layer=nn.SiLU)
        if inner == inp:
            layers = [conv(inp, out, kernel, stride)]
        else:
            layers = [conv(inp, inner, kernel, stride), conv(inner, out, kernel_size=1, activation_layer=None)]
        self.block = nn.Sequential(*layers)
        self.stochastic_depth = StochasticDepth(stochastic_depth_prob, 'row')
        self.use_res_connect, self.out_channels = stride == 1 and inp == out, out

    def forward(self, input):
        if not self.use_res_connect:
            return self.block(input)
        return self.stochastic_depth(self.block(input)) + input


class EfficientNet(nn.Module):
    def __init__(self, inverted_residual_setting, dropout, stochastic_depth_prob=0.2, num_classes=1000,
                 norm_layer=None, last_channel=None):
        super().__init__()
        norm_layer = norm_layer or nn.BatchNorm2d
        channels = inverted_residual_setting[0][4]
        conv = partial(Conv2dNormActivation, norm_layer=norm_layer, activation_layer=nn.SiLU)
        layers = [conv(3, channels, stride=2)]
        done, total = 0, sum(setting[6] for setting in inverted_residual_setting)
        for block, expansion, kernel, first, _, out, depth in inverted_residual_setting:
            stage = []
            for i in range(depth):
                stride, rate = first if i == 0 else 1, stochastic_depth_prob * done / total
                stage.append(block(channels, out, kernel, stride, expansion, rate, norm_layer))
                channels, done = out, done + 1
            layers.append(nn.Sequential(*stage))
        last_channel = last_channel or 4 * channels
        layers.append(conv(channels, last_channel, kernel_size=1))
        self.features = nn.Sequential(*layers)
        self.avgpool = nn.AdaptiveAvgPool2d(1)
        self.classifier = nn.Sequential(nn.Dropout(p=dropout, inplace=True), nn.Linear(last_channel, num_classes))

    def forward(self, x):
        return self.classifier(self.avgpool(self.features(x)).flatten(1))


# Block, expansion, kernel, first stride, channels in and out, depth.
B0 = [(MBConv, 1, 3, 1, 32, 16, 1), (MBConv, 6, 3, 2, 16, 24, 2), (MBConv, 6, 5, 2, 24, 40, 2),
      (MBConv, 6, 3, 2, 40, 80, 3), (MBConv, 6, 5, 1, 80, 112, 3), (MBConv, 6, 5, 2, 112, 192, 4),
      (MBConv, 6, 3, 1, 192, 320, 1)]
V2_S = [(FusedMBConv, 1, 3, 1, 24, 24, 2), (FusedMBConv, 4, 3, 2, 24, 48, 4), (FusedMBConv, 4, 3, 2, 48, 64, 4),
        (MBConv, 4, 3, 2, 64, 128, 6), (MBConv, 6, 3, 1, 128, 160, 9), (MBConv, 6, 3, 2, 160, 256, 15)]
V2_M = [(FusedMBConv, 1, 3, 1, 24, 24, 3), (FusedMBConv, 4, 3, 2, 24, 48, 5), (FusedMBConv, 4, 3, 2, 48, 80, 5),
        (MBConv, 4, 3, 2, 80, 160, 7), (MBConv, 6, 3, 1, 160, 176, 14), (MBConv, 6, 3, 2, 176, 304, 18),
        (MBConv, 6, 3, 1, 304, 512, 5)]
V2_L = [(FusedMBConv, 1, 3, 1, 32, 32, 4), (FusedMBConv, 4, 3, 2, 32, 64, 7), (FusedMBConv, 4, 3, 2, 64, 96, 7),
        (MBConv, 4, 3, 2, 96, 192, 10), (MBConv, 6, 3, 1, 192, 224, 19), (MBConv, 6, 3, 2, 224, 384, 25),
        (MBConv, 6, 3, 1, 384, 640, 7)]


def _scaled(width, depth, dropout, **kwargs):
    settings = [(block, expansion, kernel, stride, _make_divisible(i * width, 8), _make_divisible(o * width, 8),
                 math.ceil(n * depth)) for block, expansion, kernel, stride, i, o, n in B0]
    return EfficientNet(settings, kwargs.pop('dropout', dropout), **kwargs)


def _second(settings, dropout, **kwargs):
    norm = kwargs.pop('norm_layer', partial(nn.BatchNorm2d, eps=1e-3))
    return EfficientNet(settings, kwargs.pop('dropout', dropout), last_channel=1280, norm_layer=norm, **kwargs)


def efficientnet_b0(weights=None, progress=True, pretrained=False, **kwargs):
    return _scaled(1.0, 1.0, 0.2, **kwargs)


def efficientnet_b1(weights=None, progress=True, pretrained=False, **kwargs):
    return _scaled(1.0, 1.1, 0.2, **kwargs)


def efficientnet_b2(weights=None, progress=True, pretrained=False, **kwargs):
    return _scaled(1.1, 1.2, 0.3, **kwargs)


def efficientnet_b3(weights=None, progress=True, pretrained=False, **kwargs):
    return _scaled(1.2, 1.4, 0.3, **kwargs)


def efficientnet_b4(weights=None, progress=True, pretrained=False, **kwargs):
    return _scaled(1.4, 1.8, 0.4, **kwargs)


def efficientnet_b5(weights=None, progress=True, pretrained=False, **kwargs):
    return _scaled(1.6, 2.2, 0.4, **kwargs)


def efficientnet_b6(weights=None, progress=True, pretrained=False, **kwargs):
    return _scaled(1.8, 2.6, 0.5, **kwargs)


def efficientnet_b7(weights=None, progress=True, pretrained=False, **kwargs):
    return _scaled(2.0, 3.1, 0.5, **kwargs)


def efficientnet_v2_s(weights=None, progress=True, pretrained=False, **kwargs):
    return _second(V2_S, 0.2, **kwargs)


def efficientnet_v2_m(weights=None, progress=True, pretrained=False, **kwargs):
    return _second(V2_M, 0.3, **kwargs)


def efficientnet_v2_l(weights=None, progress=True, pretrained=False, **kwargs):
    return _second(V2_L, 0.4, **kwargs)
