prove-unwritten = This could not be done. It is a fault of the program; please tell the developers. Nothing was changed.
