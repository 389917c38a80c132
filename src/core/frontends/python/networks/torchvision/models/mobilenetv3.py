"""Howard et al., Searching for MobileNetV3, 2019."""

from functools import partial

from torch import nn
from ..ops.misc import Conv2dNormActivation, SqueezeExcitation
from ._utils import _make_divisible


class InvertedResidualConfig:
    def __init__(self, input_channels, kernel, expanded_channels, out_channels, use_se, activation, stride, dilation,
                 width_mult):
        self.input_channels = self.adjust_channels(input_channels, width_mult)
        self.expanded_channels = self.adjust_channels(expanded_channels, width_mult)
        self.out_channels = self.adjust_channels(out_channels, width_mult)
        self.kernel, self.use_se, self.use_hs = kernel, use_se, activation == 'HS'
        self.stride, self.dilation = stride, dilation

    @staticmethod
    def adjust_channels(channels, width_mult):
        return _make_divisible(channels * width_mult, 8)


class InvertedResidual(nn.Module):
    def __init__(self, cnf, norm_layer):
        super().__init__()
        inner, activation = cnf.expanded_channels, nn.Hardswish if cnf.use_hs else nn.ReLU
        self.use_res_connect = cnf.stride == 1 and cnf.input_channels == cnf.out_channels
        conv = partial(Conv2dNormActivation, norm_layer=norm_layer, activation_layer=activation)
        layers = [conv(cnf.input_channels, inner, kernel_size=1)] if inner != cnf.input_channels else []
        stride = 1 if cnf.dilation > 1 else cnf.stride
        layers.append(conv(inner, inner, cnf.kernel, stride, dilation=cnf.dilation, groups=inner))
        if cnf.use_se:
            squeezed = _make_divisible(inner // 4, 8)
            layers.append(SqueezeExcitation(inner, squeezed, scale_activation=nn.Hardsigmoid))
        layers.append(conv(inner, cnf.out_channels, kernel_size=1, activation_layer=None))
        self.block = nn.Sequential(*layers)
        self.out_channels = cnf.out_channels

    def forward(self, input):
        return self.block(input) + input if self.use_res_connect else self.block(input)


class MobileNetV3(nn.Module):
    def __init__(self, inverted_residual_setting, last_channel, num_classes=1000, block=None, norm_layer=None,
                 dropout=0.2, **kwargs):
        super().__init__()
        norm_layer = norm_layer or partial(nn.BatchNorm2d, eps=0.001, momentum=0.01)
        block, settings = block or InvertedResidual, inverted_residual_setting
        first, last = settings[0].input_channels, settings[-1].out_channels
        conv = partial(Conv2dNormActivation, norm_layer=norm_layer, activation_layer=nn.Hardswish)
        self.features = nn.Sequential(conv(3, first, stride=2), *[block(cnf, norm_layer) for cnf in settings],
                                      conv(last, 6 * last, kernel_size=1))
        self.avgpool = nn.AdaptiveAvgPool2d(1)
        self.classifier = nn.Sequential(nn.Linear(6 * last, last_channel), nn.Hardswish(inplace=True),
                                        nn.Dropout(p=dropout, inplace=True), nn.Linear(last_channel, num_classes))

    def forward(self, x):
        return self.classifier(self.avgpool(self.features(x)).flatten(1))


# Kernel, expanded and output channels, squeeze and excite, activation and stride of each block.
SMALL = [(3, 16, 16, True, 'RE', 2), (3, 72, 24, False, 'RE', 2), (3, 88, 24, False, 'RE', 1),
         (5, 96, 40, True, 'HS', 2), (5, 240, 40, True, 'HS', 1), (5, 240, 40, True, 'HS', 1),
         (5, 120, 48, True, 'HS', 1), (5, 144, 48, True, 'HS', 1), (5, 288, 96, True, 'HS', 2),
         (5, 576, 96, True, 'HS', 1), (5, 576, 96, True, 'HS', 1)]
LARGE = [(3, 16, 16, False, 'RE', 1), (3, 64, 24, False, 'RE', 2), (3, 72, 24, False, 'RE', 1),
         (5, 72, 40, True, 'RE', 2), (5, 120, 40, True, 'RE', 1), (5, 120, 40, True, 'RE', 1),
         (3, 240, 80, False, 'HS', 2), (3, 200, 80, False, 'HS', 1), (3, 184, 80, False, 'HS', 1),
         (3, 184, 80, False, 'HS', 1), (3, 480, 112, True, 'HS', 1), (3, 672, 112, True, 'HS', 1),
         (5, 672, 160, True, 'HS', 2), (5, 960, 160, True, 'HS', 1), (5, 960, 160, True, 'HS', 1)]


def _mobilenet_v3(rows, last, width_mult=1.0, reduced_tail=False, dilated=False, **kwargs):
    settings, channels = [], 16
    for i, (kernel, expanded, out, use_se, activation, stride) in enumerate(rows):
        dilation = 2 if dilated and i >= len(rows) - 3 else 1
        if reduced_tail and i >= len(rows) - 3:
            out //= 2
            expanded = expanded // 2 if i > len(rows) - 3 else expanded
        settings.append(InvertedResidualConfig(channels, kernel, expanded, out, use_se, activation, stride, dilation,
                                               width_mult))
        channels = out
    last = InvertedResidualConfig.adjust_channels(last // (2 if reduced_tail else 1), width_mult)
    return MobileNetV3(settings, last, **kwargs)


def mobilenet_v3_large(weights=None, progress=True, pretrained=False, **kwargs):
    return _mobilenet_v3(LARGE, 1280, **kwargs)


def mobilenet_v3_small(weights=None, progress=True, pretrained=False, **kwargs):
    return _mobilenet_v3(SMALL, 1024, **kwargs)
