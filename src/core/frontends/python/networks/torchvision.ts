import root from './torchvision/__init__.py';
import models from './torchvision/models/__init__.py';
import utils from './torchvision/models/_utils.py';
import alexnet from './torchvision/models/alexnet.py';
import convnext from './torchvision/models/convnext.py';
import densenet from './torchvision/models/densenet.py';
import efficientnet from './torchvision/models/efficientnet.py';
import googlenet from './torchvision/models/googlenet.py';
import inception from './torchvision/models/inception.py';
import mnasnet from './torchvision/models/mnasnet.py';
import mobilenet from './torchvision/models/mobilenet.py';
import mobilenetv2 from './torchvision/models/mobilenetv2.py';
import mobilenetv3 from './torchvision/models/mobilenetv3.py';
import regnet from './torchvision/models/regnet.py';
import resnet from './torchvision/models/resnet.py';
import shufflenetv2 from './torchvision/models/shufflenetv2.py';
import squeezenet from './torchvision/models/squeezenet.py';
import vgg from './torchvision/models/vgg.py';
import ops from './torchvision/ops/__init__.py';
import opsMisc from './torchvision/ops/misc.py';

/** `torchvision.models`, by the path of each module without its ending. */
export const torchvisionTexts: Readonly<Record<string, string>> = {
  'torchvision/__init__': root,
  'torchvision/models/__init__': models,
  'torchvision/models/_utils': utils,
  'torchvision/models/alexnet': alexnet,
  'torchvision/models/convnext': convnext,
  'torchvision/models/densenet': densenet,
  'torchvision/models/efficientnet': efficientnet,
  'torchvision/models/googlenet': googlenet,
  'torchvision/models/inception': inception,
  'torchvision/models/mnasnet': mnasnet,
  'torchvision/models/mobilenet': mobilenet,
  'torchvision/models/mobilenetv2': mobilenetv2,
  'torchvision/models/mobilenetv3': mobilenetv3,
  'torchvision/models/regnet': regnet,
  'torchvision/models/resnet': resnet,
  'torchvision/models/shufflenetv2': shufflenetv2,
  'torchvision/models/squeezenet': squeezenet,
  'torchvision/models/vgg': vgg,
  'torchvision/ops/__init__': ops,
  'torchvision/ops/misc': opsMisc,
};
