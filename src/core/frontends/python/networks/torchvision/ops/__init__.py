from torch.nn import StochasticDepth
from .misc import Conv2dNormActivation, FrozenBatchNorm2d, Permute, SqueezeExcitation
