import applications from './keras/applications/__init__.py';
import common from './keras/applications/_common.py';
import vgg from './keras/applications/_vgg.py';
import convnext from './keras/applications/convnext.py';
import densenet from './keras/applications/densenet.py';
import efficientnet from './keras/applications/efficientnet.py';
import efficientnetV2 from './keras/applications/efficientnet_v2.py';
import inceptionResnetV2 from './keras/applications/inception_resnet_v2.py';
import inceptionV3 from './keras/applications/inception_v3.py';
import mobilenet from './keras/applications/mobilenet.py';
import mobilenetV2 from './keras/applications/mobilenet_v2.py';
import mobilenetV3 from './keras/applications/mobilenet_v3.py';
import nasnet from './keras/applications/nasnet.py';
import resnet from './keras/applications/resnet.py';
import resnetV2 from './keras/applications/resnet_v2.py';
import resnet50 from './keras/applications/resnet50.py';
import vgg16 from './keras/applications/vgg16.py';
import vgg19 from './keras/applications/vgg19.py';
import xception from './keras/applications/xception.py';

/** `keras.applications`, by the path of each module without its ending. */
export const kerasTexts: Readonly<Record<string, string>> = {
  'keras/applications/__init__': applications,
  'keras/applications/_common': common,
  'keras/applications/_vgg': vgg,
  'keras/applications/convnext': convnext,
  'keras/applications/densenet': densenet,
  'keras/applications/efficientnet': efficientnet,
  'keras/applications/efficientnet_v2': efficientnetV2,
  'keras/applications/inception_resnet_v2': inceptionResnetV2,
  'keras/applications/inception_v3': inceptionV3,
  'keras/applications/mobilenet': mobilenet,
  'keras/applications/mobilenet_v2': mobilenetV2,
  'keras/applications/mobilenet_v3': mobilenetV3,
  'keras/applications/nasnet': nasnet,
  'keras/applications/resnet': resnet,
  'keras/applications/resnet50': resnet50,
  'keras/applications/resnet_v2': resnetV2,
  'keras/applications/vgg16': vgg16,
  'keras/applications/vgg19': vgg19,
  'keras/applications/xception': xception,
};
