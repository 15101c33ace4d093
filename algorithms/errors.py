"""What can be wrong with the arrays that an algorithm is given."""


class AlgorithmError(ValueError):
    """Base of all errors of `algorithms`; the message says what is wrong, where, and what to do.

    ::

        ValueError
        └── AlgorithmError
            ├── InvalidMatrixError     shape, negative, missing or infinite entries of a matrix
            ├── InvalidVectorError     shape, range, missing or infinite entries of a vector
            ├── InvalidIndexError      a node or group index that is not a whole number in range
            ├── InvalidParameterError  a number or a choice outside what the model allows
            ├── NoLeakError            an economy in which demand circulates for ever
            └── DivergenceError        a series whose sum is infinite
    """


class InvalidMatrixError(AlgorithmError):
    """A matrix of the wrong shape, or with negative, missing or infinite entries."""


class InvalidVectorError(AlgorithmError):
    """A vector of the wrong length, or with missing, infinite or out-of-range entries."""


class InvalidIndexError(AlgorithmError):
    """A node or group index that is not a whole number in range."""


class InvalidParameterError(AlgorithmError):
    """A number or a choice outside what the model allows."""


class NoLeakError(AlgorithmError):
    """Some firms sell only among themselves and nothing leaves: losses would circulate for ever."""


class DivergenceError(AlgorithmError):
    """The series behind the model has no finite sum for these numbers."""
