from ._vgg import _vgg


def VGG16(*args, **kwargs):
    return _vgg([2, 2, 3, 3, 3], 'vgg16', *args, **kwargs)


def preprocess_input(x, data_format=None):
    return x
