"""Activations φ: elementwise functions between layers. conf/activation and saved networks name their classes.

base          what all of them promise, and what several share

identity      z
relu          max(z, 0)
leaky_relu    z, or slope · z below 0
elu           z, or alpha (exp(z) − 1) below 0
selu          the same, scaled so that layers keep mean 0 and variance 1

sigmoid       1 / (1 + exp(−z))
tanh          the hyperbolic tangent
softplus      log(1 + exp(z))

silu          z · sigmoid(z)
mish          z · tanh(softplus(z))
gelu          z times the normal distribution function

sine          sin(z)
heaviside     0 or 1
"""

from models.activations.base import Activation, Facts
from models.activations.elu import ELU
from models.activations.gelu import GELU
from models.activations.heaviside import Heaviside
from models.activations.identity import Identity
from models.activations.leaky_relu import LeakyReLU
from models.activations.mish import Mish
from models.activations.relu import ReLU
from models.activations.selu import SELU
from models.activations.sigmoid import Sigmoid
from models.activations.silu import SiLU
from models.activations.sine import Sine
from models.activations.softplus import Softplus
from models.activations.tanh import Tanh

__all__ = [
    "ELU",
    "GELU",
    "SELU",
    "Activation",
    "Facts",
    "Heaviside",
    "Identity",
    "LeakyReLU",
    "Mish",
    "ReLU",
    "SiLU",
    "Sigmoid",
    "Sine",
    "Softplus",
    "Tanh",
]
