// Stands in for a native module that ends the server when its parent is gone; whoever starts this server stops it.
exports.start = () => {};
exports.exit = code => process.exit(code);
