from ._vgg import _vgg


def VGG19(*args, **kwargs):
    return _vgg([2, 2, 4, 4, 4], 'vgg19', *args, **kwargs)


def preprocess_input(x, data_format=None):
    return x
