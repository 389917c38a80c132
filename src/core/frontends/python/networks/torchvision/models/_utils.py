"""What the families share."""

from collections import OrderedDict

from torch import nn


def _make_divisible(v, divisor, min_value=None):
    rounded = max(min_value or divisor, int(v + divisor / 2) // divisor * divisor)
    return rounded + divisor if rounded < 0.9 * v else rounded


class IntermediateLayerGetter(nn.ModuleDict):
    def __init__(self, model, return_layers):
        layers, left = OrderedDict(), set(return_layers)
        for name, module in model.named_children():
            if not left:
                break
            layers[name] = module
            left.discard(name)
        super().__init__(layers)
        self.return_layers = dict(return_layers)

    def forward(self, x):
        out = OrderedDict()
        for name, module in self.items():
            x = module(x)
            if name in self.return_layers:
                out[self.return_layers[name]] = x
        return out
