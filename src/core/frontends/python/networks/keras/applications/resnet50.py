from .resnet import ResNet50, preprocess_input
